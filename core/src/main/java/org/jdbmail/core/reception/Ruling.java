package org.jdbmail.core.reception;

import org.jdbmail.core.smtp.SmtpReply;

/** What an {@link Inspection} says of a step before the content. */
public sealed interface Ruling {
    /** Nothing against it. */
    record GoOn() implements Ruling {}

    /**
     * It is not granted.
     *
     * @param reply what the client hears, of class 4 or 5; 421 ends the connection as well
     */
    record Refuse(SmtpReply reply) implements Ruling {
        /** Checks the class. */
        public Refuse {
            if (reply.isPositive()) {
                throw new IllegalArgumentException("a refusal with " + reply.code());
            }
        }
    }

    /** Nothing against it. */
    Ruling GO_ON = new GoOn();
}
