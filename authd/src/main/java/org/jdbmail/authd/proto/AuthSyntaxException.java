package org.jdbmail.authd.proto;

/** A line that no client of the protocol sends; the connection ends. Its message holds nothing of the line but a word. */
public final class AuthSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    AuthSyntaxException(String message) {
        super(message, null, false, false);
    }
}
