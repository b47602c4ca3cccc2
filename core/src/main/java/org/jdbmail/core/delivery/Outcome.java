package org.jdbmail.core.delivery;

import org.jdbmail.core.mail.Refusal;

/** What became of a message for one recipient. */
public sealed interface Outcome {
    /** It is stored, and the transaction that holds it is committed. */
    record Delivered() implements Outcome {}

    /** It is not stored, or not everywhere: the sender has to be told, or to try again. */
    record Refused(Refusal refusal) implements Outcome {}
}
