package org.jdbmail.imapd.proto;

import java.io.IOException;
import org.jdbmail.core.mail.RightLetters;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.SharingRules.Mode;

/** The commands about access control lists (RFC 4314 §3). */
public sealed interface AccessListCommand extends ImapCommand {
    /** The mailbox that the list is of. */
    MailboxName mailbox();

    /**
     * SETACL.
     *
     * @param identifier whose rights, octets as ISO 8859-1
     */
    record Set(MailboxName mailbox, String identifier, Mode mode, Rights rights) implements AccessListCommand {
        static Set parse(Tokenizer in) throws IOException, ImapSyntaxException {
            in.space();
            MailboxName mailbox = MailboxNames.parse(in);
            in.space();
            String identifier = in.astring();
            in.space();
            String letters = in.astring();
            Mode mode = letters.startsWith("+") ? Mode.ADD : letters.startsWith("-") ? Mode.REMOVE : Mode.REPLACE;
            Rights rights = RightLetters.parse(mode == Mode.REPLACE ? letters : letters.substring(1))
                    // RFC 4314 §3.1: a right that the server doesn't know
                    .orElseThrow(() -> new ImapSyntaxException("There is no such right"));
            return new Set(mailbox, identifier, mode, rights);
        }
    }

    /** DELETEACL. */
    record Remove(MailboxName mailbox, String identifier) implements AccessListCommand {
        static Remove parse(Tokenizer in) throws IOException, ImapSyntaxException {
            in.space();
            MailboxName mailbox = MailboxNames.parse(in);
            in.space();
            return new Remove(mailbox, in.astring());
        }
    }

    /** GETACL. */
    record Get(MailboxName mailbox) implements AccessListCommand {
        static Get parse(Tokenizer in) throws IOException, ImapSyntaxException {
            in.space();
            return new Get(MailboxNames.parse(in));
        }
    }

    /** LISTRIGHTS. */
    record Grantable(MailboxName mailbox, String identifier) implements AccessListCommand {
        static Grantable parse(Tokenizer in) throws IOException, ImapSyntaxException {
            in.space();
            MailboxName mailbox = MailboxNames.parse(in);
            in.space();
            return new Grantable(mailbox, in.astring());
        }
    }

    /** MYRIGHTS. */
    record Mine(MailboxName mailbox) implements AccessListCommand {
        static Mine parse(Tokenizer in) throws IOException, ImapSyntaxException {
            in.space();
            return new Mine(MailboxNames.parse(in));
        }
    }
}
