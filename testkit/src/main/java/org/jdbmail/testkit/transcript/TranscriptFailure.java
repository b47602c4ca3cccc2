package org.jdbmail.testkit.transcript;

/** A transcript that the server did not follow: says where, what was expected, what came, and what was said before. */
public final class TranscriptFailure extends AssertionError {
    private static final long serialVersionUID = 1;

    TranscriptFailure(String message) {
        super(message);
    }
}
