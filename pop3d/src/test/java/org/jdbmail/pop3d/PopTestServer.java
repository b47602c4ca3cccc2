package org.jdbmail.pop3d;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.Hashing;
import org.jdbmail.core.auth.LoginJournal;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.auth.Revocations;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.directory.StoreDirectory;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.sasl.CertificateUsers;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sasl.MechanismOffer;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.sasl.TokenCheck;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.transcript.Fixture;
import org.jdbmail.testkit.transcript.TranscriptServer;
import org.jdbmail.wire.ListenerConfig;
import org.jdbmail.wire.WireServer;
import org.jdbmail.wire.tls.TlsContexts;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;

/**
 * POP3 servers on one database: {@code pop3}, and with other settings {@code secure} (STLS, and passwords only after it) and
 * {@code strict} (few mistakes and sessions), {@code hasty} and {@code idle} (little patience before and after a login), {@code slow} (a time between logins), {@code stranger} (nobody is believed who tells whose client it is) and {@code guarded} (three
 * wrong passwords bar an address, but not the loopback's, where a webmail is).
 */
final class PopTestServer implements TranscriptServer {
    /** All of them, whatever the accounts can use. */
    private static final SaslGate.Methods METHODS = new SaslGate.Methods(
            "mail.example.test",
            MechanismOffer.of(Arrays.asList(Mechanism.values())),
            CertificateUsers.nobody(),
            Optional.of(new TestTokens()));

    /** When an address is barred, and which never is. */
    private record Trust(Guard.Rules rules, Predicate<InetAddress> trusted) {}

    private static final Trust TRUSTING = new Trust(Guard.Rules.USUAL, address -> true);

    private static final Trust GUARDED =
            new Trust(new Guard.Rules(3, Duration.ofMinutes(15), Duration.ofHours(1)), InetAddress::isLoopbackAddress);

    private final TestDatabase database;
    private final Store store;
    private final Passwords passwords = new Passwords();
    private final WireServer wire = new WireServer();
    private final Map<String, InetSocketAddress> services;

    private PopTestServer(TestDatabase database) throws IOException {
        this.database = database;
        this.store = SqlStore.open(
                DatabaseConfig.of(database.url()).withAccount(database.user(), database.password()),
                SqlStoreOptions.DEFAULT);
        PopOptions.Patience patient = new PopOptions.Patience(Duration.ofMinutes(1), Duration.ofMinutes(1));
        PopOptions settings = new PopOptions("mail.example.test", patient, PopOptions.Mistakes.USUAL, Duration.ZERO);
        PopOptions strict = new PopOptions("mail.example.test", patient, new PopOptions.Mistakes(3, 2), Duration.ZERO);
        PopOptions hasty = new PopOptions(
                "mail.example.test",
                new PopOptions.Patience(Duration.ofMinutes(1), Duration.ofMillis(500)),
                PopOptions.Mistakes.USUAL,
                Duration.ZERO);
        PopOptions idle = new PopOptions(
                "mail.example.test",
                new PopOptions.Patience(Duration.ofMillis(1500), Duration.ofMinutes(1)),
                PopOptions.Mistakes.USUAL,
                Duration.ZERO);
        PopOptions slow =
                new PopOptions("mail.example.test", patient, PopOptions.Mistakes.USUAL, Duration.ofMinutes(10));
        TlsSettings tls = TlsSettings.of(TlsContexts.fromPem(resource("test.crt"), resource("test.key")));
        this.services = Map.of(
                "pop3", listen(config(), settings, 100, TRUSTING),
                "strict", listen(config(), strict, 2, TRUSTING),
                "hasty", listen(config(), hasty, 100, TRUSTING),
                "idle", listen(config(), idle, 100, TRUSTING),
                "slow", listen(config(), slow, 100, TRUSTING),
                "stranger", listen(config(), settings, 100, new Trust(Guard.Rules.USUAL, address -> false)),
                "guarded", listen(config(), settings, 100, GUARDED),
                "secure", listen(config().withTls(TlsMode.STARTTLS, tls), settings, 100, TRUSTING));
    }

    static PopTestServer start(String database) throws IOException {
        return new PopTestServer(TestDatabases.create(database));
    }

    private static Path resource(String name) {
        return Path.of(System.getProperty("basedir", ""), "src/test/resources", name);
    }

