package org.jdbmail.cli.boxes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail acl}. */
class AclCommandsTest {
    /** Subscriptions to the mailboxes of others. */
    private static final String SHARED = "SELECT count(*) FROM dbmail_subscription s JOIN dbmail_mailboxes b"
            + " ON b.mailbox_idnr = s.mailbox_id WHERE b.owner_idnr <> s.user_id";

    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void makeAccounts() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice");
            Fixture.account(store, "bob");
            Fixture.deliver(store, "alice", "INBOX", Fixture.DATE, "Subject: one\n\nhello\n");
        }
    }

    @Test
    void rightsAreGivenListedAndTakenAway() {
        assertEquals(new Ran(0, "Nobody else has any right.\n", ""), fixture.jdbmail("acl", "list"));
        assertEquals(
                0, fixture.jdbmail("acl", "add", "bob", "alice", "INBOX", "-n").status());
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_acl"));
        Ran given = fixture.jdbmail("acl", "add", "bob", "alice", "INBOX", "--rights", "lrs");
        assertEquals(new Ran(0, "bob may lrs on alice/INBOX\n", ""), given);
        assertEquals("1", fixture.ask(SHARED));
        Ran list = fixture.jdbmail("acl", "list", "alice", "--user", "BOB", "--json");
        assertTrue(list.out().contains("\"user\": \"bob\", \"rights\": \"lrs\""), list.out());
        assertEquals(0, fixture.jdbmail("acl", "remove", "bob", "alice").status());
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_acl"));
        assertEquals("0", fixture.ask(SHARED));
        assertEquals(new Ran(0, "bob had no rights there.\n", ""), fixture.jdbmail("acl", "remove", "bob", "alice"));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertEquals(1, fixture.jdbmail("acl", "add", "nobody", "alice").status());
        assertEquals(1, fixture.jdbmail("acl", "add", "bob", "alice", "None").status());
        assertEquals(
                64,
                fixture.jdbmail("acl", "add", "bob", "alice", "--rights", "XYZ").status());
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_acl"));
    }
}
