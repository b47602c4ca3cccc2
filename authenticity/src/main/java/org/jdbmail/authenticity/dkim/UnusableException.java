package org.jdbmail.authenticity.dkim;

/** A signature, or a key, that can't be used: what that makes of the message, and why. */
public final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final SignatureOutcome outcome;

    /**
     * One.
     *
     * @param outcome neutral, a permanent or a temporary error
     * @param why in a few words
     */
    public UnusableException(SignatureOutcome outcome, String why) {
        super(why);
        this.outcome = outcome;
    }

    /** What that makes of the message. */
    public SignatureOutcome outcome() {
        return outcome;
    }

    /** Why, in a few words. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
