package org.jdbmail.imapd.proto;

import java.io.IOException;
import org.jdbmail.core.mailbox.MailboxName;

/** RENAME (RFC 3501 §6.3.5). */
public record Rename(MailboxName from, MailboxName to) implements ImapCommand {
    static Rename parse(Tokenizer in) throws IOException, ImapSyntaxException {
        in.space();
        MailboxName from = MailboxNames.parse(in);
        in.space();
        return new Rename(from, MailboxNames.parse(in));
    }
}
