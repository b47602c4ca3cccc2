package org.jdbmail.core.directory;

import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a row in {@code dbmail_users} for each account that is kept elsewhere, since mailboxes belong to rows: as DBMail's LDAP driver
 * does, with a password that nobody can have. Rows are made when an account is first met, and follow its name, quota and number there.
 */
public final class ShadowAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowAccounts.class);

    /** No MD5 digest is this, so nobody logs in by the row alone. */
    static final Credential UNUSED = new Credential("UNUSED", "md5");

    private static final Set<String> NOBODYS = Set.of(User.ANYONE, User.PUBLIC, User.INTERNAL_DELIVERY);

    /** DBMail's client of accounts in a directory. */
    private static final long CLIENT = 65_535;

    private final Store store;

    /** @param store where the rows are */
    public ShadowAccounts(Store store) {
        this.store = store;
    }

    /**
     * The row of an account, made or brought up to date where that is needed; empty where it would have to be one of the three that
     * DBMail has for itself.
     */
    public Optional<User> of(ForeignAccount account) {
        Optional<User> found = store.look(tx -> find(tx, account));
        if (NOBODYS.contains(account.login())
                || found.filter(user -> NOBODYS.contains(user.login())).isPresent()) {
            LOG.warn(
                    "the account {} can't be used: its name or number is that of an account of DBMail's own",
                    account.login());
            return Optional.empty();
        }
        return Optional.of(found.filter(user -> isCurrent(user, account))
                .orElseGet(() -> store.write(tx -> renewed(tx, account))));
    }

    private static Optional<User> find(Tx tx, ForeignAccount account) {
        return account.id().isPresent()
                ? tx.users().find(account.id().getAsLong())
                : tx.users().find(account.login());
    }

    private static boolean isCurrent(User user, ForeignAccount account) {
        return user.login().equalsIgnoreCase(account.login())
                && user.clientId() == account.clientId().orElse(user.clientId())
                && user.quota() == account.quota().orElse(user.quota())
                && user.active() == account.active();
    }

    private static User renewed(Tx tx, ForeignAccount account) {
        long client = account.clientId().orElse(CLIENT);
        Optional<User> found = find(tx, account);
        long id;
        if (found.isEmpty()) {
            id = account.id().isPresent()
                    ? tx.users()
                            .create(
                                    account.id().getAsLong(),
                                    account.login(),
                                    UNUSED,
                                    client,
                                    account.quota().orElse(0))
                    : tx.users()
                            .create(
                                    account.login(),
                                    UNUSED,
                                    client,
                                    account.quota().orElse(0));
        } else {
            id = found.get().id();
            if (!found.get().login().equalsIgnoreCase(account.login())) {
                tx.users().rename(id, account.login());
            }
            account.clientId().ifPresent(number -> tx.users().setClient(id, number));
            account.quota().ifPresent(octets -> tx.users().setQuota(id, octets));
        }
        if (found.map(User::active).orElse(true) != account.active()) {
            tx.users().setActive(id, account.active());
        }
        return tx.users().find(id).orElseThrow();
    }
}
