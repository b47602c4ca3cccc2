package org.jdbmail.core.reception;

import java.util.List;
import java.util.Optional;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.mime.bytes.MessageBytes;

/** What an {@link Inspection} says of a message that has come whole. */
public sealed interface Judgement {
    /**
     * It may come.
     *
     * @param above header fields that go above our Received field, each ended by CRLF; empty for none
     * @param message the message below our Received field: {@link Arriving#message} itself where nothing of it changes. It need not live
     *     longer than that
     * @param envelope what changes beside it
     * @param place where it goes
     */
    record Passed(String above, MessageBytes message, Changes envelope, Place place) implements Judgement {
        /** Checks that whole lines were given. */
        public Passed {
            if (!above.isEmpty() && !above.endsWith("\r\n")) {
                throw new IllegalArgumentException("a field without an end");
            }
        }
    }

    /**
     * It is not taken, by whoever it is for.
     *
     * @param reply what the client hears, of class 4 (it will come again) or 5; 421 ends the connection as well
     */
    record Refused(SmtpReply reply) implements Judgement {
        /** Checks the class. */
        public Refused {
            if (reply.isPositive()) {
                throw new IllegalArgumentException("a refusal with " + reply.code());
            }
        }
    }

    /**
     * The client hears that it was taken, and it is thrown away.
     *
     * @param why for the log
     */
    record Discarded(String why) implements Judgement {}

    /** Where a message goes. */
    enum Place {
        /** Where it is addressed to. */
        USUAL,
        /** The same, but accounts here get it into their mailbox for junk where nothing of their own decides; it is sent on unchanged. */
        JUNK,
        /** Into the queue, for everybody, where it stays until an administrator lets it go, sends it back or deletes it. */
        HELD
    }

    /**
     * Changes of the envelope.
     *
     * @param sender another sender; empty for the same
     * @param added recipients besides, wherever they are: they count as named by this server itself
     * @param removed recipients that don't get it; where nobody is left, it is thrown away
     */
    record Changes(Optional<EnvelopeAddress> sender, List<EnvelopeAddress> added, List<EnvelopeAddress> removed) {
        /** None. */
        public static final Changes NONE = new Changes(Optional.empty(), List.of(), List.of());

        /** Copies the lists. */
        public Changes {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /** It may come as it is. */
    static Judgement as(Arriving arriving) {
        return new Passed("", arriving.message(), Changes.NONE, Place.USUAL);
    }
}
