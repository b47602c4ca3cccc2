package org.jdbmail.core.smtp;

import org.jdbmail.core.mail.Refusal;

/** The words of SMTP and LMTP for what was refused. Our own trouble is always a temporary error. */
public final class RefusalReplies {
    private final boolean overQuotaIsFinal;

    /** @param overQuotaIsFinal whether mail for a full account goes back at once instead of being tried again */
    public RefusalReplies(boolean overQuotaIsFinal) {
        this.overQuotaIsFinal = overQuotaIsFinal;
    }

    /**
     * The reply for a refusal.
     *
     * @param prefix stands before the text, such as the recipient in angle brackets and a space; may be empty
     */
    public SmtpReply of(Refusal refusal, String prefix) {
        String text = prefix + refusal.text();
        return switch (refusal.reason()) {
            case NOT_FOUND -> SmtpReply.of(550, "5.1.1", text);
            case NO_PERMISSION, READ_ONLY -> SmtpReply.of(550, "5.7.1", text);
            case OVER_QUOTA -> overQuotaIsFinal ? SmtpReply.of(552, "5.2.2", text) : SmtpReply.of(452, "4.2.2", text);
            case TOO_BIG -> SmtpReply.of(552, "5.3.4", text);
            case INVALID -> SmtpReply.of(553, "5.1.3", text);
            case IN_USE -> SmtpReply.of(450, "4.2.0", text);
            case LIMIT -> SmtpReply.of(452, "4.5.3", text);
            case UNAVAILABLE, CORRUPT, EXPUNGED, ALREADY_EXISTS -> SmtpReply.of(451, "4.3.0", text);
        };
    }
}
