package org.jdbmail.pop3d.proto;

/** What was said is not a command, or breaks its grammar; the message may be shown to the client. */
public final class PopSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    /** An answer and not a fault, so without a stack trace. */
    PopSyntaxException(String text) {
        super(text, null, false, false);
    }
}
