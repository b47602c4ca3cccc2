package org.jdbmail.sieved.proto;

/** What a client said isn't ManageSieve. The message may be told to it. */
public final class SieveSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    SieveSyntaxException(String message) {
        super(message, null, false, false);
    }
}
