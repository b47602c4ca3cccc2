package org.jdbmail.core.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where passwords were wrong lately, as all servers on the database know it ({@code jdbmail_guard}). */
public interface Failures {
    /** What a row is of. */
    enum Kind {
        /** A network that tries. */
        NETWORK("network"),
        /** A name that is tried. */
        ACCOUNT("account"),
        /** A network and a name, parted by a blank, that were right together lately. */
        KNOWN("known"),
        /** A network, a mark of a wrong password, and a name, parted by blanks: tried lately. */
        TRIED("tried"),
        /** An account, by its number, for which codes of the second factor are tried. */
        CODE("code");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it stands in the table. */
        public String word() {
            return word;
        }
    }

    /**
     * One row.
     *
     * @param height how many wrong logins count, as of the last one
     * @param when the last one; of {@link Kind#KNOWN}, the right login; of {@link Kind#TRIED}, the try
     * @param barredUntil until when nothing of a network is looked at
     */
    record Row(Kind kind, String subject, double height, Instant when, Optional<Instant> barredUntil) {}

    /**
     * Adds what one server saw to what all know.
     *
     * @param added to be added to the height, after what time forgave
     * @param forgiving how long one wrong login counts, in seconds
     */
    void add(Row added, long forgiving, Instant now);

    /** The rows that were written since. */
    List<Row> since(Instant moment);

    /** The networks that are barred. */
    List<Row> barred(Instant now);

    /** Forgets what counts for a network or an account; returns whether there was anything. */
    boolean lift(String subject, Instant now);

    /** What counts for something; empty for nothing yet. */
    Optional<Row> find(Kind kind, String subject);

    /** Counts nothing any more for something. */
    void forgive(Kind kind, String subject, Instant now);

    /** Forgets rows that were not written for long; returns how many. */
    int forget(Instant before);
}
