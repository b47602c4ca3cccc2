package org.jdbmail.mime.field;

import java.util.List;
import org.jdbmail.mime.charset.Texts;

/**
 * Shows addresses as a person reads them: decoded, on one line, with commas between them. They are those that ENVELOPE
 * shows, and so not from Mime4j's parser, which reads others.
 */
public final class AddressText {
    private AddressText() {}

    /** The addresses, {@code Name <local@domain>} each, as many as fit into a number of characters. */
    public static String of(List<MailAddress> addresses, int limit) {
        StringBuilder out = new StringBuilder();
        for (MailAddress address : addresses) {
            if (out.length() >= limit) {
                break;
            }
            if (address.isGroupEnd()) {
                out.append(';');
                continue;
            }
            String text = text(address);
            if (text.isEmpty()) {
                continue;
            }
            if (!out.isEmpty()) {
                out.append(out.charAt(out.length() - 1) == ':' ? " " : ", ");
            }
            out.append(text);
        }
        return Texts.cut(out.toString(), limit);
    }

    /** Whether ENVELOPE says so where there is nothing: no text of the message. */
    private static boolean isMade(String host) {
        return host.equals(AddressParser.MISSING_DOMAIN) || host.equals(AddressParser.SYNTAX_ERROR);
    }

    private static String text(MailAddress address) {
        String mailbox = address.mailbox() == null ? "" : HeaderText.decode(address.mailbox());
        if (address.isGroupStart()) {
            return mailbox + ':';
        }
        String name = address.name() == null ? "" : HeaderText.decode(address.name());
        boolean missing = mailbox.equals(AddressParser.MISSING_MAILBOX);
        String host = address.host() == null || isMade(address.host()) ? "" : '@' + HeaderText.decode(address.host());
        String spec = (missing ? "" : mailbox) + host;
        if (name.isEmpty() || spec.isEmpty()) {
            return name + spec;
        }
        return name + " <" + spec + '>';
    }
}
