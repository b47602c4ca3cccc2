package org.jdbmail.cli.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.net.FreePort;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail store} sizes, collect and verify, {@code jdbmail db status} and {@code jdbmail doctor}. */
class StoreCommandsTest {
    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void deliver() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice");
            for (int i = 0; i < 3; i++) {
                Fixture.deliver(store, "alice", "INBOX", Fixture.DATE, "Subject: " + i + "\n\nhello\n");
            }
        }
    }

    @Test
    void sizesCountMessages() {
        String sizes = fixture.jdbmail("store", "sizes", "--json").out();
        assertTrue(sizes.contains("\"messages\": 3"), sizes);
        assertTrue(sizes.contains("\"stored_messages\": 3"), sizes);
        assertTrue(sizes.contains("\"compact\": 3, \"parts\": 0"), sizes);
    }

    @Test
    void whatNothingRefersToIsCollected() {
        fixture.execute("DELETE FROM dbmail_messages");
        String found =
                fixture.jdbmail("store", "collect", "--dry-run", "--json").out();
        assertTrue(found.contains("{\"what\": \"messages\", \"found\": 3}"), found);
        assertEquals("3", fixture.ask("SELECT count(*) FROM dbmail_physmessage"));
        String removed = fixture.jdbmail("store", "collect", "--json").out();
        assertTrue(removed.contains("{\"what\": \"messages\", \"removed\": 3}"), removed);
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_physmessage"));
    }

    @Test
    void aDamagedMessageIsFound() {
        assertEquals(new Ran(0, "All 3 messages are whole.\n", ""), fixture.jdbmail("store", "verify"));
        String id = fixture.ask("SELECT min(id) FROM dbmail_physmessage");
        fixture.execute("UPDATE jdbmail_content SET head = x'00' WHERE physmessage_id = " + id);
        Ran ran = fixture.jdbmail("store", "verify", "--json");
        assertEquals(1, ran.status(), ran.out());
        assertTrue(ran.out().contains("\"physmessage\": " + id + ","), ran.out());
        assertEquals(1, ran.out().lines().count(), ran.out());
    }

    @Test
    void theDatabasesStateIsTold() {
        Ran ready = fixture.jdbmail("db", "status", "--json");
        assertEquals(0, ready.status(), ready.out());
        assertTrue(ready.out().contains("\"next_start\": \"ready\""), ready.out());
        Path nowhere = folder.resolve("misspelt.db");
        assertEquals(
                78,
                new Fixture("jdbc:sqlite:" + nowhere)
                        .jdbmail("db", "status", "--json")
                        .status());
        assertFalse(Files.exists(nowhere));
        fixture.execute("DROP TABLE dbmail_replycache");
        Ran damaged = fixture.jdbmail("db", "status", "--json");
        assertEquals(1, damaged.status());
        assertTrue(damaged.out().contains("dbmail_replycache"), damaged.out());
    }

    @Test
    void theDoctorSaysWhatIsNotRight() throws IOException {
        Path conf = Files.writeString(
                folder.resolve("dbmail.conf"),
                "[DBMAIL]\ndburi = sqlite://" + folder.resolve("mail.db") + "\nauthlgo = yes\n");
        Files.setPosixFilePermissions(conf, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        Ran ran = Programs.jdbmail("doctor", "-f", conf.toString(), "--json");
        assertEquals(1, ran.status());
        assertTrue(ran.out().contains("can be read by everybody; chmod o-r " + conf), ran.out());
        assertTrue(ran.out().contains("authlgo"), ran.out());
        assertTrue(ran.out().contains("passwords go in the clear; give tls_cert and tls_key"), ran.out());
        assertTrue(ran.out().contains("and no table or column is missing"), ran.out());
        assertTrue(ran.out().contains("every column by which rows are looked for has one"), ran.out());
        assertTrue(ran.out().contains("\"primary keys\""), ran.out());
        fixture.execute("DROP INDEX "
                + fixture.ask("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name ="
                        + " 'dbmail_messages' AND sql LIKE '%(physmessage_id)%'"));
        assertTrue(Programs.jdbmail("doctor", "-f", conf.toString(), "--json")
                .out()
                .contains("CREATE INDEX ON dbmail_messages(physmessage_id)"));
        fixture.execute("DROP TABLE dbmail_replycache");
        assertTrue(Programs.jdbmail("doctor", "-f", conf.toString()).out().contains("restore them from a backup"));
    }

    @Test
    void theDoctorLooksAtEveryPort() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket served = new ServerSocket(0, 5, here);
                Socket held = new Socket()) {
            held.bind(new InetSocketAddress(here, 0)); // nobody listens, and nobody else can
            int free = FreePort.next();
            Path conf = Files.writeString(folder.resolve("ports.conf"), """
                    [DBMAIL]
                    dburi = sqlite://%s
                    [IMAP]
                    port = %d
                    [POP]
                    port = %d
                    bindip = 192.0.2.1
                    [LMTP]
                    port = %d
                    [SIEVE]
                    port = 0
                    [SMTPD]
                    port = %d
                    socket = %s
                    [SUBMISSION]
                    port = %d
                    [AUTH]
                    port = %d
                    [HTTP]
                    port = %d
                    """.formatted(
                            folder.resolve("mail.db"),
                            served.getLocalPort(),
                            free,
                            free,
                            held.getLocalPort(),
                            folder.resolve("none/smtp"),
                            free,
                            free,
                            free));
            String found =
                    Programs.jdbmail("doctor", "-f", conf.toString(), "--json").out();
            for (String expected : List.of(
                    "imap on 127.0.0.1:" + served.getLocalPort() + " is served",
                    "pop3 on 192.0.2.1:" + free + " cannot be: this machine has no such address; mend bindip",
                    "lmtp on 127.0.0.1:" + free + " is free",
                    "smtp on 127.0.0.1:" + held.getLocalPort() + " is taken by a program that does not answer",
                    "there is no folder " + folder.resolve("none") + " for that of smtp",
                    "submission on 127.0.0.1:" + free + " is free",
                    "auth on 127.0.0.1:" + free + " is free",
                    "http on 127.0.0.1:" + free + " is free")) {
                assertTrue(found.contains(expected), expected + " in " + found);
            }
            assertFalse(found.contains("sieve on"), found);
        }
    }
}
