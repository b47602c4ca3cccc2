package org.jdbmail.imapd.proto;

import java.io.IOException;
import org.jdbmail.core.mailbox.MailboxName;

/** SUBSCRIBE, or without on UNSUBSCRIBE (RFC 3501 §6.3.6, §6.3.7). */
public record Subscribe(MailboxName mailbox, boolean on) implements ImapCommand {
    static Subscribe parse(Tokenizer in, boolean on) throws IOException, ImapSyntaxException {
        in.space();
        return new Subscribe(MailboxNames.parse(in), on);
    }
}
