package org.jdbmail.imapd.proto;

import java.io.IOException;

/**
 * LIST, or with subscribed LSUB (RFC 3501 §6.3.8, §6.3.9).
 *
 * @param reference what the pattern is relative to
 * @param pattern a name with the wildcards {@code *} and {@code %}
 */
public record ListMailboxes(String reference, String pattern, boolean subscribed) implements ImapCommand {
    static ListMailboxes parse(Tokenizer in, boolean subscribed) throws IOException, ImapSyntaxException {
        in.space();
        String reference = in.astring();
        in.space();
        return new ListMailboxes(reference, in.listMailbox(), subscribed);
    }
}
