package org.jdbmail.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code dbmail-util -ay} on a store of which half is expunged, while clients read, flag, append and expunge: nobody sees an error, and no
 * row is left over. {@code -Djdbmail.util.messages=100000} is the size of a site; the longest wait is printed, and asserted nowhere.
 */
@Tag("full")
class UtilUnderLoadTest {
    private static final int MESSAGES = Integer.getInteger("jdbmail.util.messages", 1_200);
    private static final int ACCOUNTS = 4;

    @TempDir
    Path folder;

    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicLong commands = new AtomicLong();

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void nobodySeesAnErrorAndNoRowIsLeftOver(String name) throws Exception {
        try (TestDatabase database = TestDatabases.create(name)) {
            Path config = Files.writeString(
                    folder.resolve("dbmail.conf"),
                    "[DBMAIL]\ndburi = %s\nuser = %s\npass = %s\nlogfile = %s\n"
                            .formatted(database.url(), database.user(), database.password(), folder.resolve("log")));
            Opening opening = new Opening(Optional.empty());
            Settings settings = opening.settings(Optional.of(config), Optional.empty());
            Store store = opening.store(settings);
            fill(store);
            Servers.Ports anyPort = (service, configured) ->
                    configured.at(InetAddress.getLoopbackAddress(), OptionalInt.of(0), OptionalInt.empty());
            try (Servers servers = Servers.start(settings, store, Set.of(Service.IMAP), anyPort, WebServing.Wish.NONE);
                    ExecutorService clients = Executors.newFixedThreadPool(ACCOUNTS)) {
                int port = servers.open().getFirst().listener().port();
                List<Future<?>> running = new ArrayList<>();
                for (int account = 0; account < ACCOUNTS; account++) {
                    String login = "user" + account;
                    running.add(clients.submit(() -> {
                        work(port, login);
                        return null;
                    }));
                }
                Instant began = Instant.now();
                Programs.Ran ran = Programs.jdbmail("dbmail-util", "-f", config.toString(), "-ay");
                isOver.set(true);
                for (Future<?> one : running) {
                    one.get();
                }
                assertTrue(ran.status() <= 1, ran.out() + ran.err());
                System.out.printf(
                        "%s: %d messages, dbmail-util -ay took %d ms, %d commands meanwhile, the longest %d ms%n",
                        name,
                        MESSAGES,
                        Duration.between(began, Instant.now()).toMillis(),
                        commands.get(),
                        longestNanos.get() / 1_000_000);
            }
            // What was expunged while it ran goes with the next run.
            Programs.Ran again = Programs.jdbmail("dbmail-util", "-f", config.toString(), "-ay");
            assertTrue(again.status() <= 1, again.out() + again.err());
            for (String leftOver : List.of(
                    "SELECT count(*) FROM dbmail_messages WHERE status > 1",
                    "SELECT count(*) FROM dbmail_physmessage p WHERE NOT EXISTS"
                            + " (SELECT 1 FROM dbmail_messages m WHERE m.physmessage_id = p.id)",
                    "SELECT count(*) FROM jdbmail_content c WHERE NOT EXISTS"
                            + " (SELECT 1 FROM dbmail_physmessage p WHERE p.id = c.physmessage_id)",
                    "SELECT count(*) FROM jdbmail_summary c WHERE NOT EXISTS"
                            + " (SELECT 1 FROM dbmail_physmessage p WHERE p.id = c.physmessage_id)",
                    "SELECT count(*) FROM jdbmail_blob b WHERE NOT EXISTS"
                            + " (SELECT 1 FROM jdbmail_content_piece p WHERE p.blob_id = b.id)")) {
                assertEquals("0", ask(database, leftOver), leftOver);
            }
            assertTrue(Long.parseLong(ask(database, "SELECT count(*) FROM dbmail_messages")) >= MESSAGES / 2);
            Programs.Ran clean = Programs.jdbmail("dbmail-util", "-f", config.toString(), "-a");
            assertEquals(0, clean.status(), clean.out() + clean.err());
        }
    }

    private static String ask(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    private static PreparedMessage message(int number) {
        String attachment = "attached to every tenth, the same in ten others\r\n".repeat(number % 10 == 0 ? 200 : 0);
        String text = "From: a@x.test\r\nSubject: number " + number
                + "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nThis is number "
                + number
                + ".\r\n--b\r\nContent-Type: application/x-data\r\n\r\n" + attachment + number / 100
                + "\r\n--b--\r\n";
        return PreparedMessage.prepare(MessageBytes.of(text.getBytes(UTF_8)));
    }

    private static void fill(Store store) throws Exception {
        List<Future<?>> filling = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(ACCOUNTS)) {
            for (int account = 0; account < ACCOUNTS; account++) {
                String login = "user" + account;
                long user = store.write(tx -> tx.users().create(login, new Credential("secret", ""), 0, 0));
                long inbox = store.write(tx -> tx.mailboxes().create(user, Mailbox.INBOX, null));
                filling.add(threads.submit(() -> {
                    NumberSet.Builder odd = new NumberSet.Builder();
                    for (int i = 0; i < MESSAGES / ACCOUNTS; i++) {
                        var stored = (Delivered.Stored)
                                store.deliver(message(i), Instant.now(), List.of(Destination.plain(inbox, user)))
                                        .getFirst();
                        if (i % 2 == 0) {
                            odd.add(stored.uid());
                        }
                    }
                    for (NumberSet piece : odd.build().pieces(500)) {
                        store.write(tx -> tx.messages().expunge(inbox, piece, false));
                    }
                    return null;
                }));
            }
            for (Future<?> one : filling) {
                one.get();
            }
        }
    }

    /** What a client does: whatever it is answered but OK is an error. */
    private void work(int port, String login) throws IOException {
        try (LineClient client = LineClient.connect(port)) {
            client.readLine();
            command(client, "LOGIN " + login + " secret");
            command(client, "SELECT INBOX");
            while (!isOver.get()) {
                command(client, "NOOP");
                command(client, "STATUS INBOX (MESSAGES UNSEEN)");
                command(client, "FETCH 1:20 (UID FLAGS ENVELOPE)");
                command(client, "FETCH 1 (BODY.PEEK[])");
                command(client, "STORE 1:5 +FLAGS (\\Flagged)");
                command(client, "COPY 1 INBOX");
                command(client, "STORE 2 +FLAGS (\\Deleted)");
                command(client, "EXPUNGE");
                command(client, "SELECT INBOX");
            }
            command(client, "LOGOUT");
        }
    }

    private void command(LineClient client, String command) throws IOException {
        long began = System.nanoTime();
        client.send("a " + command);
        String line = client.readLine();
        while (!line.startsWith("a ")) {
            line = client.readLine();
        }
        longestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
        commands.incrementAndGet();
        if (!line.startsWith("a OK ")) {
            throw new AssertionError(command + ": " + line);
        }
    }
}
