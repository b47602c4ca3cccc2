package org.jdbmail.core.admin;

import java.util.List;
import org.jdbmail.core.delivery.Forward;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;

/** Where mail to an account's own name goes beside it. */
final class Forwards {
    private Forwards() {}

    /** The addresses; not programs, and not accounts. */
    static List<String> of(Tx tx, User user) {
        return tx.aliases().find(user.login()).stream()
                .map(Alias::deliverTo)
                .filter(target -> !AccountRules.isUserId(target))
                .toList();
    }

    /**
     * Refuses what is no address: what begins with a bar would be a program that runs here.
     *
     * @throws Refusal INVALID
     */
    static void requireAddress(String target) {
        boolean isAddress = AccountRules.isTarget(target)
                && target.indexOf('@') > 0
                && target.chars().noneMatch(c -> c <= ' ' || c == ',' || c == ';')
                && Forward.parse(target)
                        .map(Forward.ToAddress.class::isInstance)
                        .orElse(false);
        if (!isAddress) {
            throw new Refusal(Reason.INVALID, "that can be no address");
        }
    }
}
