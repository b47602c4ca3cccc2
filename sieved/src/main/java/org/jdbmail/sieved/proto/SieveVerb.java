package org.jdbmail.sieved.proto;

import java.util.Locale;
import java.util.Optional;

/** The commands, each with when it may be said. */
public enum SieveVerb {
    /** RFC 5804 §2.1. */
    AUTHENTICATE(true, false),
    /** RFC 5804 §2.2. */
    STARTTLS(true, false),
    /** RFC 5804 §2.3. */
    LOGOUT(true, true),
    /** RFC 5804 §2.4. */
    CAPABILITY(true, true),
    /** RFC 5804 §2.5. */
    HAVESPACE(false, true),
    /** RFC 5804 §2.6. */
    PUTSCRIPT(false, true),
    /** RFC 5804 §2.7. */
    LISTSCRIPTS(false, true),
    /** RFC 5804 §2.8. */
    SETACTIVE(false, true),
    /** RFC 5804 §2.9. */
    GETSCRIPT(false, true),
    /** RFC 5804 §2.10. */
    DELETESCRIPT(false, true),
    /** RFC 5804 §2.11.1. */
    RENAMESCRIPT(false, true),
    /** RFC 5804 §2.12. */
    CHECKSCRIPT(false, true),
    /** RFC 5804 §2.13. */
    NOOP(true, true),
    /** RFC 5804 §2.14.1. */
    UNAUTHENTICATE(false, true);

    private final boolean beforeLogin;
    private final boolean afterLogin;

    SieveVerb(boolean beforeLogin, boolean afterLogin) {
        this.beforeLogin = beforeLogin;
        this.afterLogin = afterLogin;
    }

    /** Whether it may be said, once or before somebody has logged in. */
    public boolean isLegal(boolean loggedIn) {
        return loggedIn ? afterLogin : beforeLogin;
    }

    static Optional<SieveVerb> of(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (SieveVerb verb : values()) {
            if (verb.name().equals(upper)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }
}
