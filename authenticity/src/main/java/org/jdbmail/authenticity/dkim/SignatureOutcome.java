package org.jdbmail.authenticity.dkim;

import java.util.Locale;

/** What came of looking at a signature (RFC 8601 §2.7.1). */
public enum SignatureOutcome {
    /** It is right. */
    PASS,
    /** It is not of this message. */
    FAIL,
    /** It is right, but a rule of ours doesn't let it count. */
    POLICY,
    /** Nobody can tell what it says. */
    NEUTRAL,
    /** It can't be known now. */
    TEMPERROR,
    /** It never will be known. */
    PERMERROR;

    /** As it is told. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
