package org.jdbmail.core.smtp;

/** What was said is not a command that we know or breaks its grammar; it holds the reply to give. */
public final class SmtpSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient SmtpReply reply;

    /** An answer and not a fault, so without a stack trace. */
    public SmtpSyntaxException(int code, String enhanced, String text) {
        super(text, null, false, false);
        this.reply = SmtpReply.of(code, enhanced, text);
    }

    /** The reply. */
    public SmtpReply reply() {
        return reply;
    }
}
