package org.jdbmail.authenticity.arc;

import java.util.List;
import java.util.Locale;
import org.jdbmail.authenticity.field.RawField;

/**
 * What came of looking at the sets of a message.
 *
 * @param status whether they hold
 * @param why not, in a few words; empty where they do
 * @param isUnsure whether that may be another tomorrow, since a key could not be looked up
 * @param domains who has sealed, from the first on; none where that can't be told
 * @param results what they found out, from the first on, as it stands in their fields; none where that can't be told
 * @param count how many sets there are
 */
public record ArcResult(
        Status status, String why, boolean isUnsure, List<String> domains, List<RawField> results, int count) {
    /** RFC 8617 §4.4 */
    public enum Status {
        /** There are none. */
        NONE,
        /** They hold. */
        PASS,
        /** They don't. */
        FAIL;

        /** As it is told. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the lists. */
    public ArcResult {
        domains = List.copyOf(domains);
        results = List.copyOf(results);
    }

    static ArcResult none() {
        return new ArcResult(Status.NONE, "", false, List.of(), List.of(), 0);
    }

    static ArcResult failed(String why, int count) {
        return new ArcResult(Status.FAIL, why, false, List.of(), List.of(), count);
    }
}
