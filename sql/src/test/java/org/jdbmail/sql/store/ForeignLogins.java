package org.jdbmail.sql.store;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.Hashing;
import org.jdbmail.core.auth.LoginJournal;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.auth.Revocations;
import org.jdbmail.core.delivery.RecipientResolver;
import org.jdbmail.core.delivery.Resolution;
import org.jdbmail.core.directory.ForeignAccounts;
import org.jdbmail.core.directory.ForeignDirectory;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Store;

/** Logins and recipients by accounts that somebody else keeps. */
final class ForeignLogins {
    private static final Peer PEER = new Peer(
            "imap",
            new InetSocketAddress("192.0.2.7", 4711),
            new InetSocketAddress("127.0.0.1", 143),
            true,
            false,
            ChannelBindings.none(),
            Optional.empty());

    private final Authenticator authenticator;
    private final RecipientResolver resolver;
    private final Revocations revocations;

    /** Also stores passwords anew where it may, which it must not here. */
    ForeignLogins(Store store, ForeignAccounts accounts) {
        InstantSource clock = InstantSource.system();
        this.revocations = new Revocations(store, Duration.ofDays(1));
        LoginOptions usual = new LoginOptions(10, Duration.ofMillis(10));
        this.authenticator = new Authenticator(
                store,
                new ForeignDirectory(accounts, store),
                new Passwords(),
                Hashing.AT_ONCE,
                new Guard(new Guard.Rules(1000, Duration.ofMinutes(1), Duration.ofMillis(1)), address -> true, clock),
                new LoginOptions(
                        usual.maxSessions(),
                        usual.refusalTime(),
                        usual.masters(),
                        usual.securityActions(),
                        usual.beforeSmtp(),
                        PasswordScheme.SHA512,
                        true,
                        true),
                new LoginJournal(store, false, clock),
                revocations,
                clock);
        this.resolver = new RecipientResolver(
                store, true, Optional.of(accounts), Optional.empty(), Optional.empty(), address -> false);
    }

    LoginResult login(String name, String password) {
        return authenticator.login(name, "", Password.of(password), PEER);
    }

    Resolution resolve(String address) {
        return resolver.resolve(EnvelopeAddress.ofPlain(address));
    }

    /** Looks whether accounts with sessions are still what they were. */
    void lookAround() {
        revocations.look();
        revocations.lookElsewhere();
    }
}
