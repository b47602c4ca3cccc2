package org.jdbmail.core.service;

import java.io.IOException;

/** A program that is away, takes too long, or says what makes no sense. */
public final class ServiceTrouble extends IOException {
    private static final long serialVersionUID = 1L;

    /** As it is written into the log, behind the name of the program. */
    public ServiceTrouble(String why) {
        super(why);
    }

    /** With what is behind it. */
    public ServiceTrouble(String why, Throwable cause) {
        super(why, cause);
    }
}
