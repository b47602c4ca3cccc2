package org.jdbmail.core.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbmail.core.directory.Account;
import org.jdbmail.core.directory.NewPassword;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.AppPasswords;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.password.ScramHash;
import org.jdbmail.core.password.StoredForm;
import org.jdbmail.core.password.StoredForms;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Users;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares a password with all that an account may have: app passwords, its own, DBMail's second one. Where nothing of that is slow to
 * compare, something is computed that is, so that nobody learns what an account has, or whether there is one.
 */
final class PasswordCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordCheck.class);
    private static final Duration USE_WRITTEN_EVERY = Duration.ofMinutes(1);

    /** How passwords are stored anew when they are heard. */
    record Renewal(PasswordScheme scheme, boolean rehash, boolean scramKeys) {
        /** Everything stays as it is. */
        static final Renewal NONE = new Renewal(Passwords.DEFAULT, false, false);
    }

    private final Store store;
    private final Passwords passwords;
    private final Hashing hashing;
    private final SecurityActions security;
    private final Renewal renewal;
    private final InstantSource clock;
    private final RecentLogins recent;
    private final Credential nobody;
    private final Cache<String, Boolean> useWritten = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(USE_WRITTEN_EVERY)
            .build();

    private final Cache<Long, Boolean> renewed = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(USE_WRITTEN_EVERY)
            .build();

    PasswordCheck(
            Store store,
            Passwords passwords,
            Hashing hashing,
            SecurityActions security,
            Renewal renewal,
            InstantSource clock,
            RecentLogins recent) {
        this.store = store;
        this.passwords = passwords;
        this.hashing = hashing;
        this.security = security;
        this.renewal = renewal;
        this.clock = clock;
        this.recent = recent;
        this.nobody = passwords.encode(Password.of("nobody has this one"), Passwords.DEFAULT);
    }

    /** Whether an account's password was stored anew a moment ago, so that what was read of it before is out of date. */
    boolean hasRenewed(long userId) {
        return renewed.getIfPresent(userId) != null;
    }

    /** Whether the password is the candidate's. */
    boolean isRight(Candidate candidate, Password password) {
        Peer peer = candidate.peer();
        InetAddress source = peer.source().getAddress();
        // Who is disabled is as good as unknown: also a password that is remembered, or quick to compare, takes as long
        // as any.
        if (candidate.account().map(Account::user).filter(User::active).isEmpty()) {
            hashing.compute(source, () -> passwords.matches(password, nobody));
            return false;
        }
        Account account = candidate.account().get();
        if (isAppPassword(account, password, peer.service())) {
            return true;
        }
        if (account.trial().isPresent()) {
            // The same as for who is unknown: what a directory computes is not ours to equal.
            return account.trial().get().isRight(password)
                    || hashing.compute(source, () -> passwords.matches(password, nobody));
        }
        Credential credential = account.credential();
        if (isRight(account, credential, password, source)) {
            renew(account, credential, password);
            return true;
        }
        return isSecond(account, password, source);
    }

    private boolean isAppPassword(Account account, Password password, String service) {
        for (Secret secret : account.appPasswords(service, clock.instant())) {
            Password typed = Password.of(AppPasswords.bare(password.octets()));
            if (passwords.matches(typed, new Credential(secret.encoded(), ""))) {
                noteUse(account.user().id(), secret.name());
                return true;
            }
        }
        return false;
    }

    private void noteUse(long userId, String name) {
        if (useWritten.asMap().putIfAbsent(userId + " " + name, Boolean.TRUE) == null) {
            try {
                store.write(tx -> {
                    tx.secrets().used(userId, name, clock.instant());
                    return userId;
                });
            } catch (Refusal trouble) {
                LOG.warn("the use of an app password could not be noted: {}", trouble.text());
            }
        }
    }

    private boolean isRight(Account account, Credential credential, Password password, InetAddress source) {
        ByteBuffer mark = recent.mark(account.user().id(), credential, password);
        if (recent.contains(mark)) {
            return true;
        }
        String login = account.user().login();
        boolean matches;
        if (Passwords.isSlow(credential)) {
            matches = hashing.compute(source, () -> passwords.matches(password, credential, login));
        } else {
            matches = passwords.matches(password, credential, login);
            if (!matches) {
                hashing.compute(source, () -> passwords.matches(password, nobody));
            }
        }
        if (matches) {
            recent.remember(mark);
        }
        return matches;
    }

    private boolean isSecond(Account account, Password password, InetAddress source) {
        Users.Security second = store.look(
                        tx -> tx.users().security(account.user().id()))
                .filter(found -> !found.encoded().isEmpty())
                .orElse(null);
        if (second == null) {
            return false;
        }
        Credential credential =
                new Credential(second.encoded(), account.stored().scheme());
        if (!hashing.compute(
                source,
                () -> passwords.matches(password, credential, account.user().login()))) {
            return false;
        }
        security.run(store, account.user().id(), second.action());
        return true;
    }

    /** Stores a password that was right in the way that is wanted now. */
    private void renew(Account account, Credential credential, Password password) {
        boolean rehash = renewal.rehash()
                && !account.isElsewhere()
                && !StoredForms.isPrefixed(credential.encoded())
                && !credential.scheme().equals(renewal.scheme().storedName());
        rehash |= renewal.rehash() && !account.isElsewhere() && StoredForms.isPrefixed(credential.encoded());
        boolean addKeys = renewal.scramKeys()
                && account.scram(ScramHash.SHA_256).isEmpty()
                && !(StoredForms.of(credential) instanceof StoredForm.Plain);
        if (!rehash && !addKeys) {
            return;
        }
        long userId = account.user().id();
        try {
            if (rehash) {
                renewed.put(userId, Boolean.TRUE);
                NewPassword made = NewPassword.of(passwords, password, renewal.scheme(), renewal.scramKeys());
                store.write(tx -> {
                    // Unless it was changed meanwhile.
                    if (isUnchanged(tx.users().login(account.user().login()), account)) {
                        made.store(tx, userId, clock.instant());
                    }
                    return userId;
                });
            } else {
                Secret keys = Secret.ofPassword(
                        Secret.Kind.SCRAM_SHA_256,
                        passwords.scram(password, ScramHash.SHA_256).text(),
                        account.stored().encoded(),
                        clock.instant());
                store.write(tx -> {
                    tx.secrets().put(userId, keys);
                    return userId;
                });
            }
        } catch (Refusal trouble) {
            LOG.warn(
                    "the password of {} stays as it is stored: {}",
                    account.user().login(),
                    trouble.text());
        }
    }

    private static boolean isUnchanged(Optional<Users.Login> now, Account account) {
        return now.map(Users.Login::credential).equals(Optional.of(account.stored()));
    }
}
