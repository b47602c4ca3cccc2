package org.jdbmail.mime.listing;

import java.time.OffsetDateTime;
import java.util.List;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.charset.Texts;
import org.jdbmail.mime.field.AddressText;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.HeaderText;
import org.jdbmail.mime.field.KnownField;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.mime.field.MailDate;
import org.jdbmail.mime.field.MessageIds;
import org.jdbmail.mime.structure.HeaderIndex;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.MimeScanner;
import org.jspecify.annotations.Nullable;

/**
 * What listings, sorting and threading want to know of a message, so that they never parse it. All texts are Unicode
 * without NUL.
 *
 * @param size bytes of the message
 * @param textLines line feeds after the top header
 * @param envelope IMAP's ENVELOPE as it goes over the wire
 * @param bodyStructure IMAP's BODYSTRUCTURE as it goes over the wire; {@link BodyStructure#form} makes BODY of it
 * @param subject decoded, at most {@value #LONGEST_TEXT} characters; null if there is none
 * @param from decoded addresses with names, at most {@value #LONGEST_TEXT} characters; null if there are none
 * @param to the same of To
 * @param cc the same of Cc
 * @param messageId without angle brackets; null if there is none
 * @param inReplyTo message ids without angle brackets
 * @param references message ids without angle brackets; of a very long list the first and the last ones
 * @param sentDate what the Date field tells, with its zone; null if it tells nothing
 */
@SuppressWarnings("ArrayRecordComponent") // wire bytes that are never changed; summaries aren't compared
public record MessageSummary(
        int size,
        int textLines,
        byte[] envelope,
        byte[] bodyStructure,
        @Nullable String subject,
        @Nullable String from,
        @Nullable String to,
        @Nullable String cc,
        @Nullable String messageId,
        List<String> inReplyTo,
        List<String> references,
        @Nullable OffsetDateTime sentDate) {
    /** Bound of each text, in UTF-16 characters. */
    public static final int LONGEST_TEXT = 1_000;

    /** Scans a message and sums it up. */
    public static MessageSummary of(MessageBytes message) {
        return of(message, MimeScanner.scan(message));
    }

    /** Sums up a message that is scanned already. */
    public static MessageSummary of(MessageBytes message, MimePart root) {
        HeaderIndex header = root.header();
        return new MessageSummary(
                message.size(),
                root.bodyLines(),
                Envelope.of(header),
                BodyStructure.extended(root),
                subject(header.last(KnownField.SUBJECT)),
                addresses(header, KnownField.FROM),
                addresses(header, KnownField.TO),
                addresses(header, KnownField.CC),
                MessageIds.one(header.last(KnownField.MESSAGE_ID)),
                MessageIds.list(header.all(KnownField.IN_REPLY_TO)),
                MessageIds.list(header.all(KnownField.REFERENCES)),
                MailDate.parse(header.last(KnownField.DATE)));
    }

    private static @Nullable String subject(@Nullable FieldValue value) {
        return value == null ? null : Texts.cut(HeaderText.decode(value), LONGEST_TEXT);
    }

    private static @Nullable String addresses(HeaderIndex header, KnownField field) {
        List<MailAddress> addresses = Envelope.addresses(header, field);
        return addresses.isEmpty() ? null : AddressText.of(addresses, LONGEST_TEXT);
    }
}
