package org.jdbmail.mime.listing;

import java.util.List;
import org.jdbmail.mime.field.AddressParser;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.KnownField;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.mime.structure.HeaderIndex;
import org.jspecify.annotations.Nullable;

/** Writes the ENVELOPE of a message (RFC 3501 §7.4.2) as it goes over the wire. */
public final class ImapEnvelope {
    private ImapEnvelope() {}

    /** The envelope with its parentheses, of the header block of a message (the top one, or an embedded one). */
    public static byte[] of(HeaderIndex header) {
        ListingWriter out = new ListingWriter();
        write(header, out);
        return out.toBytes();
    }

    static void write(HeaderIndex header, ListingWriter out) {
        List<MailAddress> from = addresses(header, KnownField.FROM);
        text(out.raw('('), header, KnownField.DATE);
        text(out.raw(' '), header, KnownField.SUBJECT);
        addresses(out.raw(' '), from);
        // RFC 3501 §7.4.2: Sender and Reply-To that are absent or empty are what From is.
        addresses(out.raw(' '), orFrom(addresses(header, KnownField.SENDER), from));
        addresses(out.raw(' '), orFrom(addresses(header, KnownField.REPLY_TO), from));
        addresses(out.raw(' '), addresses(header, KnownField.TO));
        addresses(out.raw(' '), addresses(header, KnownField.CC));
        addresses(out.raw(' '), addresses(header, KnownField.BCC));
        text(out.raw(' '), header, KnownField.IN_REPLY_TO);
        text(out.raw(' '), header, KnownField.MESSAGE_ID);
        out.raw(')');
    }

    /** Repeated address fields count as one list, so that no reader is shown other addresses than the next one. */
    static List<MailAddress> addresses(HeaderIndex header, KnownField field) {
        return AddressParser.parse(header.all(field));
    }

    private static List<MailAddress> orFrom(List<MailAddress> list, List<MailAddress> from) {
        return list.isEmpty() ? from : list;
    }

    private static void text(ListingWriter out, HeaderIndex header, KnownField field) {
        // Of repeated fields the last one counts, as with Dovecot.
        FieldValue value = header.last(field);
        out.nstring(value == null ? null : value.unfolded());
    }

    private static void addresses(ListingWriter out, List<MailAddress> list) {
        if (list.isEmpty()) {
            out.raw("NIL");
            return;
        }
        out.raw('(');
        for (MailAddress address : list) {
            out.raw('(').nstring(unfold(address.name()));
            out.raw(' ').nstring(address.route());
            out.raw(' ').nstring(address.mailbox());
            out.raw(' ').nstring(address.host()).raw(')');
        }
        out.raw(')');
    }

    private static @Nullable String unfold(@Nullable String name) {
        return name == null ? null : name.strip();
    }
}
