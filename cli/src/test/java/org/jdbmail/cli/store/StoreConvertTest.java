package org.jdbmail.cli.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Maintenance.Layouts;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail store convert}, there and back. */
class StoreConvertTest {
    @TempDir
    private Path folder;

    private Store open(String url) throws Exception {
        Opening opening = new Opening(Optional.empty());
        return opening.store(opening.settings(Optional.empty(), Optional.of(url)));
    }

    private static void deliver(Store store, int count) {
        long inbox = store.write(tx -> tx.users()
                .find("alice")
                .map(user ->
                        tx.mailboxes().find(user.id(), "INBOX").orElseThrow().id())
                .orElseGet(() -> tx.mailboxes()
                        .create(tx.users().create("alice", new Credential("", ""), 0, 0), "INBOX", null)));
        long user = store.read(tx -> tx.users().find("alice").orElseThrow().id());
        for (int i = 0; i < count; i++) {
            byte[] mail = ("Subject: " + i + "\r\n\r\nhello\r\n").getBytes(US_ASCII);
            store.deliver(
                    PreparedMessage.prepare(MessageBytes.of(mail)),
                    Instant.parse("2026-01-02T03:04:05Z"),
                    List.of(Destination.plain(inbox, user)));
        }
    }

    @Test
    void messagesGoWhereTheAdministratorSaysAndNewOnesFollow() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("mail.db");
        try (Store store = open(url)) {
            deliver(store, 70);
            assertEquals(new Layouts(Layout.COMPACT, 70, 0), store.maintenance().layouts());
        }
        Ran trial = Programs.jdbmail("store", "convert", "parts", "--dry-run", "--db", url);
        assertEquals(0, trial.status());
        assertTrue(trial.out().contains("Would move 70 messages to parts."), trial.out());
        Ran there = Programs.jdbmail("store", "convert", "parts", "--db", url);
        assertEquals(0, there.status(), there.err());
        assertTrue(there.out().contains("Moved 70 messages to parts."), there.out());
        try (Store store = open(url)) {
            deliver(store, 1);
            assertEquals(new Layouts(Layout.PARTS, 0, 71), store.maintenance().layouts());
        }
        assertTrue(Programs.jdbmail("store", "convert", "COMPACT", "--db", url)
                .out()
                .contains("Moved 71 messages"));
        try (Store store = open(url)) {
            deliver(store, 1);
            assertEquals(new Layouts(Layout.COMPACT, 72, 0), store.maintenance().layouts());
        }
    }

    @Test
    void aSettingThatSaysOtherwiseIsNamed() throws Exception {
        Path conf = Files.writeString(
                folder.resolve("dbmail.conf"),
                "[DBMAIL]\ndburi = sqlite://" + folder.resolve("mail.db") + "\ncontent_layout = compact\n");
        Ran ran = Programs.jdbmail("store", "convert", "parts", "-f", conf.toString());
        assertEquals(78, ran.status());
        assertTrue(ran.err().contains("dbmail.conf:3: [DBMAIL] content_layout says compact"), ran.err());
    }
}
