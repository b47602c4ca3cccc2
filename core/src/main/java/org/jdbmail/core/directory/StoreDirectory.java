package org.jdbmail.core.directory;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;

/** The accounts of {@code dbmail_users}, under the names that {@code dbmail_usermap} gives them. */
public final class StoreDirectory implements Directory {
    private static final int MAX_NAME = 250;

    /** DBMail's own accounts have an empty password, which matches nothing; this holds if somebody gives them one. */
    private static final Set<String> NEVER = Set.of(User.ANYONE, User.PUBLIC, User.INTERNAL_DELIVERY);

    private final Store store;
    private final InstantSource clock;
    private final Duration looks;
    private volatile Instant withoutRulesUntil = Instant.MIN;

    /** @param looks how long it is relied on that there are no rules for names at all, as there are none nearly everywhere */
    public StoreDirectory(Store store, InstantSource clock, Duration looks) {
        this.store = store;
        this.looks = looks;
        this.clock = clock;
    }

    @Override
    public Optional<Account> find(String name, InetSocketAddress target) {
        if (name.isEmpty() || name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return store.look(tx -> mapped(tx, name, target)
                .flatMap(tx.users()::login)
                .filter(found -> !NEVER.contains(found.user().login()))
                .map(found -> new Account(
                        found.user(),
                        found.credential(),
                        tx.secrets().of(found.user().id()))));
    }

    private Optional<String> mapped(Tx tx, String name, InetSocketAddress target) {
        Instant now = clock.instant();
        if (now.isBefore(withoutRulesUntil)) {
            return Optional.of(name);
        }
        if (!tx.loginRules().exist()) {
            withoutRulesUntil = now.plus(looks);
            return Optional.of(name);
        }
        return NameRules.apply(tx.loginRules().of(name), name, target);
    }
}
