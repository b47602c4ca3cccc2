package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.DnsServer;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two servers on a database each exchange mail, and two processes share the queue of one, on every database. */
@Tag("full")
@Timeout(300)
class MailExchangeDatabasesTest {
    static List<String> databases() {
        return TestDatabases.names();
    }

    private static void send(MailServer to, String sender, String recipient, String subject) throws Exception {
        try (LineClient client = LineClient.connect(to.at()).timeout(Duration.ofSeconds(60))) {
            client.readUntil("220 ");
            client.send("EHLO [127.0.0.1]");
            client.readUntil("250 ");
            for (String command : List.of("MAIL FROM:" + sender, "RCPT TO:" + recipient)) {
                client.send(command);
                String said = client.readLine();
                assertTrue(said.startsWith("250 "), said);
            }
            client.send("DATA");
            client.readUntil("354 ");
            client.send("Subject: " + subject);
            client.send("");
            client.send(".");
            String said = client.readLine();
            assertTrue(said.startsWith("250 "), said);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void mailGoesToAndFro(String name, @TempDir Path folder) throws Exception {
        int port = FreePort.next();
        try (DnsServer names = DnsServer.start();
                TestDatabase first = TestDatabases.create(name);
                TestDatabase second = TestDatabases.create(name)) {
            names.add("a.test", "MX", "10 mx.a.test").add("mx.a.test", "A", "127.0.42.1");
            names.add("b.test", "MX", "10 mx.b.test").add("mx.b.test", "A", "127.0.42.2");
            try (MailServer a = MailServer.start(
                            folder.resolve("a"),
                            "mx.a.test",
                            "127.0.42.1",
                            port,
                            names.address(),
                            "",
                            Jdbmail.url(first));
                    MailServer b = MailServer.start(
                            folder.resolve("b"),
                            "mx.b.test",
                            "127.0.42.2",
                            port,
                            names.address(),
                            "",
                            Jdbmail.url(second));
                    // Another process on the first database: it sends from the same queue.
                    MailServer also = MailServer.start(
                            folder.resolve("also"),
                            "mx.a.test",
                            "127.0.42.3",
                            port,
                            names.address(),
                            "",
                            Jdbmail.url(first))) {
                a.account("alice@a.test");
                b.account("bob@b.test");
                send(a, "<alice@a.test> RET=HDRS", "<bob@b.test> NOTIFY=SUCCESS", "hello");
                assertTrue(b.newest("bob@b.test", 1).contains("Subject: hello"));
                assertTrue(a.newest("alice@a.test", 1).contains("Action: delivered"));
                send(b, "<bob@b.test>", "<nobody@a.test>", "to nobody");
                String report = b.newest("bob@b.test", 2);
                assertTrue(report.contains("Status: 5.1.1"), report);
                for (int i = 0; i < 20; i++) {
                    send(i % 2 == 0 ? a : also, "<alice@a.test>", "<bob@b.test>", "number " + i);
                }
                b.newest("bob@b.test", 22);
                a.awaitEmptyQueue();
                Eventually.isTrue(
                        Duration.ofSeconds(30),
                        "an empty queue",
                        () -> b.queue().isEmpty());
                assertTrue(b.messages("bob@b.test").size() == 22, "none twice");
            }
        }
    }
}
