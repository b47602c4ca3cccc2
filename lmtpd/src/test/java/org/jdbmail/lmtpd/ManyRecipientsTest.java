package org.jdbmail.lmtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jdbmail.core.store.Credential;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A message for as many as one transaction may name. */
class ManyRecipientsTest {
    private static final int MANY = 1_000;

    static List<String> databases() {
        return TestDatabases.names();
    }

    private static long count(LmtpTestServer server, String table) throws SQLException {
        try (Connection connection = server.database().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatGoesToAThousandIsStoredOnce(String name) throws Exception {
        try (LmtpTestServer server = LmtpTestServer.start(name);
                LineClient client = LineClient.connect(server.address()).timeout(Duration.ofSeconds(60))) {
            server.store().write(tx -> {
                for (int i = 0; i < MANY; i++) {
                    tx.mailboxes()
                            .create(tx.users().create("user" + i, new Credential("", "md5"), 0, 0), "INBOX", null);
                }
                return true;
            });
            StringBuilder all = new StringBuilder("LHLO client.test\r\nMAIL FROM:<s@remote.test>\r\n");
            for (int i = 0; i < MANY; i++) {
                all.append("RCPT TO:<user").append(i).append(">\r\n");
            }
            long contents = count(server, "dbmail_physmessage");
            long began = System.nanoTime();
            client.send(all.append("DATA\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            assertTrue(client.readUntil("354").startsWith("354"));
            long named = System.nanoTime();
            client.send(("Subject: all\r\n\r\n" + "A line.\r\n".repeat(2_000) + ".\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < MANY; i++) {
                String reply = client.readLine();
                assertTrue(reply.startsWith("250 2.0.0 <user" + i + ">"), reply);
            }
            long ended = System.nanoTime();
            System.out.printf(
                    "%s: %,d recipients named in %d ms, delivered in %d ms%n",
                    name, MANY, (named - began) / 1_000_000, (ended - named) / 1_000_000);
            assertEquals(contents + 1, count(server, "dbmail_physmessage"));
            assertEquals(MANY, count(server, "dbmail_messages"));
            assertEquals(1, count(server, "jdbmail_content"));
        }
    }
}
