package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.Locale;
import org.jdbmail.core.mail.ModifiedUtf7;
import org.jdbmail.core.store.Mailbox;

/**
 * A mailbox name as the client wrote it, with {@code INBOX} in upper case wherever it is the first level (RFC 3501 §5.1).
 * It is in modified UTF-7 if it {@link #isValid() is valid}; what is not can't exist.
 *
 * @param name the name, octets as ISO 8859-1
 */
public record MailboxName(String name) {
    /** The longest name that the tables hold. */
    public static final int MAX = 255;

    /** Puts INBOX in upper case. */
    public MailboxName {
        if (name.length() >= 5
                && name.substring(0, 5).toUpperCase(Locale.ROOT).equals(Mailbox.INBOX)
                && (name.length() == 5 || name.charAt(5) == Mailbox.SEPARATOR)) {
            name = Mailbox.INBOX + name.substring(5);
        }
    }

    static MailboxName parse(Tokenizer in) throws IOException, ImapSyntaxException {
        return new MailboxName(in.astring());
    }

    /** Whether a mailbox can have this name: not empty, not too long, no empty level, no wildcard, modified UTF-7. */
    public boolean isValid() {
        return !name.isEmpty()
                && name.length() <= MAX
                && name.charAt(0) != Mailbox.SEPARATOR
                && name.charAt(name.length() - 1) != Mailbox.SEPARATOR
                && !name.contains("//")
                && name.indexOf('*') < 0
                && name.indexOf('%') < 0
                && ModifiedUtf7.decode(name) != null;
    }

    /** The name without a separator at its end, which CREATE allows (RFC 3501 §6.3.3). */
    public MailboxName withoutTrailingSeparator() {
        return name.length() > 1 && name.charAt(name.length() - 1) == Mailbox.SEPARATOR
                ? new MailboxName(name.substring(0, name.length() - 1))
                : this;
    }

    /** Whether it is the user's own INBOX. */
    public boolean isInbox() {
        return name.equals(Mailbox.INBOX);
    }
}
