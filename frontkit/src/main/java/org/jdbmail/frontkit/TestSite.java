package org.jdbmail.frontkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.Hashing;
import org.jdbmail.core.auth.LoginJournal;
import org.jdbmail.core.auth.Revocations;
import org.jdbmail.core.directory.StoreDirectory;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.store.Store;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.wire.ListenerConfig;
import org.jdbmail.wire.SessionHandler;
import org.jdbmail.wire.WireServer;
import org.jdbmail.wire.tls.TlsContexts;
import org.jdbmail.wire.tls.TlsSettings;

/**
 * What the servers of a front's tests stand on: a database of its own with a store that can be told to fail, listeners on
 * loopback, a folder, and the logins of servers. A front's test makes its own servers over it.
 */
public final class TestSite implements AutoCloseable {
    private final TestDatabase database;
    private final SqlStoreOptions options;
    private final BreakableStore store;
    private final TestAccounts accounts;
    private final WireServer wire = new WireServer();
    private final Path folder;
    private final List<Revocations> revocations = new ArrayList<>();
    private final List<LoginJournal> journals = new ArrayList<>();
    private final List<Store> twins = new ArrayList<>();

    private TestSite(TestDatabase database, SqlStoreOptions options) {
        this.database = database;
        this.options = options;
        this.store = new BreakableStore(opened());
        this.accounts = new TestAccounts(store);
        this.folder = newFolder();
    }

    /** One on a new database of that kind: {@code sqlite}, {@code postgresql}, … */
    public static TestSite open(String database) {
        return open(database, SqlStoreOptions.DEFAULT);
    }

    /** As above, with a store of these options. */
    public static TestSite open(String database, SqlStoreOptions options) {
        return new TestSite(TestDatabases.create(database), options);
    }

    private SqlStore opened() {
        return SqlStore.open(
                DatabaseConfig.of(database.url()).withAccount(database.user(), database.password()), options);
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("front-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database, for what no store does. */
    public TestDatabase database() {
        return database;
    }

    /** The store. */
    public BreakableStore store() {
        return store;
    }

    /** Another store on the same database, as another process has. */
    public Store twin() {
        Store twin = opened();
        twins.add(twin);
        return twin;
    }

    /** Accounts and their mail, by way of {@link #store()}. */
    public TestAccounts accounts() {
        return accounts;
    }

    /** The listeners. */
    public WireServer wire() {
        return wire;
    }

    /** A folder for what servers keep beside the store; deleted at the end. */
    public Path folder() {
        return folder;
    }

    /** Any port of loopback. */
    public static ListenerConfig loopback(String service) {
        return ListenerConfig.tcp(service, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** A certificate for {@code mail.example.test} that nobody trusts. */
    public static TlsSettings tls() throws IOException {
        Path files = newFolder();
        try {
            return TlsSettings.of(TlsContexts.fromPem(copied(files, "test.crt"), copied(files, "test.key")));
        } finally {
            delete(files);
        }
    }

    private static Path copied(Path files, String name) throws IOException {
        Path file = files.resolve(name);
        try (InputStream in = Objects.requireNonNull(TestSite.class.getResourceAsStream(name), name)) {
            Files.copy(in, file);
        }
        return file;
    }

    /** Serves connections; where. */
    public InetSocketAddress listen(ListenerConfig config, SessionHandler server) throws IOException {
        return (InetSocketAddress) wire.listen(config, server).addresses().getFirst();
    }

    /** Lets users in, and ends their sessions within a moment when they may be in no more. */
    public SaslGate gate(TestLogins logins) {
        return gate(logins, Duration.ofMillis(100));
    }

    /**
     * As above.
     *
     * @param every how often it is asked who may be in no more
     */
    public SaslGate gate(TestLogins logins, Duration every) {
        InstantSource clock = InstantSource.system();
        Revocations revoked = new Revocations(store, every).start();
        revocations.add(revoked);
        LoginJournal journal = new LoginJournal(store, true, clock).start();
        journals.add(journal);
        Authenticator authenticator = new Authenticator(
                store,
                new StoreDirectory(store, clock, Duration.ZERO),
                new Passwords(),
                Hashing.AT_ONCE,
                new Guard(logins.rules(), logins.trusted(), clock),
                logins.options(),
                journal,
                revoked,
                clock);
        return new SaslGate(authenticator, logins.methods(), logins.passwordsNeedTls(), logins.plaintext());
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        wire.stop(Duration.ofSeconds(5));
        store.setTrouble(BreakableStore.Trouble.NONE);
        revocations.forEach(Revocations::close);
        journals.forEach(LoginJournal::close);
        twins.forEach(Store::close);
        store.close();
        database.close();
        delete(folder);
    }
}
