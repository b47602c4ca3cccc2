package org.jdbmail.core.reception;

import org.jdbmail.core.mail.Refusal;

/** What is said of a message that has come whole. */
public sealed interface Receipt {
    /** It is ours now: in the mailboxes or in the queue of every recipient, committed. */
    record Taken() implements Receipt {}

    /** Nobody has got it, and nobody will. */
    record Refused(Refusal refusal) implements Receipt {}
}
