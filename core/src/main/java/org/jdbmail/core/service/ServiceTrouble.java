package org.jdbmail.core.milter;

import java.io.IOException;

/** A milter that is away, takes too long, or says what makes no sense. */
final class MilterTrouble extends IOException {
    private static final long serialVersionUID = 1L;

    MilterTrouble(String why) {
        super(why);
    }

    MilterTrouble(String why, Throwable cause) {
        super(why, cause);
    }
}
