package org.jdbmail.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL in the middle of a backup, and of a restore: what is there then is whole, and the same command ends what was begun. */
@Tag("full")
class KilledBackupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BATCHES = 16;
    private static final int BATCH = 250;

    @TempDir
    Path folder;

    private Fixture source = new Fixture("");
    private Fixture target = new Fixture("");
    private Path backup = Path.of("");

    @BeforeEach
    void fill() {
        source = new Fixture("jdbc:sqlite:" + folder.resolve("source.db"));
        target = new Fixture("jdbc:sqlite:" + folder.resolve("target.db"));
        backup = folder.resolve("backup");
        try (Store store = source.open()) {
            long user = Fixture.account(store, "bob");
            long inbox = store.read(tx -> tx.mailboxes().find(user, "INBOX"))
                    .orElseThrow()
                    .id();
            Random random = new Random(23);
            for (int i = 0; i < BATCHES; i++) {
                List<BulkIntake.Item> items = new ArrayList<>();
                for (int j = 0; j < BATCH; j++) {
                    items.add(new BulkIntake.Item(
                            new BulkIntake.Fresh(PreparedMessage.prepare(letter(random)), Fixture.DATE, 0),
                            FlagSet.of(j % 32, List.of()),
                            false,
                            null,
                            0,
                            "",
                            ""));
                }
                store.takeIn(new BulkIntake(inbox, user, items));
            }
        }
    }

    private static MessageBytes letter(Random random) {
        StringBuilder text = new StringBuilder("Subject: letter\r\n\r\n");
        while (text.length() < 3_000) {
            text.append(Long.toHexString(random.nextLong())).append("\r\n");
        }
        return MessageBytes.of(text.toString().getBytes(US_ASCII));
    }

    /** Starts a command, and kills it as soon as something is true. */
    private void kill(Callable<Boolean> moment, String... words) throws Exception {
        try (ServerProcess process = ServerProcess.start(folder.resolve("killed"), List.of(words))) {
            Eventually.isTrue(
                    PATIENCE,
                    "the middle of it",
                    () -> moment.call() || !process.process().isAlive());
            process.signal("KILL");
            assertNotEquals(0, process.exitStatus(PATIENCE), "it was not at its end: " + process.output());
        }
    }

    /** Octets of packs that are being written. */
    private long written() {
        Path packs = backup.resolve("packs");
        try (Stream<Path> files = Files.isDirectory(packs) ? Files.list(packs) : Stream.empty()) {
            long octets = 0;
            for (Path file : files.toList()) {
                octets += Files.size(file);
            }
            return octets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasMessages(int count) {
        return Files.exists(folder.resolve("target.db"))
                && target.ask("SELECT name FROM sqlite_master WHERE name = 'dbmail_messages'")
                        .equals("dbmail_messages")
                && Integer.parseInt(target.ask("SELECT count(*) FROM dbmail_messages")) >= count;
    }

    @Test
    void whatWasKilledIsGoneOnWith() throws Exception {
        kill(() -> written() > 100_000, "backup", "take", "--db", source.url(), backup.toString());
        Ran none = Programs.jdbmail("backup", "verify", backup.toString());
        assertTrue(none.out().startsWith("All is whole: 0 snapshots"), none::toString);
        Ran taken = Programs.jdbmail("backup", "take", "--db", source.url(), backup.toString());
        assertTrue(taken.out().contains(": " + BATCHES * BATCH + " messages of "), taken::toString);
        Ran whole = Programs.jdbmail("backup", "verify", backup.toString());
        assertTrue(whole.out().startsWith("All is whole: 1 snapshots"), whole::toString);
        for (int count : List.of(1, BATCHES * BATCH / 2)) {
            kill(() -> hasMessages(count), "backup", "restore", "--all", "--db", target.url(), backup.toString());
        }
        assertTrue(
                Integer.parseInt(target.ask("SELECT count(*) FROM dbmail_messages")) < BATCHES * BATCH,
                "something is still to be brought");
        Ran restored = Programs.jdbmail("backup", "restore", "--all", "--db", target.url(), backup.toString());
        assertEquals(0, restored.status(), restored::toString);
        assertEquals(
                new Ran(0, "Nothing differs.\n", ""),
                source.jdbmail("store", "compare", "--numbers", "--other-db", target.url()));
    }
}
