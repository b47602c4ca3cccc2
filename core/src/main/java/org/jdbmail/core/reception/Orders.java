package org.jdbmail.core.reception;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * What the tables of restrictions want done with a whole message, whichever of its recipients they said it for: Postfix's access(5), "OTHER
 * ACTIONS".
 *
 * @param isHeld whether it waits in the queue until an administrator lets it go
 * @param isDiscarded whether it is taken and thrown away
 * @param fields header fields to put above it, each ended by CRLF; none of them twice
 * @param redirect who gets it in place of those it is for; empty for those it is for
 * @param copies who gets it besides
 */
public record Orders(
        boolean isHeld,
        boolean isDiscarded,
        List<String> fields,
        Optional<EnvelopeAddress> redirect,
        List<EnvelopeAddress> copies) {
    /** None. */
    public static final Orders NONE = new Orders(false, false, List.of(), Optional.empty(), List.of());

    /** Copies the lists. */
    public Orders {
        fields = List.copyOf(fields);
        copies = List.copyOf(copies);
    }

    static Orders hold() {
        return new Orders(true, false, List.of(), Optional.empty(), List.of());
    }

    static Orders discard() {
        return new Orders(false, true, List.of(), Optional.empty(), List.of());
    }

    static Orders prepend(String field) {
        return new Orders(false, false, List.of(field + "\r\n"), Optional.empty(), List.of());
    }

    static Orders redirect(EnvelopeAddress address) {
        return new Orders(false, false, List.of(), Optional.of(address), List.of());
    }

    static Orders copy(EnvelopeAddress address) {
        return new Orders(false, false, List.of(), Optional.empty(), List.of(address));
    }

    /** These, and then others, which decide where only one can be followed. */
    public Orders and(Orders later) {
        if (later.equals(NONE)) {
            return this;
        }
        return new Orders(
                isHeld || later.isHeld,
                isDiscarded || later.isDiscarded,
                each(fields, later.fields),
                later.redirect.or(() -> redirect),
                each(copies, later.copies));
    }

    /** All lists are gone through for each recipient, and what they say of the client would else be said as often. */
    private static <T> List<T> each(List<T> some, List<T> more) {
        Set<T> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return new ArrayList<>(all);
    }
}
