package org.jdbmail.cli.moving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.moving.backup.Backup;
import org.jdbmail.core.moving.backup.Restore;
import org.jdbmail.core.moving.backup.Snapshot;
import org.jdbmail.core.moving.compare.Comparison;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots in a folder: what goes in comes out again, whole or in part, also where something was broken off or is damaged. */
class BackupTest {
    private static final String ALICE = "alice@example.test";

    @TempDir
    private Path folder;

    private Path backup = Path.of("");
    private Fixture source = new Fixture("");
    private Fixture target = new Fixture("");

    @BeforeEach
    void fill() {
        backup = folder.resolve("backup");
        source = new Fixture("jdbc:sqlite:" + folder.resolve("source.db"));
        target = new Fixture("jdbc:sqlite:" + folder.resolve("target.db"));
        try (Store store = source.open()) {
            Filled.fill(store);
        }
    }

    private Ran take(String... options) {
        List<String> all = new ArrayList<>(List.of("backup", "take"));
        all.addAll(List.of(options));
        all.add(backup.toString());
        return source.jdbmail(all.toArray(String[]::new));
    }

    private static Ran run(String... words) {
        return Programs.jdbmail(words);
    }

    private Ran compare() {
        return source.jdbmail("store", "compare", "--numbers", "--other-db", target.url());
    }

    private static Mailbox box(Tx tx, String login, String name) {
        long user = tx.users().find(login).orElseThrow().id();
        return tx.mailboxes().find(user, name).orElseThrow();
    }

