package org.jdbmail.sql.message;

import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;

/** How long a keyword may be: what DBMail's PostgreSQL schema has room for. */
public final class KeywordLimit {
    /** Characters. */
    public static final int LENGTH = 64;

    private KeywordLimit() {}

    /** @throws Refusal LIMIT for a keyword that the database has no room for */
    public static void check(FlagSet flags) {
        for (String keyword : flags.keywords()) {
            if (keyword.length() > LENGTH) {
                throw new Refusal(Reason.LIMIT, "a keyword has at most " + LENGTH + " characters");
            }
        }
    }
}
