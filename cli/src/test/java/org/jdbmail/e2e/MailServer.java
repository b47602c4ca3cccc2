package org.jdbmail.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import org.jdbmail.core.store.MailQueue;
import org.jdbmail.core.store.Messages.PopMessage;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.LineClient;

/** {@code jdbmail serve smtp} as the mail server of a domain, on an address of its own, beside a store that looks into the same database. */
final class MailServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final int HEAP = 256;

    private final String address;
    private final int port;
    private final Path folder;
    private final Store store;
    private final int heap;
    private ServerProcess process;

    private MailServer(String address, int port, Path folder, Store store, ServerProcess process, int heap) {
        this.heap = heap;
        this.address = address;
        this.port = port;
        this.folder = folder;
        this.store = store;
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param more further lines of its settings, under {@code [SENDING]}
     */
    static MailServer start(Path folder, String name, String address, int port, InetSocketAddress dns, String more)
            throws Exception {
        return start(folder, name, address, port, dns, more, "jdbc:sqlite:" + folder.resolve("mail.db"));
    }

    /** The same on a database. */
    static MailServer start(
            Path folder, String name, String address, int port, InetSocketAddress dns, String more, String database)
            throws Exception {
        return start(folder, name, address, port, dns, more, database, HEAP);
    }

    /** The same as the first, with a heap of so many megabytes. */
    static MailServer startIn(
            int heap, Path folder, String name, String address, int port, InetSocketAddress dns, String more)
            throws Exception {
        return start(folder, name, address, port, dns, more, "jdbc:sqlite:" + folder.resolve("mail.db"), heap);
    }

    private static MailServer start(
            Path folder,
            String name,
            String address,
            int port,
            InetSocketAddress dns,
            String more,
            String database,
            int heap)
            throws Exception {
        Files.createDirectories(folder);
        Path certificates =
                Path.of(System.getProperty("jdbmail.root"), "frontkit/src/main/resources/org/jdbmail/frontkit");
        Files.writeString(folder.resolve("dbmail.conf"), """
                [DBMAIL]
                dburi = %s
                hostname = %s
                bindip = %s
                tls_cert = %s
                tls_key = %s
                [SMTPD]
                port = %d
                mynetworks = 127.0.0.1
                [DELIVERY]
                queue_lease = 5
                [SENDING]
                direct = yes
                port = %d
                resolver = 127.0.0.1:%d
                %s
                """.formatted(
                        database,
                        name,
                        address,
                        certificates.resolve("test.crt"),
                        certificates.resolve("test.key"),
                        port,
                        port,
                        dns.getPort(),
                        more));
        Store store = SqlStore.open(DatabaseConfig.of(database), SqlStoreOptions.DEFAULT);
        MailServer server = new MailServer(address, port, folder, store, launch(folder, heap), heap);
        server.awaitGreeting();
        return server;
    }

    private static ServerProcess launch(Path folder, int heap) throws IOException {
        Path config = folder.resolve("dbmail.conf");
        List<String> words = new ArrayList<>(List.of("serve", "smtp"));
        if (Files.readString(config).contains("[SUBMISSION]")) {
            words.add("submission");
        }
        words.addAll(List.of("-f", config.toString()));
        return ServerProcess.startIn(heap, folder.resolve("log"), words);
    }

    private void awaitGreeting() throws Exception {
        Eventually.isTrue(START, "a greeting of " + address, () -> {
            if (!process.process().isAlive()) {
                throw new AssertionError("the server ended:\n" + process.output());
            }
            try (LineClient client = LineClient.connect(at())) {
                return client.readLine().startsWith("220");
            } catch (IOException e) {
                return false;
            }
        });
    }

    InetSocketAddress at() {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    void account(String name) {
        account(name, new Credential("", "md5"));
    }

    /** One that may log in. */
    void account(String name, String password) {
        account(name, new Credential(password, ""));
    }

    private void account(String name, Credential credential) {
        store.write(tx -> {
            long id = tx.users().create(name, credential, 0, 0);
            return tx.mailboxes().create(id, "INBOX", null);
        });
    }

    void alias(String alias, String account) {
        long id = store.read(tx -> tx.users().find(account)).orElseThrow().id();
        store.write(tx -> {
            tx.aliases().add(new Alias(alias, Long.toString(id), 0));
            return true;
        });
    }

    void forward(String alias, String address) {
        store.write(tx -> {
            tx.aliases().add(new Alias(alias, address, 0));
            return true;
        });
    }

    /** Makes a key by which the server signs; returns the text of its record. */
    String key(String domain, String selector, Algorithm algorithm) {
        SigningKey key = SigningKey.generate(algorithm, 1024);
        DkimKey kept =
                new DkimKey(domain, selector, algorithm.keyType(), key.encoded(), key.published(), true, Instant.now());
        store.write(tx -> {
            tx.dkimKeys().add(kept);
            return true;
        });
        return key.record();
    }

    List<PopMessage> messages(String account) {
        return store.read(tx -> {
            long id = tx.users().find(account).orElseThrow().id();
            long inbox = tx.mailboxes().find(id, "INBOX").orElseThrow().id();
            return tx.messages().popMessages(inbox);
        });
    }

    /** The text of the newest message, as soon as there are so many. */
    String newest(String account, int count) throws Exception {
        Eventually.isTrue(
                Duration.ofSeconds(60),
                count + " messages for " + account + "\n",
                () -> messages(account).size() >= count);
        long physId = messages(account).get(count - 1).physId();
        Map<Long, MessageBytes> read = store.read(tx -> tx.contents().read(List.of(physId), Long.MAX_VALUE));
        MessageBytes bytes = Objects.requireNonNull(read.get(physId));
        return new String(bytes.slice(0, Math.min(bytes.size(), 20_000)), java.nio.charset.StandardCharsets.UTF_8);
    }

    List<QueuedMail> queue() {
        return store.read(tx -> tx.queue().list(0, 10_000));
    }

    /** Makes all that waits due now. */
    void retry() {
        List<Long> ids = queue().stream().map(QueuedMail::id).toList();
        if (!ids.isEmpty()) {
            store.write(tx -> tx.queue().retry(ids, Instant.now()));
        }
    }

    void awaitEmptyQueue() throws Exception {
        try {
            Eventually.isTrue(Duration.ofSeconds(90), "an empty queue", () -> queue().isEmpty());
        } catch (AssertionError e) {
            // What is left says why.
            throw new AssertionError(e.getMessage() + "; there is " + queue(), e);
        }
    }

    /** What an administrator does with all that waits. */
    void queue(Function<MailQueue, BiFunction<List<Long>, Instant, Integer>> what) {
        List<Long> ids = queue().stream().map(QueuedMail::id).toList();
        store.write(tx -> what.apply(tx.queue()).apply(ids, Instant.now()));
    }

    /** The process. */
    ProcessHandle handle() {
        return process.process().toHandle();
    }

    String log() {
        return process.output();
    }

    /** Ends it as a failing machine would, and starts it again. */
    void killAndStart() throws Exception {
        process.close();
        process.process().waitFor();
        process = launch(folder, heap);
        awaitGreeting();
    }

    @Override
    public void close() throws IOException {
        process.process().destroy();
        try {
            process.exitStatus(STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.close();
            store.close();
        }
    }
}
