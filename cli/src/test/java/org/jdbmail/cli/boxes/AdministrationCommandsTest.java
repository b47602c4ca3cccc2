package org.jdbmail.cli.boxes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail domains}, {@code filters}, {@code replies}, {@code notifications}, {@code retention} and {@code mailboxes copy}. */
class AdministrationCommandsTest {
    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void makeAccounts() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice@here.test");
            Fixture.account(store, "bob");
            Fixture.deliver(store, "alice@here.test", "INBOX", Fixture.DATE, "Subject: one\n\nhello\n");
            Fixture.deliver(store, "alice@here.test", "Trash", Fixture.DATE, "Subject: old\n\nhello\n");
            Fixture.deliver(store, "alice@here.test", "Trash", Instant.now(), "Subject: new\n\nhello\n");
        }
    }

    private void is(int status, String out, String... words) {
        Ran ran = fixture.jdbmail(words);
        assertEquals(status, ran.status(), ran.out() + ran.err());
        assertTrue((status == 0 ? ran.out() : ran.err()).contains(out), ran.out() + ran.err());
    }

    @Test
    void ofDomainsMoreCanBeSaid() {
        is(
                0,
                "Would note what is said of here.test; it has 1 accounts",
                "domains",
                "set",
                "Here.Test",
                "--quota",
                "1G",
                "-n");
        assertEquals("0", fixture.ask("SELECT count(*) FROM jdbmail_domain"));
        is(0, "Noted", "domains", "set", "here.test", "--quota", "1G", "--accounts", "1");
        is(0, "Noted", "domains", "set", "there.test", "--alias-of", "here.test");
        is(1, "another name of itself", "domains", "set", "here.test", "--alias-of", "there.test");
        is(64, "'a b' is no domain", "domains", "set", "a b", "--quota", "1G");
        is(64, "'1Q' is no possible quota", "domains", "set", "here.test", "--quota", "1Q");
        is(64, "what is to be said", "domains", "set", "here.test");
        is(0, "administers here.test", "domains", "add-administrator", "here.test", "bob");
        is(
                0,
                "{\"domain\": \"here.test\", \"alias_of\": null, \"accounts\": 1, \"most_accounts\": 1, \"aliases\": 0,"
                        + " \"most_aliases\": null, ",
                "domains",
                "list",
                "--json");
        is(0, "bob", "domains", "administrators", "here.test");
        is(1, "may have 1 accounts, no more", "users", "add", "carol@here.test", "--password", "x");
        Ran users = fixture.run("dbmail-users", "-a", "carol@here.test", "-w", "x");
        assertEquals(1, users.status());
        assertTrue((users.out() + users.err()).contains("may have 1 accounts, no more"), users.out() + users.err());
        is(0, "@here.test", "quota", "list");
        is(0, "Set the quota of @here.test from 1.0 GiB to 2.0 GiB", "quota", "set", "@here.test", "2G");
        is(1, "no account has the domain nowhere.test", "quota", "set", "@nowhere.test", "2G");
        is(0, "no more", "domains", "remove-administrator", "here.test", "bob");
        is(1, "does not administer", "domains", "remove-administrator", "here.test", "bob");
        is(0, "Forgot", "domains", "remove", "here.test");
        is(1, "nothing is said of", "domains", "remove", "here.test");
    }

    @Test
    void filtersAreListedAddedAndRemoved() {
        is(0, "There is no filter.", "filters", "list");
        is(0, "goes into Böse", "filters", "add", "bob", "List-Id", "%x.test%", "Böse");
        is(0, "There is no mailbox Böse yet", "filters", "add", "bob", "List-Id", "%y.test%", "Böse");
        assertEquals("B&APY-se", fixture.ask("SELECT mailbox FROM dbmail_filters ORDER BY id"));
        is(1, "has that filter already", "filters", "add", "bob", "List-Id", "%y.test%", "Böse");
        is(64, "not the name of a header field", "filters", "add", "bob", "List Id", "x", "INBOX");
        is(1, "no account", "filters", "add", "nobody", "List-Id", "x", "INBOX");
        is(0, "\"mailbox\": \"Böse\"", "filters", "list", "bob", "--json");
        String id = fixture.ask("SELECT min(id) FROM dbmail_filters");
        is(0, "Removed filter " + id, "filters", "remove", id);
        is(1, "there is no filter " + id, "filters", "remove", id);
        is(0, "goes into INBOX", "filters", "add", "anyone", "Subject", "x", "INBOX");
    }

    @Test
    void repliesAndNotificationsAreSetListedAndRemoved() throws Exception {
        is(0, "would be answered", "replies", "set", "bob", "--until", "2099-01-01", "--text", "away", "--dry-run");
        is(0, "There is no automatic reply.", "replies", "list");
        Path text = Files.writeString(folder.resolve("text"), "Away\nuntil then\n");
        is(0, "is answered from", "replies", "set", "bob", "--until", "2099-01-01", "--file", text.toString());
        is(0, "auto_reply in [DELIVERY] is off", "replies", "list");
        is(0, "\"until\": \"2099-01-01T23:59:59\", \"now\": true", "replies", "list", "bob", "--json");
        is(
                64,
                "is before the first",
                "replies",
                "set",
                "bob",
                "--from",
                "2099-02-02",
                "--until",
                "2099-01-01",
                "--text",
                "x");
        is(64, "'soon' is no date", "replies", "set", "bob", "--until", "soon", "--text", "x");
        is(64, "", "replies", "set", "bob", "--until", "2099-01-01");
        is(0, "Removed the automatic reply of bob", "replies", "remove", "bob");
        is(1, "bob has no automatic reply", "replies", "remove", "bob");
        is(0, "p@x.test is told of mail to bob", "notifications", "set", "bob", "p@x.test");
        is(64, "'p' is no address", "notifications", "set", "bob", "p");
        is(0, "\"address\": \"p@x.test\"", "notifications", "list", "--json");
        is(0, "Nobody is told of mail to bob any more", "notifications", "remove", "bob");
        is(1, "nobody is told", "notifications", "remove", "bob");
    }

    @Test
    void messagesStayForSoManyDays() throws Exception {
        is(0, "Messages stay in every mailbox", "retention", "list");
        is(0, "Messages would stay in Trash", "retention", "set", "alice@here.test", "Trash", "30", "-n");
        is(0, "stay in Trash of alice@here.test for 30 days", "retention", "set", "alice@here.test", "Trash", "30");
        is(0, "\"days\": 30, \"said_by\": \"mailbox\", \"due\": 1", "retention", "list", "--json");
        is(0, "Would expunge 1 messages", "retention", "run", "--dry-run");
        is(0, "Expunged 1 messages", "retention", "run");
        is(0, "Expunged 0 messages", "retention", "run");
        is(1, "has no mailbox", "retention", "set", "alice@here.test", "Bin", "30");
        is(64, "from 0 to 36500", "retention", "set", "alice@here.test", "Trash", "40000");
        is(0, "Forgot", "retention", "unset", "alice@here.test", "Trash");
        is(1, "nothing was said", "retention", "unset", "alice@here.test", "Trash");
        try (Store store = fixture.open()) {
            Fixture.deliver(store, "bob", "Spam", Instant.now().minus(Duration.ofDays(9)), "Subject: x\n\n");
        }
        Path config = Files.writeString(
                folder.resolve("dbmail.conf"),
                "[DBMAIL]\ndburi = sqlite:" + folder.resolve("mail.db") + "\njunk_days = 7\n");
        Ran list = Programs.jdbmail("retention", "list", "--json", "-f", config.toString());
        assertTrue(
                list.out().contains("\"mailbox\": \"Spam\", \"days\": 7, \"said_by\": \"setting\", \"due\": 1"),
                list.out());
    }

    @Test
    void mailboxesAreCopied() {
        try (Store store = fixture.open()) {
            Fixture.deliver(store, "alice@here.test", "Trash/Below", Fixture.DATE, "Subject: below\n\nhello\n");
        }
        is(
                0,
                "Would copy 3 messages of 2 mailboxes",
                "mailboxes",
                "copy",
                "alice@here.test",
                "Trash",
                "Kept",
                "-r",
                "-n");
        is(0, "Copied 3 messages of 2 mailboxes", "mailboxes", "copy", "alice@here.test", "Trash", "Kept/Old", "-r");
        String in = "SELECT count(*) FROM dbmail_messages m JOIN dbmail_mailboxes b ON b.mailbox_idnr = m.mailbox_idnr"
                + " JOIN dbmail_users u ON u.user_idnr = b.owner_idnr WHERE u.userid = '%s' AND b.name = '%s'";
        assertEquals("2", fixture.ask(String.format(in, "alice@here.test", "Kept/Old")));
        assertEquals("1", fixture.ask(String.format(in, "alice@here.test", "Kept/Old/Below")));
        is(
                0,
                "Copied 2 messages of 1 mailbox",
                "mailboxes",
                "copy",
                "alice@here.test",
                "Trash",
                "INBOX",
                "--to-user",
                "bob");
        assertEquals("2", fixture.ask(String.format(in, "bob", "INBOX")));
        is(1, "into itself", "mailboxes", "copy", "alice@here.test", "Trash", "Trash");
        is(1, "into itself", "mailboxes", "copy", "alice@here.test", "Trash", "Trash/More", "-r");
        is(1, "has no mailbox", "mailboxes", "copy", "alice@here.test", "None", "Trash");
        fixture.execute("UPDATE dbmail_users SET maxmail_size = 1 WHERE userid = 'bob'");
        assertEquals(
                1,
                fixture.jdbmail("mailboxes", "copy", "alice@here.test", "Trash", "More", "--to-user", "bob")
                        .status());
        assertEquals("0", fixture.ask(String.format(in, "bob", "More")), "nothing is half-done");
    }
}
