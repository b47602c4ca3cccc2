package org.jdbmail.cli.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Users;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code dbmail-users} as DBMail 3.5.6 printed it, on one database from the first account to the last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UsersProgramTest {
    @TempDir
    static Path folder;

    private static String url;

    @BeforeAll
    static void nameTheDatabase() {
        url = "jdbc:sqlite:" + folder.resolve("mail.db");
    }

    @Test
    @Order(1)
    void addingPrintsWhatDbmailPrints() {
        expect(0, """
                Adding user [alice]...
                Adding user alice with password type ,0 bytes mailbox limit and clientid 0...
                Ok, user added id [4]
                Adding INBOX for new user... ok.
                [alice@example.test]
                Done
                alice:x:4:0:0.00:0.00:alice@example.test
                """, "-a", "alice", "-w", "secret", "-p", "plaintext", "-s", "alice@example.test");
        expect(
                0,
                """
                Adding user [bob]...
                Adding user bob with password type md5,52428800 bytes mailbox limit and clientid 0...
                Ok, user added id [5]
                Adding INBOX for new user... ok.
                [bob@example.test]
                [robert@example.test]
                Done
                bob:x:5:0:50.00:0.00:bob@example.test,robert@example.test
                """,
                "--add-user=bob",
                "-wsecret",
                "-p",
                "md5",
                "-m",
                "50M",
                "-s",
                "bob@example.test,robert@example.test");
        expect(
                0,
                """
                Adding user [carol@example.test]...
                Adding user carol@example.test with password type sha256,0 bytes mailbox limit and clientid 7...
                Ok, user added id [6]
                Adding INBOX for new user... ok.
                [carol@example.test]
                Done
                carol@example.test:x:6:7:0.00:0.00:carol@example.test
                """,
                "-a",
                "carol@example.test",
                "-w",
                "secret",
                "-p",
                "sha256",
                "-g",
                "7",
                "-s",
                "carol@example.test");
        assertTrue(loginHasPassword("alice", "secret"));
        assertTrue(loginHasPassword("BOB", "secret"));
        assertFalse(loginHasPassword("bob", "Secret"));
    }

    @Test
    @Order(2)
    void newPasswordsAreArgon2idUnlessAskedOtherwise() {
        assertEquals(0, users("-a", "dave", "-w", "secret").status());
        assertEquals("argon2id", credential("dave").scheme());
        assertTrue(loginHasPassword("dave", "secret"));
    }

    @Test
    @Order(3)
    void addingAgainFailsAndQuietSaysNothing() {
        assertEquals(new Ran(1, "", ""), users("-q", "-a", "alice", "-w", "x"));
        Ran ran = users("-a", "ALICE", "-w", "x");
        assertEquals(1, ran.status());
        assertTrue(ran.out().contains("Failed: user name already exists"));
        assertTrue(loginHasPassword("alice", "secret"));
    }

    @Test
    @Order(4)
    void forwardsAreMadeAndRemovedByPattern() {
        expect(0, """
                Creating an external forwarding address for [f@x.test]...
                [a@b.test]
                [c@d.test]
                Done
                """, "-x", "f@x.test", "-t", "a@b.test,c@d.test");
        expect(0, """
                Listing information for user [f@x.test]...
                forward [f@x.test] to [a@b.test,c@d.test]
                """, "-l", "f@x.test");
        expect(0, """
                Creating an external forwarding address for [f@x.test]...
                [a@*] matches:
                  [a@b.test]
                Done
                """, "-x", "f@x.test", "-T", "a@*");
        expect(0, """
                Creating an external forwarding address for [list@example.test]...
                [alice@example.test]
                [bob@example.test]
                Done
                """, "-x", "list@example.test", "-t", "alice@example.test,bob@example.test");
        expect(0, """
                Creating an external forwarding address for [@catchall.test]...
                [alice@example.test]
                Done
                """, "-x", "@catchall.test", "-t", "alice@example.test");
        expect(0, """
                Listing information for user [list@example.test]...
                deliver [list@example.test] to [alice]
                deliver [list@example.test] to [bob]
                """, "-l", "list@example.test");
    }

    @Test
    @Order(5)
    void listingsAreLikeDbmails() {
        expect(0, """
                Listing information for user [alice]...
                alice:x:4:0:0.00:0.00:@catchall.test,alice@example.test,list@example.test
                """, "-l", "alice");
        expect(1, """
                Listing information for user [nosuch]...
                Nothing found: no user or alias is [nosuch].
                Command failed.
                """, "-l", "nosuch");
        expect(0, """
                Listing information for all users
                -- users --
                __@!internal_delivery_user!@__:x:1:0:0.00:0.00:
                __public__:x:3:0:0.00:0.00:
                alice:x:4:0:0.00:0.00:@catchall.test,alice@example.test,list@example.test
                anyone:x:2:0:0.00:0.00:
                bob:x:5:0:50.00:0.00:bob@example.test,list@example.test,robert@example.test
                carol@example.test:x:6:7:0.00:0.00:carol@example.test
                dave:x:7:0:0.00:0.00:

                -- forwards --
                f@x.test: c@d.test
                """, "-L");
    }

    @Test
    @Order(6)
    void changingSucceedsWithStatusZero() {
        expect(0, "Changing user [alice]...\nDone\n", "-c", "alice");
        expect(0, "Changing user [alice]...\nDone\n", "-c", "alice", "-u", "alice2");
        expect(0, "Changing user [alice2]...\nDone\n", "-c", "alice2", "-u", "alice");
        expect(0, "Changing user [alice]...\nDone\n", "-c", "alice", "-g", "5", "-m", "1G");
        expect(0, """
                Changing user [alice]...
                Pretending to change mail quota for user id number [4] to [10485760] bytes
                """, "-c", "alice", "-m", "10M", "-n");
        expect(
                0,
                "Listing information for user [alice]...\n"
                        + "alice:x:4:5:1024.00:0.00:@catchall.test,alice@example.test,list@example.test\n",
                "-l",
                "alice");
        expect(
                0,
                "Changing user [bob]...\n[rob*] matches:\n  [robert@example.test]\n[b2@example.test]\nDone\n",
                "-c",
                "bob",
                "-s",
                "b2@example.test",
                "-S",
                "rob*");
    }

    @Test
    @Order(7)
    void aChangedPasswordKeepsItsTypeAndMayComeFromAFile() throws IOException {
        assertEquals(0, users("-c", "bob", "-w", "other").status());
        assertEquals("md5", credential("bob").scheme());
        assertTrue(loginHasPassword("bob", "other"));
        Path file = Files.writeString(folder.resolve("pw"), "from a file\nsecond line\n");
        assertEquals(0, users("-c", "bob", "-W" + file, "-p", "bcrypt").status());
        assertEquals("bcrypt", credential("bob").scheme());
        assertTrue(loginHasPassword("bob", "from a file"));
        assertEquals(
                0,
                users("-c", "bob", "-w", "5ebe2294ecd0e0f08eab7690d2a6ee69", "-p", "md5-digest-raw")
                        .status());
        assertTrue(loginHasPassword("bob", "secret"));
        Path shadow = Files.writeString(
                folder.resolve("shadow"),
                "root:*:1::\nbob:$5$sL0S1lv4Lms5Yrfm$13PzZL4Loy2xDP2vEJCcfbp4rmQdcMVwCyUZwVrOb7B:1::\n");
        assertEquals(0, users("-c", "bob", "-P" + shadow).status());
        assertEquals("crypt", credential("bob").scheme());
        assertTrue(loginHasPassword("bob", "secret"));
    }

    @Test
    @Order(8)
    void usersAreDisabledAndEnabled() {
        assertEquals(0, users("-c", "carol@example.test", "--disable").status());
        assertFalse(login("carol@example.test").user().active());
        assertEquals(0, users("-c", "carol@example.test", "--enable").status());
        assertTrue(login("carol@example.test").user().active());
        assertEquals(
                0,
                users("-c", "carol@example.test", "--security-password", "x", "--security-action", "3")
                        .status());
        assertEquals(
                0, users("-c", "carol@example.test", "--security-action", "0").status());
    }

    @Test
    @Order(9)
    void whatCannotBeIsToldAndChangesNothing() {
        assertEquals(
                new Ran(255, "Error: user [nosuch] does not exist.\nCommand failed.\n", ""), users("-d", "nosuch"));
        Ran badType = users("-a", "bad", "-p", "nonsense", "-w", "x");
        assertEquals(255, badType.status());
        assertTrue(badType.out().startsWith("Error: unable to create a password.\n"), badType.out());
        assertEquals(1, users("-l", "bad").status());
        assertEquals(1, users("-d", "anyone").status());
        assertEquals(1, users("-c", "alice", "-u", "bob").status());
        assertEquals(64, users("-a").status());
        assertEquals(64, users("-a", "x", "-d", "y").status());
        assertEquals(64, users("-c", "alice", "-m", "much").status());
        assertEquals(64, users("--ad", "x").status(), "an ambiguous beginning");
        assertEquals(64, users().status());
        assertEquals(64, users("-c", "alice", "-n", "-y").status());
        assertEquals(64, users("-x", "f@x.test").status(), "neither -t nor -T");
        assertEquals(64, users("-c", "alice", "--", "word").status());
    }

    @Test
    @Order(10)
    void emptyingNeedsAYes() {
        expect(1, """
                Empty all mailboxes for user [alice]...
                You've requested to delete all mailboxes owned by user number [4]:
                INBOX
                please run again with -y to actually perform this action.
                Command failed.
                """, "-e", "alice");
        assertEquals(0, users("-e", "alice", "-y").status());
    }

    @Test
    @Order(11)
    void deletingRemovesAliasesToo() {
        assertEquals(0, users("-qa", "delme", "-w", "x", "-s", "delme@x.test").status());
        long id = login("delme").user().id();
        expect(0, """
                Deleting user [delme]...
                Deleting forwarders for user [%1$d] and alias [delme]
                Deleting forwarders for user [%1$d] and alias [delme@x.test]
                Deleting aliases for user [delme]...
                [delme@x.test]
                Done
                Deleting user [delme]...
                Done
                """.formatted(id), "-d", "delme");
        assertEquals(1, users("-l", "delme").status());
        assertEquals(1, users("-l", "delme@x.test").status());
    }

    @Test
    @Order(12)
    void helpAndVersionSucceed() {
        assertTrue(users("-h").out().startsWith("*** dbmail-users ***"));
        assertEquals(0, users("-V").status());
    }

    @Test
    @Order(13)
    void aScriptMayBeRunAgain() {
        expect(
                0,
                "Changing user [alice]...\n[nosuch@*] matches:\n[alice@example.test]\nDone\n",
                "-c",
                "alice",
                "-S",
                "nosuch@*",
                "-s",
                "alice@example.test");
        expect(0, "Changing user [alice]...\n[nosuch@x.test]\nDone\n", "-c", "alice", "-S", "nosuch@x.test");
        String[] forward = {"-x", "again@x.test", "-t", "Ext@y.test"};
        assertEquals(0, users(forward).status());
        forward[3] = "ext@Y.test";
        assertEquals(0, users(forward).status());
        expect(0, "forward [again@x.test] to [Ext@y.test]\n", "-ql", "again@x.test");
    }

    @Test
    @Order(14)
    void whatIsRemovedGoesBeforeWhatIsAddedComes() {
        assertEquals(0, users("-a", "swap", "-s", "old@x.test,older@x.test").status());
        assertEquals(0, users("-c", "swap", "-s", "new@x.test", "-S", "*").status());
        assertTrue(users("-ql", "swap").out().endsWith(":new@x.test\n"));
        assertEquals(0, users("-x", "swapped@x.test", "-t", "a@y.test").status());
        assertEquals(
                0, users("-x", "swapped@x.test", "-t", "b@y.test", "-T", "*").status());
        expect(0, "forward [swapped@x.test] to [b@y.test]\n", "-ql", "swapped@x.test");
    }

    @Test
    @Order(15)
    void quietListingsAreTheLinesAlone() {
        Ran listed = users("-qL");
        assertTrue(listed.out().startsWith("__@!internal_delivery_user!@__:x:1:0:0.00:0.00:\n"), listed.out());
        assertTrue(listed.out().endsWith("swapped@x.test: b@y.test\n"), listed.out());
        assertFalse(listed.out().contains("--"));
        assertEquals(new Ran(1, "", ""), users("-ql", "nosuch"));
        Ran added = users("-qa", "silent");
        assertTrue(added.out().matches("silent:x:[0-9]+:0:0.00:0.00:\n"), added.out());
    }

    @Test
    @Order(16)
    void aUserWhoseNameIsAnAliasIsListedWithBoth() {
        assertEquals(0, users("-x", "carol@example.test", "-t", "c@y.test").status());
        assertEquals(
                0, users("-x", "carol@example.test", "-t", "alice@example.test").status());
        long id = login("carol@example.test").user().id();
        expect(0, """
                forward [carol@example.test] to [c@y.test]
                deliver [carol@example.test] to [alice]
                carol@example.test:x:%d:7:0.00:0.00:carol@example.test
                """.formatted(id), "-ql", "carol@example.test");
    }

    @Test
    @Order(17)
    void pretendingPrintsWhatDbmailPrintsAndChangesNothing() {
        String before = users("-qL").out();
        long id = login("bob").user().id();
        expect(
                0,
                """
                Changing user [bob]...
                Pretending to change username of user id number [%1$d] to [robert]
                Pretending to change password for user id number [%1$d]
                Pretending to change client for user id number [%1$d] to client id number [3]
                Pretending to change mail quota for user id number [%1$d] to [10485760] bytes
                Pretending to set security password for user [%1$d]
                Pretending to set security action for user [%1$d] to [2]
                Pretending to disable authentication for user [%1$d]
                Pretending to remove aliases for user id number [%1$d]
                  [b*]
                Pretending to add aliases for user id number [%1$d]
                  [r@x.test]
                  [s@x.test]
                """.formatted(id),
                "-nc",
                "bob",
                "-u",
                "robert",
                "-w",
                "hidden",
                "-g",
                "3",
                "-m",
                "10MB",
                "--security-password",
                "hidden",
                "--security-action",
                "2",
                "--disable",
                "-s",
                "r@x.test,s@x.test",
                "-S",
                "b*");
        expect(0, """
                Adding user [new]...
                Pretending to add user new with password type sha1, 2048 bytes mailbox limit and clientid 9
                """, "-na", "new", "-p", "SHA1", "-m", "2kb", "-g", "9");
        expect(0, """
                Creating an external forwarding address for [f@x.test]...
                Pretending to remove forwards for alias [f@x.test]
                  [c@*]
                Pretending to add forwards for alias [f@x.test]
                  [e@x.test]
                """, "-nx", "f@x.test", "-t", "e@x.test", "-T", "c@*");
        expect(
                0,
                "Deleting user [bob]...\nPretending to delete alias [bob] for user id number [" + id + "]\n",
                "-nd",
                "bob");
        assertEquals(before, users("-qL").out());
    }

    @Test
    @Order(18)
    void anImpossibleChangeChangesNothingElse() {
        String before = users("-ql", "bob").out();
        assertEquals(
                1,
                users("-c", "bob", "-u", "ALICE", "-m", "77M", "-s", "x@y.test").status());
        assertEquals(
                1,
                users("-c", "bob", "-m", "77M", "-s", "x@y.test," + "x".repeat(101))
                        .status());
        assertEquals(1, users("-c", "bob", "-m", "77M", "-s", "x@y.test,a\tb").status());
        assertEquals(1, users("-a", "bob2", "-s", "x@y.test,a\tb").status());
        assertEquals(1, users("-x", "x@y.test", "-t", "y".repeat(251)).status());
        assertEquals(before, users("-ql", "bob").out());
        assertEquals(1, users("-l", "bob2").status());
        assertEquals(1, users("-l", "x@y.test").status());
        expect(1, """
                Adding user [Bob]...
                Adding user Bob with password type ,0 bytes mailbox limit and clientid 0...
                Failed: user name already exists
                Command failed.
                """, "-a", "Bob", "-w", "x", "-p", "plaintext");
    }

    @Test
    @Order(19)
    void theSecondPasswordHasTheTypeOfTheFirstAndItsActionIsItsOwn() throws SQLException {
        assertEquals(
                0,
                users(
                                "-a",
                                "second",
                                "-w",
                                "one",
                                "-p",
                                "sha256",
                                "--security-password",
                                "two",
                                "--security-action",
                                "5")
                        .status());
        assertEquals("5", column("saction", "second"));
        assertEquals(
                new Passwords()
                        .encode(Password.of("two"), PasswordScheme.SHA256)
                        .encoded(),
                column("spasswd", "second"));
        assertEquals(0, users("-c", "second", "--security-password", "three").status());
        assertEquals("5", column("saction", "second"));
        assertEquals(
                255,
                users("-c", "second", "--security-password", "four", "-p", "bcrypt")
                        .status());
        assertEquals(
                new Passwords()
                        .encode(Password.of("three"), PasswordScheme.SHA256)
                        .encoded(),
                column("spasswd", "second"));
    }

    @Test
    @Order(20)
    void anEmptyPasswordLetsNobodyIn() {
        for (String type : List.of("plaintext", "sha256", "argon2id", "crypt-raw")) {
            assertEquals(0, users("-c", "second", "-w", "", "-p", type).status());
            assertFalse(loginHasPassword("second", ""), type);
        }
    }

    @Test
    @Order(21)
    void shadowFilesAreReadAsDbmailReadsThem() throws IOException {
        Path shadow = Files.writeString(
                folder.resolve("shadow2"), "second:$1$W0w.fBxv$zLAqa8tYXxw9NLSOnA8JT.:1::\nother:x:1::\n");
        assertEquals(0, users("--pw-shadow", shadow.toString(), "-c", "second").status());
        assertEquals("md5", credential("second").scheme());
        assertEquals(0, users("-c", "second", "-P" + shadow, "-p", "Shadow").status());
        assertEquals(255, users("-c", "bob", "-P" + shadow).status(), "no such user in the file");
        for (String useless :
                List.of("*", "!", "!$1$W0w.fBxv$zLAqa8tYXxw9NLSOnA8JT.", "", "$y$j9T$abc$" + "d".repeat(43))) {
            Files.writeString(shadow, "second:" + useless + ":1::\n");
            assertEquals(255, users("-c", "second", "-P" + shadow).status(), useless);
        }
        assertEquals("md5", credential("second").scheme());
        assertEquals(64, users("-c", "second", "--pw-shadow").status());
    }

    @Test
    @Order(22)
    void deletingAUserLeavesWhatLeadsToOthers() {
        assertEquals(
                0,
                users("-a", "leaver", "-s", "leaver@z.test,office@z.test,own@z.test")
                        .status());
        assertEquals(
                0, users("-a", "stayer", "-s", "stayer@z.test,office@z.test").status());
        assertEquals(0, users("-x", "office@z.test", "-t", "archive@y.test").status());
        assertEquals(0, users("-x", "own@z.test", "-t", "private@y.test").status());
        assertEquals(
                0,
                users("-x", "team@z.test", "-t", "leaver@z.test,office@z.test").status());
        long id = login("leaver").user().id();
        expect(0, """
                Deleting user [leaver]...
                Deleting forwarders for user [%1$d] and alias [leaver]
                Deleting forwarders for user [%1$d] and alias [leaver@z.test]
                Deleting forwarders for user [%1$d] and alias [office@z.test]
                Deleting forwarders for user [%1$d] and alias [own@z.test]
                \tDeleting forward for [private@y.test]
                Deleting aliases for user [leaver]...
                [leaver@z.test]
                [office@z.test]
                [own@z.test]
                Done
                Deleting user [leaver]...
                Done
                """.formatted(id), "-d", "leaver");
        expect(
                0,
                "forward [office@z.test] to [archive@y.test]\ndeliver [office@z.test] to [stayer]\n",
                "-ql",
                "office@z.test");
        expect(
                0,
                "forward [team@z.test] to [archive@y.test]\ndeliver [team@z.test] to [stayer]\n",
                "-ql",
                "team@z.test");
        assertEquals(1, users("-l", "own@z.test").status());
    }

    private static Ran users(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dbmail-users", "--db", url));
        all.addAll(List.of(arguments));
        return Programs.jdbmail(all.toArray(String[]::new));
    }

    private static void expect(int status, String out, String... arguments) {
        assertEquals(new Ran(status, out, ""), users(arguments));
    }

    private static Users.Login login(String name) {
        try {
            Opening opening = new Opening(Optional.empty());
            try (Store store = opening.store(opening.settings(Optional.empty(), Optional.of(url)))) {
                return store.read(tx -> tx.users().login(name)).orElseThrow();
            }
        } catch (org.jdbmail.cli.start.Failure e) {
            throw new AssertionError(e);
        }
    }

    private static Credential credential(String name) {
        return login(name).credential();
    }

    private static String column(String column, String login) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT " + column + " FROM dbmail_users WHERE userid = '" + login + "'")) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private static boolean loginHasPassword(String name, String password) {
        return new Passwords().matches(Password.of(password), credential(name));
    }
}