    private static ListenerConfig config() {
        return ListenerConfig.tcp("pop3", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private InetSocketAddress listen(ListenerConfig config, PopOptions settings, int maxSessions, Trust trust)
            throws IOException {
        InstantSource clock = InstantSource.system();
        Authenticator authenticator = new Authenticator(
                store,
                new StoreDirectory(store, clock, Duration.ZERO),
                passwords,
                Hashing.AT_ONCE,
                new Guard(trust.rules, trust.trusted, clock),
                new LoginOptions(maxSessions, Duration.ofMillis(10)).withMasters(Set.of("master")),
                new LoginJournal(store, true, clock).start(),
                new Revocations(store, Duration.ofMillis(100)).start(),
                clock);
        SaslGate logins = new SaslGate(authenticator, METHODS, true, address -> false);
        return (InetSocketAddress) wire.listen(
                        config, new PopServer(settings, store, new MailboxIndexes(store, 1 << 20), logins))
                .addresses()
                .getFirst();
    }

    @Override
    public Map<String, InetSocketAddress> services() {
        return services;
    }

    @Override
    public void reset() {
        store.write(tx -> {
            tx.users().list("*").stream().map(User::id).forEach(tx.users()::delete);
            return true;
        });
    }

    @Override
    public void make(Fixture fixture) throws Exception {
        switch (fixture.kind()) {
            case "user" -> addUser(fixture.word(0), fixture.word(1));
            case "message" -> deliver(fixture.word(0), fixture.word(1), fixture.content());
            case "forget-summaries" -> database.execute("DELETE FROM jdbmail_summary");
            case "knows-summaries" -> knowsSummaries(Integer.parseInt(fixture.word(0)));
            case "expunge" -> expunge(fixture.word(0), fixture.word(1), Integer.parseInt(fixture.word(2)));
            case "damage" -> damage(fixture.word(0), fixture.word(1), Integer.parseInt(fixture.word(2)));
            case "logged-from" -> loggedFrom(fixture.word(0), fixture.word(1));
            case "holds" -> holds(fixture.word(0), fixture.word(1), Integer.parseInt(fixture.word(2)));
            default -> throw new IllegalArgumentException("unknown fixture " + fixture.kind());
        }
    }

    void addUser(String login, String password) {
        store.write(tx -> {
            long id = tx.users().create(login, passwords.encode(Password.of(password), PasswordScheme.PLAINTEXT), 0, 0);
            return tx.mailboxes().create(id, "INBOX", null);
        });
    }

    private long mailboxId(String login, String name) {
        return store.read(tx -> {
            long user = tx.users().find(login).orElseThrow().id();
            return tx.mailboxes().find(user, name).orElseThrow().id();
        });
    }

    void deliver(String login, String name, byte[] message) {
        long user = store.read(tx -> tx.users().find(login)).orElseThrow().id();
        store.deliver(
                PreparedMessage.prepare(MessageBytes.of(message)),
                Instant.now(),
                List.of(Destination.plain(mailboxId(login, name), user)));
    }

    private MailboxSnapshot messages(String login, String name) {
        return new MailboxIndexes(store, 0).open(mailboxId(login, name)).latest();
    }

    /** Takes the rows of a message's content away, as nobody should. */
    private void damage(String login, String name, int number) throws SQLException {
        database.execute("DELETE FROM jdbmail_content WHERE physmessage_id = "
                + messages(login, name).physId(number - 1));
    }

    private void expunge(String login, String name, int number) {
        long uid = messages(login, name).uid(number - 1);
        long mailbox = mailboxId(login, name);
        store.write(tx -> tx.messages().expunge(mailbox, NumberSet.of(uid), false));
    }

    private void holds(String login, String name, int count) {
        int found = messages(login, name).size();
        if (found != count) {
            throw new AssertionError(login + "'s " + name + " holds " + found + " messages");
        }
    }

    /** The last login of an account stands in the log as one from that address; it is written a little later. */
    private void loggedFrom(String login, String address) throws Exception {
        Eventually.isTrue(
                Duration.ofSeconds(10),
                login + " logged in from " + address,
                () -> ask("SELECT src_ip FROM dbmail_authlog WHERE userid = '" + login + "' ORDER BY id DESC LIMIT 1")
                        .equals(address));
    }

    private void knowsSummaries(int count) throws SQLException {
        String found = ask("SELECT count(*) FROM jdbmail_summary");
        if (!found.equals(Integer.toString(count))) {
            throw new AssertionError("there are " + found + " summaries");
        }
    }

    /** The first value that a query finds; empty for none. */
    private String ask(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return found.next() ? found.getString(1) : "";
        }
    }

    @Override
    public void close() {
        wire.stop(Duration.ofSeconds(5));
        store.close();
        database.close();
    }

    /** A token is its user's name behind {@code good-}. */
    private record TestTokens() implements TokenCheck {
        @Override
        public Optional<String> userOf(String token) {
            return token.startsWith("good-") ? Optional.of(token.substring("good-".length())) : Optional.empty();
        }

        @Override
        public String scope() {
            return "mail";
        }

        @Override
        public Optional<String> configuration() {
            return Optional.of("https://login.example.test/.well-known/openid-configuration");
        }
    }
}
