package org.jdbmail.testkit.transcript;

/** A transcript file that cannot be read as one: says where and why. */
public final class TranscriptSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TranscriptSyntaxException(String message) {
        super(message);
    }
}
