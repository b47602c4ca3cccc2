package org.jdbmail.core.directory;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.store.LoginRules;
import org.jdbmail.core.store.LoginRules.Rule;

/**
 * What {@code dbmail_usermap} makes of a name, as DBMail's {@code db_usermap_resolve} does: a rule whose {@code sock_deny} fits our
 * address refuses the login; of the others the one with the narrowest {@code sock_allow} that fits counts, the first of
 * equals; a mask of no bits at all fits nothing there. Without rules a name stays what it is; with rules of which none fits it is refused.
 */
final class NameRules {
    private NameRules() {}

    static Optional<String> apply(List<Rule> rules, String name, InetSocketAddress target) {
        if (rules.isEmpty()) {
            return Optional.of(name);
        }
        int best = 0;
        Rule chosen = null;
        for (Rule rule : rules) {
            if (!rule.deny().isEmpty() && SocketPattern.score(rule.deny(), target) >= 0) {
                return Optional.empty();
            }
            int score = SocketPattern.score(rule.allow(), target);
            if (score > best) {
                best = score;
                chosen = rule;
            }
        }
        return Optional.ofNullable(chosen).map(rule -> renamed(rule, name));
    }

    private static String renamed(Rule rule, String name) {
        return rule.login().equals(LoginRules.ANY) ? rule.userId().replace("%s", name) : rule.userId();
    }
}
