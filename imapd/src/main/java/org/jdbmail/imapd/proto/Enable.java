package org.jdbmail.imapd.proto;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * ENABLE (RFC 5161 §3.1).
 *
 * @param capabilities in upper case
 */
public record Enable(Set<String> capabilities) implements ImapCommand {
    static Enable parse(Tokenizer in) throws ImapSyntaxException {
        Set<String> capabilities = new LinkedHashSet<>();
        do {
            in.space();
            capabilities.add(in.word());
            if (capabilities.size() > in.limits().items()) {
                throw new ImapSyntaxException("Too many capabilities");
            }
        } while (in.peek() == ' ');
        return new Enable(capabilities);
    }
}
