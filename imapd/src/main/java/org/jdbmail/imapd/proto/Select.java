package org.jdbmail.imapd.proto;

import java.io.IOException;
import org.jdbmail.core.mailbox.MailboxName;

/** SELECT and EXAMINE (RFC 3501 §6.3.1, §6.3.2). */
public record Select(MailboxName mailbox, boolean readOnly) implements ImapCommand {
    static Select parse(Tokenizer in, boolean readOnly) throws IOException, ImapSyntaxException {
        in.space();
        return new Select(MailboxNames.parse(in), readOnly);
    }
}
