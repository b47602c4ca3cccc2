package org.jdbmail.core.auth;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;

/**
 * How logins are dealt with.
 *
 * @param maxSessions how many sessions one account may have open at a time
 * @param refusalTime how long after its start an attempt is refused, whatever was wrong; more after several
 * @param masters names of accounts that may act as any other, in lower case
 * @param securityActions what DBMail's second password does, by {@code saction}
 * @param beforeSmtp services by which a login is noted in {@code dbmail_pbsp}
 * @param scheme how passwords are stored anew
 * @param rehash whether a password that was right is stored anew where it is stored in another way
 * @param scramKeys whether keys for SCRAM are made of a password that was right
 */
public record LoginOptions(
        int maxSessions,
        Duration refusalTime,
        Set<String> masters,
        Map<Integer, List<String>> securityActions,
        Set<String> beforeSmtp,
        PasswordScheme scheme,
        boolean rehash,
        boolean scramKeys) {
    /** Checks the time: it is waited for in steps of it. */
    public LoginOptions {
        if (refusalTime.isNegative() || refusalTime.isZero()) {
            throw new IllegalArgumentException("a refusal takes some time");
        }
        Set<String> lower = new TreeSet<>();
        masters.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        masters = Set.copyOf(lower);
        securityActions = Map.copyOf(securityActions);
    }

    /** Nobody acts for others, and passwords stay as they are stored. */
    public LoginOptions(int maxSessions, Duration refusalTime) {
        this(maxSessions, refusalTime, Set.of(), Map.of(), Set.of(), Passwords.DEFAULT, false, false);
    }

    /** The same with accounts that may act as any other. */
    public LoginOptions withMasters(Set<String> names) {
        return new LoginOptions(
                maxSessions, refusalTime, names, securityActions, beforeSmtp, scheme, rehash, scramKeys);
    }
}
