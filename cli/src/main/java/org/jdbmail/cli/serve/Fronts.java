package org.jdbmail.cli.serve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbmail.authd.AuthOptions;
import org.jdbmail.authd.AuthServer;
import org.jdbmail.cli.dbmail.ProgramVersion;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.admin.Chronicle;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.directory.ForeignAccounts;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.reception.Room;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.settings.AuthSettings;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.DeliverySettings;
import org.jdbmail.core.settings.ImapSettings;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.core.settings.PopSettings;
import org.jdbmail.core.settings.ReceptionSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.SieveSettings;
import org.jdbmail.core.settings.UpkeepSettings;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.upkeep.Expiry;
import org.jdbmail.core.upkeep.QuotaWatch;
import org.jdbmail.core.upkeep.Rounds;
import org.jdbmail.core.watch.Timings;
import org.jdbmail.core.watch.TracedStore;
import org.jdbmail.core.watch.Tracer;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.imapd.ImapServer;
import org.jdbmail.imapd.session.ImapOptions;
import org.jdbmail.lmtpd.LmtpOptions;
import org.jdbmail.lmtpd.LmtpServer;
import org.jdbmail.pop3d.PopOptions;
import org.jdbmail.pop3d.PopServer;
import org.jdbmail.sieved.ManageSieveOptions;
import org.jdbmail.sieved.SieveServer;
import org.jdbmail.smtpd.SmtpServer;
import org.jdbmail.smtpd.SmtpSettings;
import org.jdbmail.webd.watch.MailMetrics;
import org.jdbmail.webd.watch.Metrics.Family;
import org.jdbmail.webd.watch.TimingMetrics;
import org.jdbmail.wire.SessionHandler;
import org.jdbmail.wire.limit.Budget;
import org.jdbmail.wire.limit.Network;
import org.jdbmail.wire.tls.TlsContexts;

/** Makes the protocol fronts over one store, each from its part of the settings. */
final class Fronts implements AutoCloseable {
    private static final Duration QUOTAS_EVERY = Duration.ofMinutes(1);
    private static final Duration RETENTION_EVERY = Duration.ofHours(1);

    /** Memory for the indexes of mailboxes that were open a while ago. */
    private static final long RESTING_INDEX_OCTETS = 32L << 20;

    private static final int SPOOL_MEMORY_FOR_ONE = 256 * 1024;
    private static final long SPOOL_MEMORY_FOR_ALL = 32L << 20;

    private final Settings settings;
    private final Store store;
    private final MailboxIndexes indexes;
    private final Optional<ForeignAccounts> elsewhere;
    private final Logins logins;
    private final Spools spools;
    private final WorkPool work;
    private final String hostname;
    private final Delivering delivering;
    private final Room room;
    private final Rounds rounds;
    private final Chronicle chronicle;
    private final Timings timings;

    /** @param tracer hears what is done, if anybody wants to */
    Fronts(Settings settings, Store opened, WorkPool work, Optional<Tracer> tracer) throws Failure {
        this.timings = new Timings(tracer.orElse(Tracer.NONE));
        Store store = new TracedStore(opened, timings);
        this.settings = settings;
        this.store = store;
        this.work = work;
        this.indexes = new MailboxIndexes(store, RESTING_INDEX_OCTETS);
        this.spools = spools();
        this.hostname = DeliverySettings.from(settings).hostname().orElseGet(Fronts::ownName);
        this.elsewhere = Elsewhere.of(settings);
        this.logins = new Logins(settings, store, hostname, work, elsewhere);
        this.delivering = Delivering.of(
                settings,
                store,
                hostname,
                elsewhere,
                Optional.empty(),
                Optional.of(work),
                Optional.of(spools),
                Optional.of(timings));
        this.room = room();
        this.rounds = rounds();
        this.chronicle = new Chronicle(store, delivering.service().tally(), logins.tally(), InstantSource.system());
    }

    /**
     * The web server.
     *
     * @param held what connections hold, which is measured
     */
    WebServing web(OptionalInt port, List<Servers.Open> open, Budget held, Optional<TlsContexts> tls) throws Failure {
        InstantSource clock = InstantSource.system();
        List<Family> measured =
                new ArrayList<>(MailMetrics.families(store, delivering.service().tally(), logins.tally(), clock));
        measured.addAll(TimingMetrics.families(timings));
        measured.add(ServiceMetrics.held(held));
        return WebServing.start(settings, store, logins, measured, hostname, port, open, tls, work);
    }

    private Rounds rounds() {
        UpkeepSettings upkeep = UpkeepSettings.from(settings);
        EnvelopeAddress postmaster =
                EnvelopeAddress.ofPlain(DeliverySettings.from(settings).postmaster());
        QuotaWatch quotas = new QuotaWatch(store, new QuotaWatch.Options(upkeep.quotaWarnings(), hostname, postmaster));
        Expiry expiry = new Expiry(store, new Expiry.Days(upkeep.trashDays(), upkeep.junkDays()));
        return new Rounds(
                store,
                List.of(
                        new Rounds.Task("quota warnings", QUOTAS_EVERY, quotas::run),
                        new Rounds.Task("retention", RETENTION_EVERY, expiry::run)),
                InstantSource.system());
    }

