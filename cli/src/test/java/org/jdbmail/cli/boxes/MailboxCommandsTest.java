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

/** {@code jdbmail mailboxes}. */
class MailboxCommandsTest {
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
    void mailboxesAreMadeRenamedListedAndDeleted() {
        assertEquals(
                0,
                fixture.jdbmail("mailboxes", "create", "alice", "Work/New", "--dry-run")
                        .status());
        assertEquals("2", fixture.ask("SELECT count(*) FROM dbmail_mailboxes"));
        Ran made = fixture.jdbmail("mailboxes", "create", "alice", "Work/New");
        assertTrue(made.out().startsWith("Made Work/New (id "), made.out() + made.err());
        assertEquals(
                0,
                fixture.jdbmail("mailboxes", "rename", "alice", "Work", "Job").status());
        Ran list = fixture.jdbmail("mailboxes", "list", "alice", "--json");
        assertTrue(list.out().contains("\"name\": \"Job/New\""), list.out());
        assertTrue(list.out().contains("\"name\": \"INBOX\""), list.out());
        assertTrue(list.out().contains("\"messages\": 1, \"unseen\": 1, \"deleted\": 0"), list.out());
        assertEquals(new Ran(0, "Deleted Job/New.\n", ""), fixture.jdbmail("mailboxes", "delete", "alice", "Job/New"));
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_mailboxes WHERE name = 'Job/New'"));
    }

    @Test
    void whatImapWouldRefuseIsRefused() {
        assertEquals(1, fixture.jdbmail("mailboxes", "list", "nobody").status());
        assertEquals(1, fixture.jdbmail("mailboxes", "create", "alice", "INBOX").status());
        assertEquals(1, fixture.jdbmail("mailboxes", "delete", "alice", "INBOX").status());
        assertEquals(
                1,
                fixture.jdbmail("mailboxes", "rename", "alice", "None", "Some").status());
    }
}
