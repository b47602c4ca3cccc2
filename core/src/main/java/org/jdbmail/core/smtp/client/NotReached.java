package org.jdbmail.core.smtp.client;

/** A server was not reached, or does not take mail now: nothing was said of the message, and another server may be tried. */
public final class NotReached extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient SendResult.Failed result;
    private final boolean hasAnswered;

    /**
     * @param result what is to be said of it
     * @param hasAnswered whether the server spoke at all
     */
    public NotReached(SendResult.Failed result, boolean hasAnswered) {
        super(result.reply(), null, false, false);
        this.result = result;
        this.hasAnswered = hasAnswered;
    }

    /** What is to be said of it if no other server is reached. */
    public SendResult.Failed result() {
        return result;
    }

    /** Whether it spoke at all. */
    public boolean hasAnswered() {
        return hasAnswered;
    }
}
