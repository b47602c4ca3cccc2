package org.jdbmail.core.directory;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;

/** Accounts that somebody else keeps, with what we keep beside them: app passwords, and keys that were made of their passwords. */
public final class ForeignDirectory implements Directory {
    private static final int MAX_NAME = 250;

    private final ForeignAccounts accounts;
    private final Store store;
    private final ShadowAccounts shadows;

    /** @param store where each account has a row, made when it is first met */
    public ForeignDirectory(ForeignAccounts accounts, Store store) {
        this.accounts = accounts;
        this.store = store;
        this.shadows = new ShadowAccounts(store);
    }

    @Override
    public Optional<Account> find(String name, InetSocketAddress target) {
        if (name.isEmpty() || name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return accounts.byName(name).flatMap(found -> shadows.of(found).map(user -> account(found, user)));
    }

    private Account account(ForeignAccount found, User user) {
        List<Secret> secrets = store.look(tx -> tx.secrets().of(user.id()));
        Optional<Account.Trial> trial = found.stored().isPresent()
                ? Optional.empty()
                : Optional.of(password -> accounts.isRight(found, password));
        Credential stored = found.stored().orElse(ShadowAccounts.UNUSED);
        return new Account(user, stored, secrets, true, trial);
    }
}
