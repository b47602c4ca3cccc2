package org.jdbmail.core.auth;

import java.util.OptionalLong;
import org.jdbmail.core.store.User;

/** How an attempt to log in ended. */
public sealed interface Login {
    /**
     * The password was right.
     *
     * @param user the account
     * @param logRow its row in the log of logins, where that is kept
     */
    record Accepted(User user, OptionalLong logRow) implements Login {}

    /** Unknown account, wrong password, or an account that may not log in: which of them is not told. */
    record Denied() implements Login {}
}
