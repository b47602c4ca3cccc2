package org.jdbmail.cli.serve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.directory.StoreDirectory;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.settings.LoginSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.work.Requester;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.wire.limit.Network;
import org.jdbmail.wire.limit.Origin;

/** Who may log in, for all fronts of a process: one memory of what went wrong. */
final class Logins {
    /** A refusal takes so long, after several more. */
    private static final Duration REFUSAL = Duration.ofSeconds(2);

    /** For how long one wrong login counts. */
    private static final Duration FORGIVING = Duration.ofMinutes(1);

    /** A rule for names that is the first of all acts after so long. */
    private static final Duration RULES_KEPT = Duration.ofSeconds(10);

    private final Authenticator authenticator;
    private final Predicate<InetAddress> plaintext;

    /** @param work where the slow hashes are computed, in turns by address */
    Logins(Settings settings, Store store, WorkPool work) {
        LoginSettings login = LoginSettings.from(settings);
        InstantSource clock = InstantSource.system();
        Guard.Rules rules = new Guard.Rules(login.barAfter(), login.barred(), FORGIVING);
        this.authenticator = new Authenticator(
                store,
                new StoreDirectory(store, clock, RULES_KEPT),
                new Passwords(),
                (source, hash) -> work.callBriefly(requester(source), progress -> hash.getAsBoolean()),
                new Guard(rules, within(login.trusted()), clock),
                new LoginOptions(login.keepsLog(), login.maxSessions(), REFUSAL),
                clock);
        this.plaintext = within(login.plaintext());
    }

    private static Requester requester(InetAddress source) {
        return new Requester("", Origin.of(new InetSocketAddress(source, 0)), () -> false);
    }

    /** What stands before the logins of a front. */
    SaslGate gate(boolean passwordsNeedTls) {
        return new SaslGate(authenticator, passwordsNeedTls, plaintext);
    }

    private static Predicate<InetAddress> within(List<String> networks) {
        List<Network> all = networks.stream().map(Network::parse).toList();
        return address -> all.stream().anyMatch(network -> network.contains(address));
    }
}
