package org.jdbmail.core.store;

import java.time.Instant;
import java.util.List;

/** Who was told that a quota is nearly full ({@code jdbmail_quota_warning}). */
public interface QuotaWarnings {
    /** What has a quota. */
    enum Kind {
        USER("user"),
        DOMAIN("domain");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Its word in the table. */
        public String word() {
            return word;
        }
    }

    /**
     * Something that is nearly full, or was told to be.
     *
     * @param subject the account's id in digits, or the domain
     * @param used octets
     * @param quota octets
     * @param told the level that was told of; 0 if none was
     */
    record Level(Kind kind, String subject, long used, long quota, int told) {
        /** How full it is. */
        public int percent() {
            return quota == 0 ? 0 : (int) Math.min(1_000, used * 100.0 / quota);
        }
    }

    /** All accounts that are at least that full, and those that were told so. */
    List<Level> accounts(int percent);

    /** Notes what was told. */
    void told(Kind kind, String subject, int percent, Instant when);

    /** Forgets it: it will be told again. */
    void forget(Kind kind, String subject);

    /** The level that was told of; 0 if none was. */
    int told(Kind kind, String subject);
}
