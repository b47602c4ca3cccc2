package org.jdbmail.imapd.proto;

import java.io.IOException;
import org.jdbmail.core.mailbox.MailboxName;

/** CREATE (RFC 3501 §6.3.3). */
public record Create(MailboxName mailbox) implements ImapCommand {
    static Create parse(Tokenizer in) throws IOException, ImapSyntaxException {
        in.space();
        return new Create(MailboxNames.parse(in));
    }
}
