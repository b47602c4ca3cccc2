package org.jdbmail.sieved;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.Hashing;
import org.jdbmail.core.auth.LoginJournal;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.auth.Revocations;
import org.jdbmail.core.directory.StoreDirectory;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.sasl.CertificateUsers;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sasl.MechanismOffer;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.sieve.SieveOptions;
import org.jdbmail.core.sieve.UserScripts;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.core.store.Changes;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Work;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.transcript.Fixture;
import org.jdbmail.testkit.transcript.TranscriptServer;
import org.jdbmail.wire.ListenerConfig;
import org.jdbmail.wire.WireServer;
import org.jdbmail.wire.tls.TlsContexts;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;

/** ManageSieve servers on one database: {@code sieve}, and {@code secure}, where passwords wait for STARTTLS. */
final class SieveTestServer implements TranscriptServer {
    private final TestDatabase database;
    private final Store store;
    private final Passwords passwords = new Passwords();
    private final WireServer wire = new WireServer();
    private final Map<String, InetSocketAddress> services;
    private volatile boolean isAway;

    /** The store, as scripts are kept in it while its database can be reached. */
    private final class SometimesAway implements Store {
        private Store sound() {
            if (isAway) {
                throw new Refusal(Reason.UNAVAILABLE, "The database is away");
            }
            return store;
        }

        @Override
        public <T> T read(Work<T> work) {
            return sound().read(work);
        }

        @Override
        public <T> T look(Work<T> work) {
            return sound().look(work);
        }

        @Override
        public <T> T write(Work<T> work) {
            return sound().write(work);
        }

        @Override
        public List<BulkIntake.Taken> takeIn(BulkIntake intake) {
            return sound().takeIn(intake);
        }

        @Override
        public Maintenance maintenance() {
            return sound().maintenance();
        }

        @Override
        public List<PortionOutcome> deliver(Delivery delivery) {
            return sound().deliver(delivery);
        }

        @Override
        public Changes changes() {
            return store.changes();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private SieveTestServer(TestDatabase database) throws IOException {
        this.database = database;
        this.store = SqlStore.open(
                DatabaseConfig.of(database.url()).withAccount(database.user(), database.password()),
                SqlStoreOptions.DEFAULT);
        TlsSettings tls = TlsSettings.of(TlsContexts.fromPem(resource("test.crt"), resource("test.key")));
        this.services = Map.of("sieve", listen(config()), "secure", listen(config().withTls(TlsMode.STARTTLS, tls)));
    }

    static SieveTestServer start(String database) throws IOException {
        return new SieveTestServer(TestDatabases.create(database));
    }

    private static final SaslGate.Methods METHODS = new SaslGate.Methods(
            "mail.example.test",
            MechanismOffer.of(List.of(Mechanism.PLAIN, Mechanism.LOGIN)),
            CertificateUsers.nobody(),
            Optional.empty());

    private static Path resource(String name) {
        return Path.of(System.getProperty("basedir", ""), "src/test/resources", name);
    }

    private static ListenerConfig config() {
        return ListenerConfig.tcp("sieve", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private InetSocketAddress listen(ListenerConfig config) throws IOException {
        InstantSource clock = InstantSource.system();
        Authenticator authenticator = new Authenticator(
                store,
                new StoreDirectory(store, clock, Duration.ZERO),
                passwords,
                Hashing.AT_ONCE,
                new Guard(Guard.Rules.USUAL, address -> true, clock),
                new LoginOptions(100, Duration.ofMillis(10)),
                new LoginJournal(store, true, clock).start(),
                new Revocations(store, Duration.ofMillis(100)).start(),
                clock);
        SaslGate logins = new SaslGate(authenticator, METHODS, true, address -> false);
        SieveOptions usual = SieveOptions.usual("mail.example.test");
        SieveOptions options = new SieveOptions(
                usual.extensions(),
                usual.limits(),
                usual.policy(),
                new SieveOptions.Room(usual.room().scriptOctets(), 5, 100_000),
                Optional.empty(),
                usual.hostname(),
                usual.zone(),
                Duration.ZERO);
        UserScripts scripts = new UserScripts(new SometimesAway(), new ScriptCompiler(options), options);
        ManageSieveOptions settings = new ManageSieveOptions(
                "mail.example.test",
                new ManageSieveOptions.Patience(Duration.ofMinutes(1), Duration.ofMinutes(1)),
                ManageSieveOptions.Mistakes.USUAL);
        return (InetSocketAddress) wire.listen(config, new SieveServer(settings, scripts, logins))
                .addresses()
                .getFirst();
    }

    @Override
    public Map<String, InetSocketAddress> services() {
        return services;
    }

    @Override
    public void reset() {
        isAway = false;
        store.write(tx -> {
            tx.users().list("*").stream().map(User::id).forEach(tx.users()::delete);
            return true;
        });
    }

    @Override
    public void make(Fixture fixture) {
        switch (fixture.kind()) {
            case "user" -> addUser(fixture.word(0), fixture.word(1));
            case "database" -> isAway = fixture.word(0).equals("away");
            case "script" -> addScript(fixture.word(0), fixture.word(1), fixture.content());
            default -> throw new IllegalArgumentException("unknown fixture " + fixture.kind());
        }
    }

    private void addUser(String login, String password) {
        store.write(tx ->
                tx.users().create(login, passwords.encode(Password.of(password), PasswordScheme.PLAINTEXT), 0, 0));
    }

    private void addScript(String login, String name, byte[] text) {
        store.write(tx -> {
            long user = tx.users().find(login).orElseThrow().id();
            tx.sieveScripts().put(user, name, new String(text, StandardCharsets.UTF_8));
            return true;
        });
    }

    @Override
    public void close() {
        wire.stop(Duration.ofSeconds(5));
        store.close();
        database.close();
    }
}
