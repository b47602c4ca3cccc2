package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * CANCELUPDATE (RFC 5267 §4.3.5).
 *
 * @param tags of the searches of which the client wants to hear no more
 */
public record CancelUpdate(List<String> tags) implements ImapCommand {
    static CancelUpdate parse(Tokenizer in) throws IOException, ImapSyntaxException {
        List<String> tags = new ArrayList<>();
        do {
            in.space();
            tags.add(in.string());
        } while (in.peek() == ' ' && tags.size() < in.limits().items());
        return new CancelUpdate(List.copyOf(tags));
    }
}
