package org.jdbmail.sieve.host;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator has set for the scripts of all users.
 *
 * @param detailDelimiters characters that may stand before the detail of an address (RFC 5233)
 * @param spam how the verdict on spam is read; null if nobody gives one
 * @param virus how that on viruses is read
 * @param answerSubject the subject of an answer to a message without one
 * @param answerPrefix what stands before the subject of the message that is answered
 * @param answersToOwnOnly whether nobody is answered whose message names none of the owner's addresses as recipients (RFC 5230
 *     §4.5)
 * @param answerFromRecipient whether an answer's envelope has a sender, which gets bounces
 * @param answerAnyFrom whether an answer or a notification may be from an address that isn't the owner's
 * @param noticeSender whose address the envelope of a notification has
 * @param administrator the address that {@link NoticeSender#ADMINISTRATOR} stands for
 * @param fixedFields in lower case: fields that scripts don't delete beside those of RFC 5293 §6
 * @param reservedFields in lower case: fields that scripts don't add
 */
public record ScriptPolicy(
        String detailDelimiters,
        @Nullable FilterVerdict spam,
        @Nullable FilterVerdict virus,
        String answerSubject,
        String answerPrefix,
        boolean answersToOwnOnly,
        boolean answerFromRecipient,
        boolean answerAnyFrom,
        NoticeSender noticeSender,
        String administrator,
        Set<String> fixedFields,
        Set<String> reservedFields) {
    /** What holds where nothing else is set. */
    public static final ScriptPolicy USUAL = new ScriptPolicy(
            "+",
            null,
            null,
            "Automated reply",
            "Auto: ",
            true,
            false,
            false,
            NoticeSender.OWNER,
            "postmaster",
            Set.of(),
            Set.of());

    /** Copies the sets. */
    public ScriptPolicy {
        fixedFields = Set.copyOf(fixedFields);
        reservedFields = Set.copyOf(reservedFields);
    }

    /** Whose address the envelope of a notification has. Where the message came without a sender, so goes the notification. */
    public enum NoticeSender {
        /** The one after {@code :from} if it is the owner's, else the one delivered to (RFC 5436 §2.7). */
        OWNER,
        /** Who sent the message. */
        SENDER,
        /** The address that was delivered to. */
        RECIPIENT,
        /** That before aliases. */
        ORIGINAL,
        /** The owner's usual address. */
        USER,
        /** The administrator's. */
        ADMINISTRATOR
    }

    /** Whether a script may delete a field. RFC 5293 §6, RFC 5703 §5. */
    public boolean mayDelete(String field) {
        String key = field.toLowerCase(Locale.ROOT);
        return switch (key) {
            case "received", "auto-submitted", "original-subject", "original-from" -> false;
            // RFC 5293 §6: this one always can be.
            case "subject" -> true;
            default -> !fixedFields.contains(key);
        };
    }

    /** Whether a script may add a field. */
    public boolean mayAdd(String field) {
        String key = field.toLowerCase(Locale.ROOT);
        return switch (key) {
            case "original-subject", "original-from" -> false;
            case "subject" -> true;
            default -> !reservedFields.contains(key);
        };
    }
}
