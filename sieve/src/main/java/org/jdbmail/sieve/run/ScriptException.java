package org.jdbmail.sieve.run;

/** A script can't go on (RFC 5228 §2.10.6). The message says why, in words for who wrote the script. */
public final class ScriptException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With such words, a sentence without a full stop. */
    public ScriptException(String message) {
        super(message, null, false, false);
    }
}
