package org.jdbmail.core.search;

/** Whether a message matches, as far as is known (Kleene's logic of three values). */
enum Verdict {
    NO,
    UNKNOWN,
    YES;

    static Verdict of(boolean matches) {
        return matches ? YES : NO;
    }

    Verdict not() {
        return switch (this) {
            case NO -> YES;
            case UNKNOWN -> UNKNOWN;
            case YES -> NO;
        };
    }

    Verdict and(Verdict other) {
        return compareTo(other) < 0 ? this : other;
    }

    Verdict or(Verdict other) {
        return compareTo(other) > 0 ? this : other;
    }
}
