package org.jdbmail.core.auth;

import java.time.Duration;
import org.jdbmail.core.store.User;

/** How an attempt to log in ended. */
public sealed interface LoginResult {
    /**
     * The proof was right.
     *
     * @param user the account
     * @param open what is to be {@linkplain Authenticator#closed closed}
     */
    record Accepted(User user, OpenLogin open) implements LoginResult {}

    /** Unknown account, wrong password, or an account that may not log in: which of them is not told. */
    record Denied() implements LoginResult {}

    /** The proof was right, but who gave it may not act as the account that was named. */
    record NotAuthorized() implements LoginResult {}

    /**
     * Nothing was looked at: there were too many wrong logins from that network.
     *
     * @param remaining how long that stays so
     */
    record Barred(Duration remaining) implements LoginResult {}
}
