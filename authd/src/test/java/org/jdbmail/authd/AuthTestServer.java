package org.jdbmail.authd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.Hashing;
import org.jdbmail.core.auth.LoginJournal;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.auth.Revocations;
import org.jdbmail.core.directory.StoreDirectory;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.sasl.CertificateUsers;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sasl.MechanismOffer;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.transcript.Fixture;
import org.jdbmail.testkit.transcript.TranscriptServer;
import org.jdbmail.wire.ListenerConfig;
import org.jdbmail.wire.WireServer;

/** A server on one database, for whom the account {@code master} may act as others; {@code smtp} is one that asks nobody. */
final class AuthTestServer implements TranscriptServer {
    private static final SaslGate.Methods METHODS = new SaslGate.Methods(
            "mail.example.test",
            MechanismOffer.of(List.of(
                    Mechanism.PLAIN,
                    Mechanism.LOGIN,
                    Mechanism.CRAM_MD5,
                    Mechanism.DIGEST_MD5,
                    Mechanism.SCRAM_SHA_256,
                    Mechanism.SCRAM_SHA_256_PLUS,
                    Mechanism.EXTERNAL)),
            CertificateUsers.nobody(),
            Optional.empty());

    private final TestDatabase database;
    private final Store store;
    private final Passwords passwords = new Passwords();
    private final WireServer wire = new WireServer();
    private final Map<String, InetSocketAddress> services;

    private AuthTestServer(TestDatabase database) throws IOException {
        this.database = database;
        this.store = SqlStore.open(
                DatabaseConfig.of(database.url()).withAccount(database.user(), database.password()),
                SqlStoreOptions.DEFAULT);
        AuthOptions usual = AuthOptions.defaults();
        this.services = Map.of(
                "auth", listen(new AuthOptions(usual.clients(), usual.idleTimeout(), 3), Duration.ofMillis(10)),
                "slow", listen(usual, Duration.ofSeconds(2)),
                "smtp", listen(new AuthOptions(address -> false, usual.idleTimeout(), 3), Duration.ofMillis(10)));
    }

    static AuthTestServer start(String database) throws IOException {
        return new AuthTestServer(TestDatabases.create(database));
    }

    private InetSocketAddress listen(AuthOptions settings, Duration refusal) throws IOException {
        InstantSource clock = InstantSource.system();
        Authenticator authenticator = new Authenticator(
                store,
                new StoreDirectory(store, clock, Duration.ZERO),
                passwords,
                Hashing.AT_ONCE,
                new Guard(new Guard.Rules(3, Duration.ofMinutes(15), Duration.ofMinutes(1)), address -> false, clock),
                // One session at most: a login for others to serve is none.
                new LoginOptions(1, refusal).withMasters(Set.of("master")),
                new LoginJournal(store, true, clock).start(),
                new Revocations(store, Duration.ofMillis(100)).start(),
                clock);
        SaslGate logins = new SaslGate(authenticator, METHODS, true, InetAddress::isLoopbackAddress);
        ListenerConfig config = ListenerConfig.tcp("auth", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return (InetSocketAddress) wire.listen(config, new AuthServer(settings, logins))
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
    public void make(Fixture fixture) {
        if (!fixture.kind().equals("user")) {
            throw new IllegalArgumentException("unknown fixture " + fixture.kind());
        }
        addUser(fixture.word(0), fixture.word(1));
    }

    void addUser(String login, String password) {
        store.write(tx ->
                tx.users().create(login, passwords.encode(Password.of(password), PasswordScheme.PLAINTEXT), 0, 0));
    }

    @Override
    public void close() {
        wire.stop(Duration.ofSeconds(5));
        store.close();
        database.close();
    }
}
