package org.jdbmail.mime.listing;

import java.util.List;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.charset.Texts;
import org.jdbmail.mime.field.AddressText;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.HeaderText;
import org.jdbmail.mime.field.KnownField;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.mime.structure.HeaderIndex;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.MimeScanner;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a message beside its bytes, so that listing, sorting, threading and searching with SQL never parse it. All
 * texts are Unicode without NUL.
 *
 * @param listing what a listing shows
 * @param subject decoded, at most {@value #LONGEST_TEXT} characters; null if there is none
 * @param from decoded addresses with names, at most {@value #LONGEST_TEXT} characters; null if there are none
 * @param to the same of To
 * @param cc the same of Cc
 * @param keys what it is sorted and threaded by
 * @param preview the beginning of its text ({@link Preview})
 */
public record MessageSummary(
        Listing listing,
        @Nullable String subject,
        @Nullable String from,
        @Nullable String to,
        @Nullable String cc,
        SortKeys keys,
        String preview) {
    /** Bound of each text for people, in UTF-16 characters. */
    public static final int LONGEST_TEXT = 1_000;

    /** Scans a message and sums it up. */
    public static MessageSummary of(MessageBytes message) {
        return of(message, MimeScanner.scan(message));
    }

    /** Sums up a message that is scanned already. */
    public static MessageSummary of(MessageBytes message, MimePart root) {
        HeaderIndex header = root.header();
        byte[] envelope = ImapEnvelope.of(header);
        return new MessageSummary(
                new Listing(message.size(), root.bodyLines(), envelope, BodyStructure.extended(root)),
                subject(header.last(KnownField.SUBJECT)),
                addresses(header, KnownField.FROM),
                addresses(header, KnownField.TO),
                addresses(header, KnownField.CC),
                SortKeys.of(header, envelope),
                Preview.of(message, root));
    }

    private static @Nullable String subject(@Nullable FieldValue value) {
        return value == null ? null : Texts.cut(HeaderText.decode(value), LONGEST_TEXT);
    }

    private static @Nullable String addresses(HeaderIndex header, KnownField field) {
        List<MailAddress> addresses = ImapEnvelope.addresses(header, field);
        return addresses.isEmpty() ? null : AddressText.of(addresses, LONGEST_TEXT);
    }
}
