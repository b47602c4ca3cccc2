package org.jdbmail.cli.serve;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.auth.Attendance;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.GuardSync;
import org.jdbmail.core.auth.LoginJournal;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.auth.Revocations;
import org.jdbmail.core.count.Tally;
import org.jdbmail.core.directory.Directory;
import org.jdbmail.core.directory.ForeignAccounts;
import org.jdbmail.core.directory.ForeignDirectory;
import org.jdbmail.core.directory.StoreDirectory;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.sasl.CertificateUsers;
import org.jdbmail.core.sasl.MechanismOffer;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.sasl.TokenCheck;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.ClientCertificateSettings;
import org.jdbmail.core.settings.IntrospectionSettings;
import org.jdbmail.core.settings.LoginSettings;
import org.jdbmail.core.settings.SaslSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.TokenSettings;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.token.BothTokens;
import org.jdbmail.core.token.IntrospectedTokens;
import org.jdbmail.core.token.JwtTokens;
import org.jdbmail.core.work.Requester;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.wire.limit.Network;
import org.jdbmail.wire.limit.PeerOrigin;

/** Who may log in, for all fronts of a process: one memory of what went wrong. */
final class Logins implements AutoCloseable {
    /** A refusal takes so long, after several more. */
    private static final Duration REFUSAL = Duration.ofSeconds(2);

    /** For how long one wrong login counts. */
    private static final Duration FORGIVING = Duration.ofMinutes(1);

    /** A rule for names that is the first of all acts after so long. */
    private static final Duration RULES_KEPT = Duration.ofSeconds(10);

    /** A disabled account's sessions end within so long. */
    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(3);

    /** Who is there is known to others within so long. */
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(3);

    /** A network that is barred by one server is so by all within so long. */
    private static final Duration GUARDS_TALK = Duration.ofSeconds(2);

    private final GuardSync sync;
    private final LoginJournal journal;
    private final Revocations revocations;
    private final Attendance attendance;
    private final Authenticator authenticator;
    private final Predicate<InetAddress> plaintext;
    private final SaslGate.Methods methods;
    private final boolean areElsewhere;

    /**
     * @param work where the slow hashes are computed, in turns by address
     * @param elsewhere who keeps the accounts in place of our tables
     */
    Logins(Settings settings, Store store, String hostname, WorkPool work, Optional<ForeignAccounts> elsewhere)
            throws Failure {
        this.areElsewhere = elsewhere.isPresent();
        // What can be wrong with the settings is found before anything is started.
        CertificateUsers certificates = CertificateList.users(ClientCertificateSettings.from(settings));
        Optional<TokenCheck> tokens = tokens(settings);
        SaslSettings sasl = SaslSettings.from(settings);
        LoginSettings login = LoginSettings.from(settings);
        InstantSource clock = InstantSource.system();
        Guard.Rules rules = new Guard.Rules(login.barAfter(), login.barred(), FORGIVING);
        Guard guard = new Guard(rules, within(login.trusted()), clock);
        this.sync = new GuardSync(guard, store, GUARDS_TALK, clock).start();
        this.journal = new LoginJournal(store, login.keepsLog(), clock).start();
        this.revocations = new Revocations(store, REVOKED_WITHIN).start();
        this.attendance = new Attendance(
                        store,
                        revocations,
                        new Presence.Host(
                                UUID.randomUUID().toString(),
                                hostname,
                                ProcessHandle.current().pid(),
                                clock.instant()),
                        SEEN_WITHIN,
                        clock)
                .start();
        this.authenticator = new Authenticator(
                store,
                elsewhere
                        .<Directory>map(accounts -> new ForeignDirectory(accounts, store))
                        .orElseGet(() -> new StoreDirectory(store, clock, RULES_KEPT)),
                new Passwords(),
                (source, hash) -> work.callBriefly(requester(source), progress -> hash.getAsBoolean()),
                guard,
                new LoginOptions(
                        login.maxSessions(),
                        REFUSAL,
                        Set.copyOf(sasl.masters()),
                        sasl.securityActions(),
                        sasl.beforeSmtp(),
                        login.scheme(),
                        sasl.rehash(),
                        sasl.keys() == SaslSettings.Keys.LOGIN),
                journal,
                revocations,
                clock);
        this.plaintext = within(login.plaintext());
        MechanismOffer offer = sasl.mechanisms()
                .map(MechanismOffer::of)
                // How passwords are stored elsewhere can't be told: what works with any is shown.
                .orElseGet(() -> elsewhere.isPresent()
                        ? MechanismOffer.ofAnyPassword()
                        : MechanismOffer.byAccounts(store, clock));
        this.methods = new SaslGate.Methods(hostname, offer, certificates, tokens);
    }

    private static Optional<TokenCheck> tokens(Settings settings) throws Failure {
        try {
            Optional<TokenCheck> signed = TokenSettings.from(settings).map(JwtTokens::new);
            Optional<TokenCheck> opaque = IntrospectionSettings.from(settings).map(IntrospectedTokens::new);
            return signed.isPresent() && opaque.isPresent()
                    ? Optional.of(new BothTokens(signed.get(), opaque.get()))
                    : signed.or(() -> opaque);
        } catch (BadSettings e) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    private static Requester requester(InetAddress source) {
        return new Requester("", PeerOrigin.of(new InetSocketAddress(source, 0)), () -> false);
    }

    /** What stands before the logins of a front. */
    SaslGate gate(boolean passwordsNeedTls) {
        return new SaslGate(authenticator, methods, passwordsNeedTls, plaintext);
    }

    /** Who decides, for a front that has its own way of asking. */
    Authenticator authenticator() {
        return authenticator;
    }

    /** Whether somebody else keeps the accounts, and their passwords. */
    boolean areElsewhere() {
        return areElsewhere;
    }

    /** Logins by service, {@code ok} and {@code failed}. */
    Tally tally() {
        return journal.tally();
    }

    /** Writes what is still to be noted. */
    @Override
    public void close() {
        sync.close();
        attendance.close();
        revocations.close();
        journal.close();
    }

    /** Whether an address lies in one of some networks. */
    static Predicate<InetAddress> within(List<String> networks) {
        List<Network> all = networks.stream().map(Network::parse).toList();
        return address -> all.stream().anyMatch(network -> network.contains(address));
    }
}
