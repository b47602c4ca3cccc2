package org.jdbmail.authenticity.spf;

import java.util.Locale;

/** What a domain says of a host (RFC 7208 §2.6). */
public enum SpfOutcome {
    /** It says nothing. */
    NONE,
    /** It says that it says nothing. */
    NEUTRAL,
    /** The host may send for it. */
    PASS,
    /** The host may not. */
    FAIL,
    /** The host most likely may not. */
    SOFTFAIL,
    /** It can't be known now. */
    TEMPERROR,
    /** What it says can't be understood. */
    PERMERROR;

    /** As it is told. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
