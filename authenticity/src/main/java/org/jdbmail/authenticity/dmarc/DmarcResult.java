package org.jdbmail.authenticity.dmarc;

import java.util.Locale;
import java.util.Optional;

/**
 * What came of a check.
 *
 * @param outcome whether the message is from its author's domain
 * @param author that domain; empty where there is not exactly one
 * @param record the domain whose record says what is wanted; empty for none
 * @param wanted what that is
 * @param policy what follows of it: weaker where the domain only tries; nothing where the message is from it, or nobody can tell
 * @param why in a few words; may be empty
 */
public record DmarcResult(
        Outcome outcome, String author, String record, Optional<DmarcPolicy> wanted, DmarcPolicy policy, String why) {
    /** RFC 8601 §2.7 and RFC 9989 §9.1. */
    public enum Outcome {
        /** The domain says nothing. */
        NONE,
        /** It is. */
        PASS,
        /** It is not. */
        FAIL,
        /** It can't be known now. */
        TEMPERROR,
        /** There is no such domain, or more than one. */
        PERMERROR;

        /** As it is told. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
