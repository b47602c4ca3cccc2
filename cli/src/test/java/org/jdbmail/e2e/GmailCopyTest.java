package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail copy} from a server with Gmail's habits: every message comes, what was archived too, and no mailbox that only shows others' messages. */
@Tag("full")
class GmailCopyTest {
    private static final List<GmailLike.Letter> LETTERS = List.of(
            new GmailLike.Letter("in-inbox", List.of("\\\\Inbox"), "\\Seen"),
            new GmailLike.Letter("important", List.of("\\\\Important", "\\\\Inbox"), ""),
            new GmailLike.Letter("labelled", List.of("Work/Plans"), "\\Seen \\Flagged"),
            new GmailLike.Letter("sent", List.of("\\\\Sent"), "\\Seen"),
            new GmailLike.Letter("archived", List.of(), "\\Seen"),
            new GmailLike.Letter(
                    "archived-and-starred", List.of("\\\\Important", "\\\\Starred"), "\\Flagged $NotPhishing"),
            new GmailLike.Letter("under a label that is not shown", List.of("Receipts"), "\\Seen"),
            new GmailLike.Letter("thrown-away", List.of("\\\\Trash"), "\\Seen"));

    @TempDir
    private Path folder;

    private Ran copy(int from, int to) {
        return Programs.jdbmail(
                "copy",
                "--any-certificate",
                "--from",
                "imap://127.0.0.1:" + from,
                "--to",
                "imap://127.0.0.1:" + to,
                "--from-login",
                "ann@gmail.test",
                "--to-login",
                "ann",
                "--from-password",
                folder.resolve("password").toString(),
                "--to-password",
                folder.resolve("password").toString());
    }

    @Test
    void everyMessageComesOnce() throws Exception {
        Files.writeString(folder.resolve("password"), "secret\n");
        try (TestDatabase database = TestDatabases.create("sqlite");
                GmailLike gmail = new GmailLike(LETTERS)) {
            Fixture fixture = new Fixture(Jdbmail.url(database));
            try (Store store = fixture.open()) {
                Fixture.account(store, "ann");
            }
            fixture.execute("UPDATE dbmail_users SET passwd = 'secret', encryption_type = ''");
            try (Jdbmail ours = Jdbmail.start(Files.createDirectories(folder.resolve("ours")), database)) {
                Ran first = copy(gmail.port(), ours.imapPort());
                assertEquals(0, first.status(), first::toString);
                assertTrue(gmail.goodbyes() > 0, "it said goodbye in the middle");
                Ran second = copy(gmail.port(), ours.imapPort());
                assertEquals(0, second.status(), second::toString);
                assertTrue(second.out().startsWith("Copied 0 messages of 6 mailboxes; 8 were there"), second::toString);
            }
            try (Store store = fixture.open()) {
                assertEquals(
                        Map.of(
                                "INBOX", 2,
                                "Work/Plans", 1,
                                "[Gmail]", 0,
                                "[Gmail]/All Mail", 3,
                                "[Gmail]/Sent Mail", 1,
                                "[Gmail]/Trash", 1),
                        counts(store));
                assertEquals(
                        List.of("\\Archive"),
                        store
                                .read(tx -> tx.mailboxes()
                                        .ownedBy(tx.users()
                                                .find("ann")
                                                .orElseThrow()
                                                .id()))
                                .stream()
                                .filter(mailbox -> mailbox.name().equals("[Gmail]/All Mail"))
                                .map(mailbox -> String.valueOf(mailbox.specialUse()))
                                .toList());
            }
        }
    }

    /** Mailboxes that hold something, or were asked for by name. */
    private static Map<String, Integer> counts(Store store) {
        return store.read(tx -> {
            Map<String, Integer> counts = new TreeMap<>();
            long ann = tx.users().find("ann").orElseThrow().id();
            for (Mailbox mailbox : tx.mailboxes().ownedBy(ann)) {
                List<Messages.PopMessage> all = tx.messages().popMessages(mailbox.id());
                if (!all.isEmpty() || mailbox.name().startsWith("[Gmail]")) {
                    counts.put(mailbox.name(), all.size());
                }
            }
            return counts;
        });
    }
}
