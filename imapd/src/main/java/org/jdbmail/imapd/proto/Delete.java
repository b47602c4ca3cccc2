package org.jdbmail.imapd.proto;

import java.io.IOException;
import org.jdbmail.core.mailbox.MailboxName;

/** DELETE (RFC 3501 §6.3.4). */
public record Delete(MailboxName mailbox) implements ImapCommand {
    static Delete parse(Tokenizer in) throws IOException, ImapSyntaxException {
        in.space();
        return new Delete(MailboxNames.parse(in));
    }
}
