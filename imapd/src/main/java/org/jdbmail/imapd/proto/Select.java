package org.jdbmail.imapd.proto;

import java.io.IOException;
import org.jdbmail.core.mailbox.MailboxName;
import org.jspecify.annotations.Nullable;

/**
 * SELECT and EXAMINE (RFC 3501 §6.3.1, §6.3.2).
 *
 * @param given the name as the client has written it, in Unicode
 * @param condstore whether the client wants to hear of MODSEQ from now on (RFC 7162 §3.1.8)
 * @param resync what the client knows of the mailbox already; null if it did not say
 */
public record Select(
        MailboxName mailbox,
        String given,
        boolean readOnly,
        boolean condstore,
        @Nullable Resync resync) implements ImapCommand {
    static Select parse(Tokenizer in, boolean readOnly) throws IOException, ImapSyntaxException {
        in.space();
        String given = MailboxNames.reference(in);
        MailboxName mailbox = MailboxNames.of(given);
        in.skipSpaces();
        boolean condstore = false;
        Resync resync = null;
        // RFC 4466 §2.1
        if (in.take('(')) {
            do {
                in.skipSpaces();
                switch (in.word()) {
                    case "CONDSTORE" -> condstore = true;
                    case "QRESYNC" -> {
                        // RFC 7162 §3.2.5: BAD unless it was enabled.
                        if (!in.isOn(Extension.QRESYNC) || resync != null) {
                            throw new ImapSyntaxException("ENABLE QRESYNC first, and say it once");
                        }
                        in.space();
                        resync = Resync.parse(in);
                    }
                    default -> throw new ImapSyntaxException("Unknown parameter");
                }
                in.skipSpaces();
            } while (in.peek() != ')' && !in.atEnd());
            in.expect(')');
        }
        return new Select(mailbox, given, readOnly, condstore, resync);
    }
}
