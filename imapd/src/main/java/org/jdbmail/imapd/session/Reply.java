package org.jdbmail.imapd.session;

import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.ResponseCode.Plain;
import org.jdbmail.imapd.proto.ResponseWriter.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended.
 *
 * @param code for the client's program; null for none
 * @param text for people
 */
public record Reply(Outcome outcome, @Nullable ResponseCode code, String text) {
    /** It was done. */
    public static Reply ok(String text) {
        return new Reply(Outcome.OK, null, text);
    }

    /** It was done, and there is more to say. */
    public static Reply ok(@Nullable ResponseCode code, String text) {
        return new Reply(Outcome.OK, code, text);
    }

    /** It was not done. */
    public static Reply no(ResponseCode code, String text) {
        return new Reply(Outcome.NO, code, text);
    }

    /** It makes no sense. */
    public static Reply bad(String text) {
        return new Reply(Outcome.BAD, null, text);
    }

    /** The reply to a refusal. */
    public static Reply of(Refusal refusal) {
        return no(code(refusal.reason()), refusal.text());
    }

    /**
     * The reply to a refusal where a mailbox to put something into was named: one that is not there might be made, unless
     * none can have that name (RFC 3501 §6.3.11, §6.4.7).
     */
    public static Reply ofTarget(Refusal refusal, MailboxName target) {
        return refusal.reason() == Reason.NOT_FOUND && target.isValid()
                ? no(Plain.TRYCREATE, refusal.text())
                : of(refusal);
    }

    /** IMAP's words for the reasons (RFC 5530). */
    private static ResponseCode code(Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> Plain.NONEXISTENT;
            case ALREADY_EXISTS -> Plain.ALREADYEXISTS;
            case NO_PERMISSION, READ_ONLY -> Plain.NOPERM;
            case OVER_QUOTA -> Plain.OVERQUOTA;
            case TOO_BIG -> Plain.TOOBIG;
            case EXPUNGED -> Plain.EXPUNGEISSUED;
            case INVALID -> Plain.CANNOT;
            case IN_USE -> Plain.INUSE;
            case LIMIT -> Plain.LIMIT;
            case UNAVAILABLE -> Plain.UNAVAILABLE;
            case CORRUPT -> Plain.SERVERBUG;
        };
    }
}
