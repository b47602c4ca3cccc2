package org.jdbmail.authenticity.spf;

/** Ends a check with an outcome. */
final class SpfException extends Exception {
    private static final long serialVersionUID = 1L;

    private final SpfOutcome outcome;

    private SpfException(SpfOutcome outcome, String why) {
        super(why);
        this.outcome = outcome;
    }

    static SpfException permanent(String why) {
        return new SpfException(SpfOutcome.PERMERROR, why);
    }

    static SpfException temporary(String why) {
        return new SpfException(SpfOutcome.TEMPERROR, why);
    }

    SpfOutcome outcome() {
        return outcome;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
