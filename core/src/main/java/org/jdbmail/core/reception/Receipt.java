package org.jdbmail.core.reception;

import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.SmtpReply;

/** What is said of a message that has come whole. */
public sealed interface Receipt {
    /** It is ours now: in the mailboxes or in the queue of every recipient, committed; or thrown away, as a rule of ours says. */
    record Taken() implements Receipt {}

    /** Nobody has got it, and nobody will. */
    record Refused(Refusal refusal) implements Receipt {}

    /** As before, in the words of whoever has inspected it. */
    record Answered(SmtpReply reply) implements Receipt {}
}