    /** Begins what is done beside the sessions: sending mail, and what is due from time to time. */
    void start() {
        delivering.start();
        rounds.start();
        chronicle.start();
    }

    /** Writes what the fronts still have to write; when no session is open any more. */
    @Override
    public void close() {
        rounds.close();
        chronicle.close();
        delivering.close();
        logins.close();
        elsewhere.ifPresent(ForeignAccounts::close);
    }

    /** The handler of a service's connections. */
    SessionHandler of(Service service) {
        return switch (service) {
            case IMAP -> imap();
            case POP3 -> pop();
            case LMTP -> lmtp();
            case SIEVE -> sieve();
            case SMTP -> smtp(SmtpSettings.Role.TRANSFER);
            case SUBMISSION -> smtp(SmtpSettings.Role.SUBMISSION);
            case AUTH -> auth();
        };
    }

    private SessionHandler imap() {
        ImapSettings chosen = ImapSettings.from(settings);
        return new ImapServer(
                store,
                indexes,
                logins.gate(chosen.loginNeedsTls()),
                spools,
                work,
                ImapOptions.from(chosen, NetworkSettings.imap(settings), ProgramVersion.NUMBER),
                timings);
    }

    private SessionHandler pop() {
        PopSettings chosen = PopSettings.from(settings);
        return new PopServer(
                PopOptions.from(chosen, NetworkSettings.pop(settings), hostname),
                store,
                indexes,
                logins.gate(chosen.loginNeedsTls()),
                work);
    }

    private SessionHandler sieve() {
        return new SieveServer(
                ManageSieveOptions.from(NetworkSettings.sieve(settings), hostname),
                Sieving.scripts(settings, store, hostname),
                logins.gate(SieveSettings.from(settings).loginNeedsTls()));
    }

    private SessionHandler auth() {
        var chosen = AuthSettings.from(settings);
        AuthOptions defaults = AuthOptions.defaults();
        List<Network> clients = chosen.clients().stream().map(Network::parse).toList();
        return new AuthServer(
                new AuthOptions(
                        address -> clients.stream().anyMatch(network -> network.contains(address)),
                        NetworkSettings.auth(settings).timeout(),
                        defaults.maxOpen()),
                logins.gate(chosen.loginNeedsTls()));
    }

    private SessionHandler lmtp() {
        LmtpOptions chosen =
                LmtpOptions.from(DeliverySettings.from(settings), NetworkSettings.lmtp(settings), hostname);
        return new LmtpServer(chosen, delivering.service(), spools, InstantSource.system());
    }

    /** Whether messages can be kept: where they are held while they come, and where an SQLite database is. */
    private Room room() throws Failure {
        List<Path> folders = new ArrayList<>(List.of(temporary()));
        try {
            Opening.file(settings)
                    .map(Path::toAbsolutePath)
                    .map(Path::getParent)
                    .ifPresent(folders::add);
        } catch (BadSettings e) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
        long least = ReceptionSettings.from(settings).minFree();
        long usual = DeliverySettings.from(settings).maxMessageOctets() * 3 / 2;
        return Room.on(folders, least == 0 ? usual : least, InstantSource.system());
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private SessionHandler smtp(SmtpSettings.Role role) {
        DeliverySettings delivery = DeliverySettings.from(settings);
        ReceptionSettings chosen = ReceptionSettings.from(settings);
        boolean isSubmission = role == SmtpSettings.Role.SUBMISSION;
        NetworkSettings network = isSubmission ? NetworkSettings.submission(settings) : NetworkSettings.smtp(settings);
        SmtpSettings talk = SmtpSettings.defaults(hostname, role)
                .with(new SmtpSettings.Limits(
                        delivery.maxMessageOctets(), chosen.maxRecipients(), chosen.maxErrors(), chosen.maxMessages()))
                .with(new SmtpSettings.Patience(network.timeout(), SmtpSettings.Patience.USUAL.message()))
                .withOverQuotaFinal(delivery.quotaFailure() == DeliverySettings.QuotaFailure.HARD)
                .withXclientFrom(
                        chosen.xclientNetworks().stream().map(Network::parse).toList());
        Optional<SaslGate> gate = isSubmission || chosen.logsIn()
                ? Optional.of(logins.gate(chosen.submissionNeedsTls()))
                : Optional.empty();
        return new SmtpServer(talk, delivering.reception(chosen, room), gate, spools, InstantSource.system());
    }

    /** Messages that are just arriving are held in memory, or else in the system's folder for temporary files. */
    private static Spools spools() throws Failure {
        Path folder = temporary();
        try {
            return new Spools(folder, SPOOL_MEMORY_FOR_ONE, SPOOL_MEMORY_FOR_ALL);
        } catch (IOException e) {
            throw new Failure(
                    Failure.UNAVAILABLE,
                    "messages cannot be held in " + folder + " while they arrive (" + e.getMessage()
                            + "); make room there, or name another folder with JDBMAIL_JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
                    e);
        }
    }

    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // the machine does not know its own name
        }
    }
}