    private List<Path> packs() throws IOException {
        try (Stream<Path> files = Files.list(backup.resolve("packs"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void aNewStoreBecomesWhatTheSnapshotTells() {
        Ran taken = take();
        assertTrue(
                taken.out().matches("Snapshot \\d{8}T\\d{6}Z: 58 messages of 4 mailboxes; \\d+ octets are new.\n"),
                taken::toString);
        Ran restored = target.jdbmail("backup", "restore", "--all", backup.toString());
        assertEquals(0, restored.status(), restored::toString);
        assertTrue(restored.out().startsWith("Restored 58 messages of snapshot "), restored::toString);
        assertEquals(new Ran(0, "Nothing differs.\n", ""), compare());
        // Numbers go on above those that came back, and no second store is restored over this one.
        try (Store store = target.open()) {
            long uid = store.read(tx -> tx.mailboxes()
                            .status(List.of(box(tx, ALICE, "INBOX").id())))
                    .values()
                    .iterator()
                    .next()
                    .uidNext();
            assertTrue(Fixture.deliver(store, ALICE, "INBOX", Fixture.DATE, "Subject: new\n\n") >= uid);
        }
        Ran again = target.jdbmail("backup", "restore", "--all", backup.toString());
        assertEquals(new Ran(1, "", "jdbmail backup restore: the store is not new: it has accounts, or mail\n"), again);
    }

    @Test
    void theNextSnapshotHoldsOnlyWhatIsNew() throws IOException {
        take();
        Ran same = take();
        assertTrue(same.out().endsWith(" 0 octets are new.\n"), same::toString);
        try (Store store = source.open()) {
            Fixture.deliver(store, "bob", "INBOX", Fixture.DATE, "Subject: one more\n\n" + "x".repeat(5_000));
        }
        long before = Files.size(packs().getFirst());
        Ran more = take();
        assertTrue(more.out().contains(": 59 messages"), more::toString);
        assertEquals(2, packs().size());
        assertTrue(Files.size(packs().getLast()) < before / 4, "the new message, a list and the rows");
        Ran list = run("backup", "list", "--json", backup.toString());
        assertEquals(3, list.out().split("\"snapshot\"").length - 1, list::toString);
        Ran verified = run("backup", "verify", backup.toString());
        assertTrue(verified.out().startsWith("All is whole: 3 snapshots, "), verified::toString);
    }

    @Test
    void anAccountThatIsGoneComesBackWithAllThatItHad() {
        target.open().close();
        take();
        target.jdbmail("backup", "restore", "--all", backup.toString());
        assertEquals(0, source.run("dbmail-users", "-d", ALICE).status());
        assertEquals(1, compare().status());
        Ran restored = source.jdbmail("backup", "restore", backup.toString(), ALICE);
        assertEquals(0, restored.status(), restored::toString);
        assertTrue(
                restored.out().startsWith("Restored 38 messages of " + ALICE + " from snapshot "), restored::toString);
        assertEquals(new Ran(0, "Nothing differs.\n", ""), compare());
    }

    @Test
    void whatIsMissingOfAMailboxComesBackAndNothingTwice() {
        take();
        long[] uid = new long[1];
        try (Store store = source.open()) {
            store.write(tx -> {
                Mailbox work = box(tx, ALICE, "Work/v1.2");
                List<Messages.PopMessage> all = tx.messages().popMessages(work.id());
                uid[0] = all.get(3).uid();
                tx.messages()
                        .expunge(
                                work.id(),
                                NumberSet.of(all.get(1).uid(), all.get(3).uid()),
                                false);
                return true;
            });
        }
        Ran listed = run("backup", "messages", "--json", backup.toString(), ALICE, "work/v1.2");
        assertTrue(listed.out().contains("\"uid\": " + uid[0] + ","), listed::toString);
        Ran one = source.jdbmail("backup", "restore", backup.toString(), ALICE, "Work/v1.2", Long.toString(uid[0]));
        assertTrue(one.out().startsWith("Restored 1 messages of "), one::toString);
        Ran rest = source.jdbmail("backup", "restore", "--into", "Found", backup.toString(), ALICE, "Work/v1.2");
        assertTrue(rest.out().startsWith("Restored 20 messages of "), rest::toString);
        Ran twice = source.jdbmail("backup", "restore", "--into", "Found", backup.toString(), ALICE, "Work/v1.2");
        assertTrue(twice.out().startsWith("Restored 0 messages of "), twice::toString);
        try (Store store = source.open()) {
            store.write(tx ->
                    tx.messages().expunge(box(tx, ALICE, "Found").id(), NumberSet.range(1, Long.MAX_VALUE), false));
        }
        Ran again = source.jdbmail("backup", "restore", "--into", "Found", backup.toString(), ALICE, "Work/v1.2");
        assertTrue(again.out().startsWith("Restored 20 messages of "), again::toString);
        assertEquals(
                new Ran(1, "", "jdbmail backup restore: the snapshot has no mailbox \"Nowhere\" of " + ALICE + "\n"),
                source.jdbmail("backup", "restore", backup.toString(), ALICE, "Nowhere"));
        assertEquals(
                new Ran(1, "", "jdbmail backup restore: the snapshot has no account \"nobody\"\n"),
                source.jdbmail("backup", "restore", backup.toString(), "nobody"));
    }

    @Test
    void damageIsToldInALineAndFoundByVerify() throws IOException {
        take();
        Path pack = packs().getFirst();
        byte[] bytes = Files.readAllBytes(pack);
        bytes[bytes.length / 2] ^= 1;
        Files.write(pack, bytes);
        Ran verified = run("backup", "verify", backup.toString());
        assertEquals(1, verified.status());
        assertTrue(
                verified.out()
                        .matches(
                                "(snapshot \\d{8}T\\d{6}Z.* is missing, or not whole\n)+\\d+ things are missing, or not whole.\n"),
                verified::toString);
        Ran restored = target.jdbmail("backup", "restore", "--all", backup.toString());
        assertEquals(69, restored.status());
        assertTrue(
                restored.err()
                        .matches(
                                "jdbmail backup restore: the backup is damaged: [0-9a-f]{64} is missing, or not whole\n"),
                restored::toString);
        // It goes on where it was broken off, once the damage is mended.
        bytes[bytes.length / 2] ^= 1;
        Files.write(pack, bytes);
        assertEquals(
                0,
                target.jdbmail("backup", "restore", "--all", backup.toString()).status());
        assertEquals(new Ran(0, "Nothing differs.\n", ""), compare());
        try (Stream<Path> files = Files.list(backup.resolve("snapshots"))) {
            Path manifest = files.findFirst().orElseThrow();
            Files.writeString(manifest, Files.readString(manifest).replace("mailbox", "mailbax"));
            assertEquals(
                    new Ran(
                            1,
                            "",
                            "jdbmail backup restore: " + manifest + " is damaged: it is not what its last line says\n"),
                    source.jdbmail("backup", "restore", backup.toString(), ALICE));
        }
    }

    /** Where in a pack the thing of that size is. */
    private static int placeOf(byte[] pack, int from, int to) {
        int at = 0;
        while (true) {
            int end = at;
            while (pack[end] != '\n') {
                end++;
            }
            String[] line = new String(pack, at, end - at, UTF_8).split(" ");
            int size = Integer.parseInt(line[1]);
            if (size >= from && size < to) {
                return end + 1;
            }
            at = end + 1 + Integer.parseInt(line[2]);
        }
    }

    private static void deliverLarge(Store store, String login, int size) {
        StringBuilder text = new StringBuilder("Subject: large\n\n");
        Random random = new Random(size);
        while (text.length() < size) {
            text.append(Integer.toHexString(random.nextInt())).append('\n');
        }
        Fixture.deliver(store, login, "INBOX", Fixture.DATE, text.toString());
    }

    @Test
    void whatIsDamagedIsNotTakenAwayWithWhatIsOld() throws IOException {
        Files.createDirectories(backup);
        try (Store store = source.open()) {
            deliverLarge(store, "bob", 30_000);
            deliverLarge(store, ALICE, 100_000);
        }
        take();
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(backup.resolve("packs"))),
                "whoever made the folder above");
        Path pack = packs().getFirst();
        try (Store store = source.open()) {
            for (String name : List.of("INBOX", "Work/v1.2")) {
                store.write(tx ->
                        tx.messages().expunge(box(tx, ALICE, name).id(), NumberSet.range(1, Long.MAX_VALUE), false));
            }
        }
        take();
        byte[] bytes = Files.readAllBytes(pack);
        int damaged = placeOf(bytes, 30_000, 50_000) + 100;
        bytes[damaged] ^= 1;
        Files.write(pack, bytes);
        try (Backup open = Backup.open(backup)) {
            open.expire(Duration.ofDays(1), 1, Instant.now().plus(Duration.ofDays(3)));
        }
        assertTrue(Files.exists(pack), "its owner may have another copy of it");
        bytes[damaged] ^= 1;
        Files.write(pack, bytes);
        Ran verified = run("backup", "verify", backup.toString());
        assertTrue(verified.out().startsWith("All is whole: 1 snapshots, "), verified::toString);
    }

    @Test
    void oldSnapshotsGoWithWhatNoOtherNeeds() throws IOException {
        take();
        try (Store store = source.open()) {
            for (String name : List.of("INBOX", "Work/v1.2")) {
                store.write(tx ->
                        tx.messages().expunge(box(tx, ALICE, name).id(), NumberSet.range(1, Long.MAX_VALUE), false));
            }
        }
        take();
        long before = size();
        Ran kept = run("backup", "expire", "--keep-days", "1", backup.toString());
        assertTrue(kept.out().startsWith("2 snapshots are left; 0 octets"), kept::toString);
        try (Backup open = Backup.open(backup)) {
            assertTrue(open.expire(Duration.ofDays(1), 1, Instant.now().plus(Duration.ofDays(3))) > 0);
        }
        assertTrue(size() < before);
        Ran verified = run("backup", "verify", backup.toString());
        assertTrue(verified.out().startsWith("All is whole: 1 snapshots, "), verified::toString);
        target.jdbmail("backup", "restore", "--all", backup.toString());
        assertEquals(new Ran(0, "Nothing differs.\n", ""), compare());
        take();
        Ran told = run("backup", "expire", "-n", "--keep-days", "0", backup.toString());
        assertTrue(told.out().matches("Would take away 1 snapshots: \\S+\\.\n"), told::toString);
        assertEquals(2, run("backup", "list", "--json", backup.toString()).out().split("\n").length);
        assertTrue(take("--keep-days", "0", "--keep", "1").out().contains("Took away what is older than 0 days"));
        assertEquals(2, run("backup", "list", "--json", backup.toString()).out().split("\"snapshot\"").length);
    }

    private long size() throws IOException {
        long size = 0;
        for (Path pack : packs()) {
            size += Files.size(pack);
        }
        return size;
    }

    /** A stop, as a kill is one for what is on the disk. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void whatWasBrokenOffIsGoneOnWith() throws IOException {
        try (Store store = source.open();
                Store other = target.open()) {
            try (Backup open = Backup.open(backup)) {
                assertThrows(IOException.class, () -> Backup.open(backup));
                assertThrows(
                        Stop.class,
                        () -> open.take(store, Instant.now(), count -> {
                            throw new Stop();
                        }));
                assertEquals(List.of(), open.snapshots(line -> {}));
            }
            try (Backup open = Backup.open(backup)) {
                Snapshot snapshot = open.take(store, Instant.now(), count -> {});
                int[] steps = new int[1];
                assertThrows(
                        Stop.class,
                        () -> new Restore(open, snapshot, other, count -> {
                                    if (++steps[0] == 2) {
                                        throw new Stop();
                                    }
                                })
                                .all());
                long left = new Restore(open, snapshot, other, count -> {}).all();
                assertTrue(left > 0 && left < 58, Long.toString(left));
            }
            List<String> differences = new ArrayList<>();
            new Comparison(store, other, true, differences::add, count -> {}).run(List.of());
            assertEquals(List.of(), differences);
        }
    }
}
