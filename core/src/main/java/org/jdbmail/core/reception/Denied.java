package org.jdbmail.core.reception;

import org.jdbmail.core.smtp.SmtpReply;

/** What a client wants is not granted, by a rule of this server's: it holds the reply to give. */
public final class Denied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SmtpReply reply;

    /** An answer and not a fault, so without a stack trace. */
    public Denied(int code, String enhanced, String text) {
        super(text, null, false, false);
        this.reply = SmtpReply.of(code, enhanced, text);
    }

    /** The reply. */
    public SmtpReply reply() {
        return reply;
    }
}
