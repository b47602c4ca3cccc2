package org.jdbmail.mime.listing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jdbmail.mime.charset.Folding;
import org.jdbmail.mime.charset.Texts;
import org.jdbmail.mime.field.AddressParser;
import org.jdbmail.mime.field.BaseSubject;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.HeaderText;
import org.jdbmail.mime.field.KnownField;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.mime.field.MailDate;
import org.jdbmail.mime.field.MessageIds;
import org.jdbmail.mime.structure.HeaderIndex;
import org.jspecify.annotations.Nullable;

/**
 * What messages are sorted and threaded by (RFC 5256, RFC 5957). All texts are on one line, without NUL, folded so that they
 * are compared as they stand ({@link Folding#collated}), and at most {@value #LONGEST} characters long, which no mail that was
 * meant to be read comes near.
 *
 * @param subject the base subject
 * @param isReply whether a mark of a reply or of a forwarded message was taken from the subject
 * @param from the local part of the first address in From; empty if there is none
 * @param to the same of To
 * @param cc the same of Cc
 * @param displayFrom the display name of the first address in From, or else the address itself
 * @param displayTo the same of To
 * @param messageId without angle brackets, not folded; null if there is none
 * @param references message ids without angle brackets, not folded, the parent last: those in References, or else the first in
 *     In-Reply-To. Of a very long list the first and the last ones
 * @param sent the time in the Date field; null if it tells none
 * @param threadId names the thread in all mailboxes and accounts (RFC 8474 §5.2): made of the root of the references, or of the
 *     message's own id, or, where it has none, of its envelope
 */
public record SortKeys(
        String subject,
        boolean isReply,
        String from,
        String to,
        String cc,
        String displayFrom,
        String displayTo,
        @Nullable String messageId,
        List<String> references,
        @Nullable Instant sent,
        String threadId) {
    /** Bound of each text, in UTF-16 characters. */
    public static final int LONGEST = 10_000;

    /** Bytes of a thread's id before they are written as text: enough that no two threads ever share one. */
    private static final int THREAD_ID_BYTES = 15;

    /** Reads them from a message's header. */
    static SortKeys of(HeaderIndex header, byte[] envelope) {
        FieldValue subject = header.last(KnownField.SUBJECT);
        BaseSubject.Parts base = BaseSubject.parts(subject == null ? "" : HeaderText.decode(subject));
        @Nullable MailAddress from = first(header, KnownField.FROM);
        @Nullable MailAddress to = first(header, KnownField.TO);
        @Nullable OffsetDateTime sent = MailDate.parse(header.last(KnownField.DATE));
        @Nullable String id = MessageIds.one(header.last(KnownField.MESSAGE_ID));
        List<String> references = references(header);
        return new SortKeys(
                key(base.text()),
                base.isReply(),
                mailbox(from),
                mailbox(to),
                mailbox(first(header, KnownField.CC)),
                display(from),
                display(to),
                id,
                references,
                sent == null ? null : sent.toInstant(),
                threadId(id, references, envelope));
    }

    /** RFC 5256 §3, REFERENCES (1)(A): References, or where it has no id, the first one of In-Reply-To. */
    private static List<String> references(HeaderIndex header) {
        List<String> references = MessageIds.list(header.all(KnownField.REFERENCES));
        if (!references.isEmpty()) {
            return references;
        }
        List<String> repliedTo = MessageIds.list(header.all(KnownField.IN_REPLY_TO));
        return repliedTo.isEmpty() ? repliedTo : List.of(repliedTo.getFirst());
    }

    private static @Nullable MailAddress first(HeaderIndex header, KnownField field) {
        List<MailAddress> addresses = ImapEnvelope.addresses(header, field);
        return addresses.isEmpty() ? null : addresses.getFirst();
    }

    private static String mailbox(@Nullable MailAddress address) {
        String mailbox = address == null ? null : address.mailbox();
        return mailbox == null || mailbox.equals(AddressParser.MISSING_MAILBOX) ? "" : key(HeaderText.decode(mailbox));
    }

    /** RFC 5957 §3. */
    private static String display(@Nullable MailAddress address) {
        if (address == null) {
            return "";
        }
        String name = address.displayName();
        if (name != null && !name.isBlank()) {
            return key(name.strip());
        }
        String whole = address.address();
        return whole == null ? mailbox(address) : key(whole);
    }

    private static String key(String text) {
        StringBuilder line = new StringBuilder(Texts.cut(text, LONGEST));
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ') {
                line.setCharAt(i, ' ');
            }
        }
        return Texts.cut(Folding.collated(line), LONGEST);
    }

    private static String threadId(@Nullable String id, List<String> references, byte[] envelope) {
        String root = references.isEmpty() ? id : references.getFirst();
        byte[] seed = root == null ? envelope : root.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(seed);
            // RFC 8474 §4: letters, digits, hyphen and underscore.
            return 'T' + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, THREAD_ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
