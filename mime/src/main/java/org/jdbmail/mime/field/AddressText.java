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
        boolean first = true;
        for (MailAddress address : addresses) {
            if (out.length() >= limit) {
                break;
            }
            if (address.isGroupEnd()) {
                out.append(';');
                continue;
            }
            if (!first) {
                out.append(out.charAt(out.length() - 1) == ':' ? " " : ", ");
            }
            first = false;
            append(out, address);
        }
        return Texts.cut(out.toString(), limit);
    }

    private static void append(StringBuilder out, MailAddress address) {
        String mailbox = address.mailbox() == null ? "" : HeaderText.decode(address.mailbox());
        if (address.isGroupStart()) {
            out.append(mailbox).append(':');
            return;
        }
        String name = address.name() == null ? "" : HeaderText.decode(address.name());
        boolean named = !name.isEmpty();
        if (named) {
            out.append(name);
        }
        if (mailbox.equals(AddressParser.MISSING_MAILBOX) && named) {
            return;
        }
        out.append(named ? " <" : "").append(mailbox);
        if (address.host() != null && !address.host().equals(AddressParser.MISSING_DOMAIN)) {
            out.append('@').append(HeaderText.decode(address.host()));
        }
        out.append(named ? ">" : "");
    }
}
