package org.jdbmail.core.smtp.client;

/** What came of sending to one recipient. */
public sealed interface SendResult {
    /**
     * The other side has taken it.
     *
     * @param reply what it said
     * @param tellsOn whether it tells the sender what becomes of it, where that was asked for (RFC 3461)
     */
    record Sent(String reply, boolean tellsOn) implements SendResult {}

    /**
     * It did not.
     *
     * @param isFinal whether there is no use in trying again
     * @param status enhanced status code (RFC 3463)
     * @param host whose answer it is; empty where nobody answered, and we say what went wrong
     * @param reply what was said
     */
    record Failed(boolean isFinal, String status, String host, String reply) implements SendResult {
        /** Whether the other side refused it in so many words: a reply of SMTP, and no broken connection. */
        public boolean isAnswer() {
            return !host.isEmpty();
        }
    }

    /** A failure that is our own or the way's, and may pass. */
    static Failed later(String status, String reply) {
        return new Failed(false, status, "", reply);
    }

    /** A failure that will not pass. */
    static Failed never(String status, String reply) {
        return new Failed(true, status, "", reply);
    }
}
