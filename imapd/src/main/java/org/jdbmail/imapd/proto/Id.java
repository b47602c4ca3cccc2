package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * ID (RFC 2971 §3.1): the client says what it is.
 *
 * @param fields what it says of itself; empty for NIL
 */
public record Id(Map<String, String> fields) implements ImapCommand {
    static Id parse(Tokenizer in) throws IOException, ImapSyntaxException {
        in.space();
        Map<String, String> fields = new LinkedHashMap<>();
        if (!in.take('(')) {
            if (!in.word().equals("NIL")) {
                throw new ImapSyntaxException("Expected NIL or a list");
            }
            return new Id(fields);
        }
        in.skipSpaces();
        while (in.peek() != ')') {
            // RFC 2971 §3.3: not more than 30 pairs, names up to 30 octets, values up to 1024.
            if (fields.size() == 30) {
                throw new ImapSyntaxException("Too many fields");
            }
            String name = in.string();
            in.space();
            @Nullable String value = in.nstring();
            in.skipSpaces();
            if (name.length() > 30 || value != null && value.length() > 1024) {
                throw new ImapSyntaxException("A field is too long");
            }
            fields.put(name, value == null ? "" : value);
        }
        in.expect(')');
        return new Id(fields);
    }
}
