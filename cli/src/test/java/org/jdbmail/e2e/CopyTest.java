package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.moving.Filled;
import org.jdbmail.core.moving.compare.Comparison;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail copy} from our server to Debian's Dovecot and back, from one with DBMail's habits, and Dovecot's own files into a store: nothing
 * differs. */
@Tag("full")
class CopyTest {
    private static final String ALICE = "alice@example.test";

    @TempDir
    private Path folder;

    private static Fixture filled(TestDatabase database, boolean isWithMail) {
        Fixture fixture = new Fixture(Jdbmail.url(database));
        try (Store store = fixture.open()) {
            if (isWithMail) {
                Filled.fill(store);
            } else {
                Fixture.account(store, ALICE);
                Fixture.account(store, "bob");
            }
        }
        fixture.execute("UPDATE dbmail_users SET passwd = 'secret', encryption_type = ''");
        return fixture;
    }

    private Ran copy(int from, int to, String... more) throws IOException {
        Path accounts = folder.resolve("accounts.csv");
        Files.writeString(accounts, "from_login,from_password\n" + ALICE + ",secret\nbob,secret\n");
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        List<String> words = new ArrayList<>(List.of(
                "copy",
                "--any-certificate",
                "--from",
                "imap://127.0.0.1:" + from,
                "--to",
                "imap://127.0.0.1:" + to,
                "--accounts",
                accounts.toString(),
                "--to-password",
                password.toString()));
        words.addAll(List.of(more));
        return Programs.jdbmail(words.toArray(String[]::new));
    }

    /** What differs in mailboxes. */
    private static List<String> differences(Fixture one, Fixture other) throws IOException {
        List<String> all = new ArrayList<>();
        try (Store first = one.open();
                Store second = other.open()) {
            new Comparison(first, second, false, all::add, count -> {}).run(List.of(ALICE, "bob"));
        }
        // What belongs to the account is not copied; who has rights on a mailbox, Dovecot was not asked to keep.
        return all.stream()
                .filter(line -> line.contains("/") && !line.contains("the list of rights"))
                .toList();
    }

    @Test
    void thereAndBackAgainAndAsFiles() throws Exception {
        try (TestDatabase database = TestDatabases.create("sqlite");
                TestDatabase second = TestDatabases.create("sqlite");
                TestDatabase third = TestDatabases.create("sqlite")) {
            Fixture source = filled(database, true);
            // Dovecot's levels are separated by points.
            assertEquals(
                    0,
                    source.jdbmail("mailboxes", "rename", ALICE, "Work/v1.2", "Work/Grüße")
                            .status());
            Fixture files = filled(second, false);
            Fixture back = filled(third, false);
            try (Dovecot dovecot = Dovecot.start(Files.createDirectories(folder.resolve("dovecot")));
                    Jdbmail ours = Jdbmail.start(Files.createDirectories(folder.resolve("ours")), database);
                    CuttingRelay relay = new CuttingRelay(ours.imapPort(), 4_500_000)) {
                Ran trial = copy(ours.imapPort(), dovecot.port(), "--dry-run");
                assertEquals(new Ran(0, "Would copy 58 messages of 4 mailboxes; 0 were there already.\n", ""), trial);
                Ran copied = copy(relay.port(), dovecot.port());
                assertEquals(0, copied.status(), copied::toString);
                assertTrue(copied.out().startsWith("Copied 58 messages of 4 mailboxes"), copied::toString);
                assertTrue(relay.cuts() > 0, "the source has cut the connection");
                Ran again = copy(ours.imapPort(), dovecot.port());
                assertEquals(new Ran(0, "Copied 0 messages of 4 mailboxes; 58 were there already.\n", ""), again);

                for (String login : List.of(ALICE, "bob")) {
                    Ran imported = files.jdbmail(
                            "import", login, dovecot.maildir(login).toString());
                    assertEquals(0, imported.status(), imported::toString);
                }
                assertEquals(
                        List.of(),
                        differences(source, files).stream()
                                .filter(line -> !line.contains("the special use"))
                                .toList());

                try (Jdbmail other = Jdbmail.start(Files.createDirectories(folder.resolve("other")), third)) {
                    Ran returned = copy(dovecot.port(), other.imapPort(), "--connections", "1");
                    assertEquals(0, returned.status(), returned::toString);
                }
                assertEquals(
                        List.of(),
                        differences(source, back).stream()
                                .filter(line -> !line.contains("the special use"))
                                .toList());
            }
        }
    }

    /** Words of DBMail's IMAP server, which answers all others with BAD. */
    private static final Set<String> WORDS_OF_DBMAIL = Set.of(
            "CAPABILITY",
            "LOGOUT",
            "LOGIN",
            "AUTHENTICATE",
            "SELECT",
            "EXAMINE",
            "LIST",
            "LSUB",
            "STATUS",
            "NAMESPACE",
            "GETACL",
            "MYRIGHTS",
            "ID",
            "NOOP",
            "UNSELECT",
            "CLOSE",
            "ENABLE",
            "UID FETCH",
            "UID SEARCH",
            "FETCH",
            "SEARCH");

    @Test
    void fromAServerLikeDbmails() throws Exception {
        try (TestDatabase database = TestDatabases.create("sqlite");
                TestDatabase second = TestDatabases.create("sqlite")) {
            Fixture source = filled(database, true);
            Fixture target = filled(second, false);
            try (Jdbmail theirs = Jdbmail.start(Files.createDirectories(folder.resolve("theirs")), database);
                    DbmailLike dbmail = new DbmailLike(theirs.imapPort());
                    Jdbmail ours = Jdbmail.start(Files.createDirectories(folder.resolve("ours")), second)) {
                Ran copied = copy(dbmail.port(), ours.imapPort());
                assertEquals(0, copied.status(), copied::toString);
                Ran again = copy(dbmail.port(), ours.imapPort());
                assertEquals(new Ran(0, "Copied 0 messages of 4 mailboxes; 58 were there already.\n", ""), again);
                assertTrue(
                        WORDS_OF_DBMAIL.containsAll(dbmail.commands()),
                        dbmail.commands().toString());
            }
            assertEquals(
                    List.of(),
                    differences(source, target).stream()
                            .filter(line -> !line.contains("the special use"))
                            .toList());
        }
    }

    @Test
    void whatIsWrongIsOneLine() throws Exception {
        Ran refused = copy(1, 2);
        assertEquals(1, refused.status());
        assertEquals(2, refused.err().lines().count(), refused::toString);
        assertTrue(
                refused.err().contains("jdbmail copy: bob: 127.0.0.1:1 cannot be reached: Connection refused\n"),
                refused::toString);
        Ran unclear = Programs.jdbmail("copy", "--from", "ftp://x", "--to", "imap://y", "--from-login", "a");
        assertEquals(new Ran(64, "", "jdbmail copy: ftp://x is not imap://HOST or imaps://HOST\n"), unclear);
    }
}
