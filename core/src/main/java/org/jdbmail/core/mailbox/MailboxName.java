package org.jdbmail.core.mailbox;

import java.util.Locale;
import org.jdbmail.core.mail.ModifiedUtf7;
import org.jdbmail.core.store.Mailbox;

/**
 * What a user calls a mailbox: Unicode, levels separated by {@code /}, with {@code INBOX} in upper case wherever it is the first
 * level (RFC 3501 §5.1). How it is spelled at the wire and in the tables is their affair.
 *
 * @param name the name; empty for what can be no mailbox's name
 */
public record MailboxName(String name) {
    /** What is no name at all: no mailbox has it, and none can be made with it. */
    public static final MailboxName NONE = new MailboxName("");

    /** The longest name that the tables hold, in their spelling. */
    private static final int MAX = 255;

    /** Puts INBOX in upper case. */
    public MailboxName {
        if (name.length() >= 5
                && name.substring(0, 5).toUpperCase(Locale.ROOT).equals(Mailbox.INBOX)
                && (name.length() == 5 || name.charAt(5) == Mailbox.SEPARATOR)) {
            name = Mailbox.INBOX + name.substring(5);
        }
    }

    /** Whether a mailbox can have this name: not empty, not too long, no empty level, no wildcard, nothing unprintable. */
    public boolean isValid() {
        return !name.isEmpty()
                && isShort(name)
                && name.charAt(0) != Mailbox.SEPARATOR
                && name.charAt(name.length() - 1) != Mailbox.SEPARATOR
                && !name.contains("//")
                && name.indexOf('*') < 0
                && name.indexOf('%') < 0
                && name.codePoints().allMatch(MailboxName::isAllowed);
    }

    /** Whether the tables can hold a name. */
    static boolean isShort(String name) {
        return name.length() <= MAX && ModifiedUtf7.encode(name).length() <= MAX;
    }

    // RFC 6855 §3: no control characters, no separators of lines and paragraphs.
    private static boolean isAllowed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }

    /** The name without a separator at its end, which CREATE allows (RFC 3501 §6.3.3). */
    public MailboxName withoutTrailingSeparator() {
        return name.length() > 1 && name.charAt(name.length() - 1) == Mailbox.SEPARATOR
                ? new MailboxName(name.substring(0, name.length() - 1))
                : this;
    }
}
