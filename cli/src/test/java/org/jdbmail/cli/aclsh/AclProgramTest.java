package org.jdbmail.cli.aclsh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dbmail-acl.sh}, as manuals of DBMail call it. */
class AclProgramTest {
    /** Subscriptions to the mailboxes of others. */
    private static final String SHARED = "SELECT count(*) FROM dbmail_subscription s JOIN dbmail_mailboxes b"
            + " ON b.mailbox_idnr = s.mailbox_id WHERE b.owner_idnr <> s.user_id";

    @TempDir
    private Path folder;

    @Test
    void mailboxesAreSharedOneByOneAndAllAtOnce() {
        Fixture fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        long owner;
        long user;
        try (Store store = fixture.open()) {
            owner = Fixture.account(store, "t1@domain.tld");
            user = Fixture.account(store, "t2@domain.tld");
            store.write(tx -> tx.mailboxes().create(owner, "Work", null));
        }
        String inbox = fixture.ask(
                "SELECT mailbox_idnr FROM dbmail_mailboxes WHERE owner_idnr = " + owner + " AND name = 'INBOX'");
        assertEquals(
                new Ran(0, """
                        Taking default mailbox INBOX
                        Adding (full) acl rights for %1$d to %2$s.
                        Adding subscription of %1$d to %2$s.
                        """.formatted(user, inbox), ""),
                fixture.run("dbmail-acl.sh", "add", "t2@domain.tld", "t1@domain.tld"));
        assertEquals("1", fixture.ask("SELECT administer_flag + 0 FROM dbmail_acl WHERE user_id = " + user));
        assertEquals("1", fixture.ask(SHARED));
        assertEquals(
                0,
                fixture.run("dbmail-acl.sh", "add", "t2@domain.tld", "t1@domain.tld", "*")
                        .status());
        assertEquals("2", fixture.ask("SELECT count(*) FROM dbmail_acl WHERE user_id = " + user));
        Ran list = fixture.run("dbmail-acl.sh", "list", "acl", "t2@domain.tld");
        assertTrue(list.out().contains("lrswipkxtea on t1@domain.tld/Work"), list.out());
        assertEquals(
                2,
                fixture.run("dbmail-acl.sh", "list", "mailbox", "t1@domain.tld")
                        .out()
                        .lines()
                        .count());
        assertEquals(
                0,
                fixture.run("dbmail-acl.sh", "del", "t2@domain.tld", "t1@domain.tld", "*")
                        .status());
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_acl WHERE user_id = " + user));
        assertEquals("0", fixture.ask(SHARED));
        // The public owner has no INBOX at first.
        assertEquals(
                0,
                fixture.run("dbmail-acl.sh", "add", "t2@domain.tld", "__public__")
                        .status());
        assertEquals(
                1,
                fixture.run("dbmail-acl.sh", "add", "nosuch", "t1@domain.tld").status());
        assertEquals(
                1,
                fixture.run("dbmail-acl.sh", "add", "t2@domain.tld", "t1@domain.tld", "None")
                        .status());
        assertEquals(64, fixture.run("dbmail-acl.sh", "give").status());
    }
}
