package org.jdbmail.sieve.effect;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a script wants done. All of them together are done, or none. */
public sealed interface Effect {
    /**
     * The message is stored (RFC 5228 §4.1, §4.3).
     *
     * @param flags the flags that it gets (RFC 5232), each with its backslash if it has one
     * @param message the message as it is at this point
     */
    record File(FilingTarget target, List<String> flags, Edition message) implements Effect {
        /** Copies the list. */
        public File {
            flags = List.copyOf(flags);
        }
    }

    /** The message is sent on (RFC 5228 §4.2). */
    record Redirect(String address, Forwarding how, Edition message) implements Effect {}

    /**
     * The message is refused (RFC 5429).
     *
     * @param reason for its sender to read; may have several lines
     * @param extended whether it has to be refused in the protocol if at all possible (§2.1); a plain reject may send a
     *     notification instead (§2.2)
     */
    record Reject(String reason, boolean extended) implements Effect {}

    /** The message goes nowhere (RFC 5228 §4.4). It is of interest only where nothing else is done. */
    record Discard() implements Effect {}

    /**
     * Somebody is answered, unless that was done a short while ago (RFC 5230).
     *
     * @param memory under what the answer is remembered
     */
    record Vacation(Letter letter, Memory memory, @Nullable Copy copy) implements Effect {}

    /** Somebody is told of the message (RFC 5435, RFC 5436). */
    record Notify(Letter letter, @Nullable Copy copy) implements Effect {}

    /** Something is remembered if the delivery succeeds (RFC 7352 §3.1). */
    record Remember(Memory memory) implements Effect {}

    /**
     * A message that we write.
     *
     * @param from the envelope's sender; empty for the null one
     * @param recipients the envelope's recipients
     * @param bytes the whole message
     */
    record Letter(String from, List<String> recipients, byte[] bytes) {
        /** Copies the list. */
        public Letter {
            recipients = List.copyOf(recipients);
        }
    }

    /** Where a copy of a message that we write is filed (RFC 8580). */
    record Copy(FilingTarget target, List<String> flags) {
        /** Copies the list. */
        public Copy {
            flags = List.copyOf(flags);
        }
    }

    /**
     * Something that is remembered for a while.
     *
     * @param key a digest in hexadecimal digits
     * @param period how long
     */
    record Memory(Kind kind, String key, Duration period) {
        /** What memories there are; the same key in two of them is two things. */
        public enum Kind {
            VACATION,
            DUPLICATE
        }
    }

    /**
     * How a message is sent on.
     *
     * @param conditions RFC 6009 §6: the NOTIFY parameter; null as it came
     * @param ret RFC 6009 §6: the RET parameter; null as it came
     * @param deliverBy RFC 6009 §7: the BY parameter; null for none
     * @param fromList whether the address comes from a list, and is one of many
     */
    record Forwarding(
            @Nullable String conditions,
            @Nullable String ret,
            @Nullable DeliverBy deliverBy,
            boolean fromList) {
        /** As it came. */
        public static final Forwarding PLAIN = new Forwarding(null, null, null, false);
    }

    /**
     * RFC 2852: by when a message has to be delivered.
     *
     * @param within from now on; negative where the time is past
     * @param returned whether it is sent back then; else its sender is told
     * @param trace whether each relay is noted
     */
    record DeliverBy(Duration within, boolean returned, boolean trace) {}
}
