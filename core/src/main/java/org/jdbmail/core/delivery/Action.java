package org.jdbmail.core.delivery;

import java.time.Duration;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.ReplyMemory;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a delivery does with a message for one account. A {@link Decider} makes a list of them; what they leave is
 * committed together.
 */
public sealed interface Action {
    /** Puts it where the address says: into the INBOX, or into the mailbox that a detail names. */
    record Keep(FlagSet flags, Version version) implements Action {
        /** As it came, without flags. */
        public static final Keep PLAIN = new Keep(FlagSet.NONE, Version.ORIGINAL);
    }

    /** How much a message wants to be in a mailbox. Where it can't be, it goes where {@link Keep} puts it. */
    enum Insistence {
        /** The mailbox must be there, and the account must have the right to post. */
        IF_THERE,
        /** As before; a missing one is made, with its parents, and subscribed to. */
        MADE,
        /** A missing one is made, and nobody asks for the right to post. */
        FORCED
    }

    /**
     * Puts it into a mailbox.
     *
     * @param mailbox its name as the account sees it, in Unicode, levels separated by {@code /}
     * @param use the special use (RFC 6154) that it gets if it is made; null for none
     */
    record FileInto(
            String mailbox,
            Insistence insistence,
            FlagSet flags,
            Version version,
            @Nullable String use) implements Action {
        /** Into a mailbox that gets no special use if it is made. */
        public FileInto(String mailbox, Insistence insistence, FlagSet flags, Version version) {
            this(mailbox, insistence, flags, version, null);
        }
    }

    /** Sends it on. */
    record Redirect(EnvelopeAddress target, RedirectOptions options, Version version) implements Action {}

    /**
     * Gives it to a program.
     *
     * @param command as {@code dbmail_aliases} has it: {@code |command}, or {@code !command} for a program that wants mbox's
     *     first line before it
     */
    record Pipe(String command) implements Action {}

    /**
     * Answers its sender.
     *
     * @param once makes the answer only if the same was not made of late; null for in any case
     */
    record Reply(Letter letter, @Nullable ReplyMemory once) implements Action {}

    /** Tells somebody of it. */
    record Notice(Letter letter) implements Action {}

    /**
     * Gives it back, with words for its sender. Where the message is for this account alone the peer is told, which then tells
     * its sender; otherwise a report goes to the sender.
     */
    record Reject(String text) implements Action {}

    /** Throws it away: what remains where a list is otherwise empty. */
    record Discard() implements Action {}

    /**
     * Remembers something for the account.
     *
     * @param kind what sort of thing it is
     * @param what the thing itself
     * @param kept for how long
     */
    record Remember(String kind, String what, Duration kept) implements Action {}
}
