package org.jdbmail.cli.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail db adopt}, and {@code jdbmail undelete}. */
class DbAdoptTest {
    @TempDir
    private Path folder;

    private Fixture fixture() {
        Fixture fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "anna");
            Fixture.deliver(store, "anna", "INBOX", Fixture.DATE, "Subject: one\n\n");
            Fixture.deliver(store, "anna", "INBOX", Fixture.DATE, "Subject: two\n\n");
        }
        return fixture;
    }

    /** Leaves DBMail's own tables only, as they are where DBMail made them. */
    private static void withoutOurs(Fixture fixture) throws Exception {
        List<String> drops = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(fixture.url());
                Statement statement = connection.createStatement()) {
            String query =
                    "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'trigger', 'index') AND (name LIKE"
                            + " 'jdbmail%' OR lower(name) LIKE 'databasechangelog%' OR sql LIKE '%jdbmail%') ORDER BY type DESC";
            try (ResultSet row = statement.executeQuery(query)) {
                while (row.next()) {
                    drops.add("DROP " + row.getString(1) + " IF EXISTS " + row.getString(2));
                }
            }
            statement.execute("PRAGMA foreign_keys = OFF");
            for (String drop : drops) {
                statement.execute(drop);
            }
        }
    }

    @Test
    void aDatabaseOfDbmailsIsTakenOverWithAReport() throws Exception {
        Fixture fixture = fixture();
        withoutOurs(fixture);
        Ran trial = fixture.jdbmail("db", "adopt", "--dry-run");
        assertEquals(new Ran(0, "This is a database of DBMail's: JDBMail's tables would be added.\n", ""), trial);
        Ran adopted = fixture.jdbmail("db", "adopt", "--json");
        assertTrue(adopted.out().contains("\"adopted\": true"), adopted::toString);
        assertTrue(adopted.out().contains("\"messages\": 2"), adopted::toString);
        assertTrue(adopted.out().contains("\"new_mail_is_written\": \"parts\""), adopted::toString);
        Ran again = fixture.jdbmail("db", "adopt");
        assertTrue(again.out().contains("jdbmail store convert compact"), again::toString);
        Files.createFile(folder.resolve("empty.db"));
        Ran empty = new Fixture("jdbc:sqlite:" + folder.resolve("empty.db")).jdbmail("db", "adopt");
        assertEquals(new Ran(1, "", "jdbmail db adopt: this database is empty: there is nothing to adopt\n"), empty);
    }

    @Test
    void whatWasExpungedComesBackByACommand() {
        Fixture fixture = fixture();
        assertEquals(
                new Ran(0, "Nothing was expunged from it of late.\n", ""),
                fixture.jdbmail("undelete", "anna", "INBOX"));
        long[] uid = new long[1];
        try (Store store = fixture.open()) {
            store.write(tx -> {
                long user = tx.users().find("anna").orElseThrow().id();
                long inbox = tx.mailboxes().find(user, "INBOX").orElseThrow().id();
                uid[0] = tx.messages().popMessages(inbox).getFirst().uid();
                return tx.messages().expunge(inbox, NumberSet.of(uid[0]), false);
            });
        }
        Ran list = fixture.jdbmail("undelete", "anna", "inbox", "--json");
        assertTrue(
                list.out().contains("\"uid\": " + uid[0]) && list.out().contains("\"subject\": \"one\""),
                list::toString);
        assertEquals(
                new Ran(0, "Would bring back 1 messages.\n", ""),
                fixture.jdbmail("undelete", "--dry-run", "--all", "anna", "INBOX"));
        assertEquals(
                new Ran(0, "Brought back 1 messages.\n", ""),
                fixture.jdbmail("undelete", "anna", "INBOX", Long.toString(uid[0])));
        assertEquals(
                new Ran(1, "Brought back 0 messages.\n", ""),
                fixture.jdbmail("undelete", "anna", "INBOX", Long.toString(uid[0])));
        assertEquals("2", fixture.ask("SELECT count(*) FROM dbmail_messages WHERE status < 2"));
    }
}
