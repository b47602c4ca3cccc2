package org.jdbmail.cli.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dbmail-util}: what DBMail 3.5.6 printed, and that one run is enough. */
class UtilProgramTest {
    private static final String ATTACHMENT =
            "Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
                    + "--b\nContent-Type: text/plain\n\nhello\n--b\nContent-Type: application/octet-stream\n\n"
                    + "0123456789abcdef\n".repeat(1000) + "--b--\n";

    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void makeTheDatabase() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        fixture.jdbmail("db", "upgrade");
    }

    private Ran util(String... arguments) {
        return fixture.run("dbmail-util", arguments);
    }

    @Test
    void aDryRunPrintsWhatDbmailPrints() {
        assertEquals(new Ran(0, """
                        Choosing dry-run mode. No changes will be made at this time.

                        Checking DBMAIL message integrity...

                        Checking DBMAIL physmessage integrity...
                        Ok. Found [0] unconnected physmessages.

                        Checking DBMAIL partlists integrity...
                        Ok. Found [0] unconnected partlists.

                        Checking DBMAIL mimeparts integrity...
                        Ok. Found [0] unconnected mimeparts.

                        Checking DBMAIL headervalues integrity...
                        Ok. Found [0] unconnected headervalues.

                        Checking DBMAIL attachments integrity...
                        Ok. Found [0] unconnected attachments.

                        Counting messages with DELETE status...
                        Ok. [0] messages have DELETE status.

                        Checking DBMAIL for rfcsize field...
                        Ok. Found [0] missing rfcsize values.

                        Checking DBMAIL for cached envelopes...
                        Ok. Found [0] missing envelope values.

                        Checking DBMAIL for cached header values...
                        Ok. Found [0] un-cached physmessages.

                        Counting deleted messages that need the DELETE status set...
                        Ok. [0] messages need to be set for deletion.

                        Counting aliases with nonexistent delivery userid's...
                        Ok. Found [0] dangling aliases.

                        Cleaning the database not performed.

                        Maintenance done. No errors found.
                        """, ""), util("-a"));
        assertEquals(new Ran(0, "", ""), util("-aq"));
    }

    @Test
    void oneRunTakesAwayAllThatWasExpunged() {
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice");
            for (int i = 0; i < 1200; i++) {
                Fixture.deliver(
                        store,
                        "alice",
                        "INBOX",
                        Fixture.DATE,
                        i % 100 == 0 ? ATTACHMENT : "Subject: " + i + "\n\nhi\n");
            }
            Fixture.deliver(store, "alice", "Kept", Fixture.DATE, "Subject: kept\n\nhi\n");
            store.write(tx -> {
                long user = tx.users().find("alice").orElseThrow().id();
                Mailbox inbox = tx.mailboxes().find(user, "INBOX").orElseThrow();
                return tx.messages().expunge(inbox.id(), NumberSet.range(1, Long.MAX_VALUE), false);
            });
        }
        fixture.execute("UPDATE dbmail_users SET curmail_size = 77 WHERE userid = 'alice'");
        assertTrue(util("-d").out().contains("Ok. [1200] messages need to be set for deletion."));
        Ran ran = util("-ay");
        assertEquals(0, ran.status(), ran.err());
        assertTrue(ran.out().contains("Ok. [1200] messages have DELETE status.\nOk. Messages deleted."), ran.out());
        assertTrue(
                ran.out().contains("Ok. Found [1200] unconnected physmessages.\nOk. Orphaned physmessages deleted."));
        for (String table : List.of("dbmail_messages", "dbmail_physmessage", "jdbmail_content", "jdbmail_summary")) {
            assertEquals("1", fixture.ask("SELECT count(*) FROM " + table), table);
        }
        assertEquals("0", fixture.ask("SELECT count(*) FROM jdbmail_blob"));
        assertEquals(
                fixture.ask("SELECT messagesize FROM dbmail_physmessage"),
                fixture.ask("SELECT curmail_size FROM dbmail_users WHERE userid = 'alice'"));
        assertTrue(util("-a").out().contains("Maintenance done. No errors found."));
    }

    @Test
    void whatDbmailsRowsLackIsFoundAndMended() {
        try (Store store = fixture.open()) {
            store.maintenance().chooseLayout(Layout.PARTS);
        }
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice");
            for (int i = 0; i < 3; i++) {
                Fixture.deliver(store, "alice", "INBOX", Fixture.DATE, "From: a@b.test\nSubject: " + i + "\n\nhi\n");
            }
        }
        fixture.execute("DELETE FROM dbmail_envelope WHERE physmessage_id = (SELECT min(id) FROM dbmail_physmessage)");
        fixture.execute("DELETE FROM dbmail_header WHERE physmessage_id = (SELECT max(id) FROM dbmail_physmessage)");
        fixture.execute("UPDATE dbmail_physmessage SET rfcsize = 0");
        fixture.execute("UPDATE dbmail_mimeparts SET hash = 'x'");
        Ran dry = util("-b");
        assertEquals(2, dry.status());
        assertEquals("""
                Ok. Found [3] missing rfcsize values.
                Ok. Found [1] missing envelope values.
                Ok. Found [1] un-cached physmessages.

                Maintenance done. Errors were found but not fixed.
                Run again with the '-y' option to repair the errors.
                """, dry.err());
        assertEquals(1, util("-by").status());
        assertEquals(0, util("-b").status());
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_physmessage WHERE rfcsize <> messagesize"));
        fixture.execute("UPDATE dbmail_envelope SET envelope = '()'");
        assertEquals(2, util("-e").status());
        assertEquals(1, util("-ey").status());
        assertEquals(0, util("-e").status());
        assertEquals(0, util("--rehash", "-y").status());
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_mimeparts WHERE hash = 'x'"));
    }

    @Test
    void aliasesToNobodyAreRemovedAndForwardsStay() {
        try (Store store = fixture.open()) {
            long alice = Fixture.account(store, "alice");
            store.write(tx -> {
                tx.aliases().add(new Alias("alice@x.test", Long.toString(alice), 0));
                tx.aliases().add(new Alias("gone@x.test", "4711", 0));
                tx.aliases().add(new Alias("out@x.test", "somebody@y.test", 0));
                tx.aliases().add(new Alias("public@x.test", "3", 0));
                return 0;
            });
        }
        Ran dry = util("-sv");
        assertEquals(2, dry.status());
        assertTrue(dry.out().contains("Dangling alias [gone@x.test] delivers to nonexistent user [4711]"), dry.out());
        assertEquals(1, util("-sy").status());
        assertEquals("3", fixture.ask("SELECT count(*) FROM dbmail_aliases"));
        assertEquals(0, util("-s").status());
    }

    @Test
    void oldMailIsMovedAndErased() {
        Instant old = Instant.parse("2020-01-01T00:00:00Z");
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice");
            Fixture.account(store, "bob");
            Fixture.deliver(store, "alice", "INBOX", old, "Subject: old\n\n");
            Fixture.deliver(store, "alice", "INBOX", Instant.now(), "Subject: new\n\n");
            Fixture.deliver(store, "alice", "Trash", Instant.now(), "Subject: new trash\n\n");
            Fixture.deliver(store, "bob", "INBOX", old, "Subject: old, and no trash\n\n");
        }
        Ran dry = util("--move", "30", "--inbox", "INBOX", "--trash", "Trash");
        assertTrue(dry.out().contains("Moving message id("), dry.out());
        Ran moved = util("--move", "30", "--inbox", "INBOX", "--trash", "Trash", "-y");
        assertEquals(0, moved.status());
        assertTrue(moved.out().contains("doesn't have mailbox(Trash)"), moved.out());
        String inTrash =
                "SELECT count(*) FROM dbmail_messages m JOIN dbmail_mailboxes b ON b.mailbox_idnr = m.mailbox_idnr"
                        + " WHERE b.name = 'Trash' AND m.status < 2";
        assertEquals("2", fixture.ask(inTrash));
        assertEquals(0, util("--erase", "30", "--trash", "Trash", "-y").status());
        assertEquals("1", fixture.ask(inTrash));
    }

    @Test
    void timesAreReadAsDbmailDoes() {
        fixture.open().close();
        assertTrue(util("-r", "1h").out().contains("Ok. [0] RC entries are older than ["));
        assertTrue(util("-l", "4h5m").out().contains("IP entries are older than ["));
        fixture.execute("INSERT INTO dbmail_replycache (to_addr, from_addr, handle, lastseen)"
                + " VALUES ('a', 'b', 'c', '2020-01-01 00:00:00')");
        assertEquals(0, util("-r", "10m", "-y").status());
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_replycache"));
        Ran bad = util("-r", "soon");
        assertEquals(3, bad.status());
        assertTrue(bad.err().contains("[soon] is not <hours>h<minutes>m."), bad.err());
    }

    @Test
    void aCommandLineThatMakesNoSenseIsOneLine() {
        for (List<String> words : List.of(
                List.of("-n", "-y", "-a"),
                List.of("--erase", "30"),
                List.of("--erase", "x", "--trash", "T"),
                List.of("--bad"))) {
            Ran ran = util(words.toArray(String[]::new));
            assertEquals(64, ran.status(), words.toString());
            assertEquals(1, ran.err().lines().count());
        }
        // As with DBMail.
        assertEquals(1, util().status());
        assertEquals(1, util("-y").err().lines().count());
        assertEquals(0, util("-h").status());
        assertEquals(0, util("-V").status());
    }

    @Test
    void messagesOfDbmail2AreWrittenAnew() {
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice");
            store.maintenance().chooseLayout(Layout.PARTS);
        }
        try (Store store = fixture.open()) {
            Fixture.deliver(store, "alice", "INBOX", Fixture.DATE, "Subject: blocks\n\nhi\n");
            assertEquals(1, store.maintenance().layouts().parts());
        }
        fixture.execute("INSERT INTO dbmail_messageblks (physmessage_id, messageblk, blocksize, is_header) SELECT id,"
                + " x'5375626a6563743a20626c6f636b730d0a0d0a68690d0a', 23, 1 FROM dbmail_physmessage");
        fixture.execute("DELETE FROM dbmail_partlists");
        assertTrue(util("-M").out().contains("[1] physmessages to migrate"));
        assertTrue(util("-My").out().contains("Migrated 1 physmessages."));
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_messageblks"));
        assertEquals("2", fixture.ask("SELECT count(*) FROM dbmail_partlists"));
    }
}
