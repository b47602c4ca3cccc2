package org.jdbmail.core.moving.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.moving.stored.StoredContents;
import org.jdbmail.core.moving.stored.StoredMailbox;
import org.jdbmail.core.moving.stored.StoredMessage;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.TableRows;

/**
 * A backup in a folder. Each run adds a snapshot: what was stored by an earlier one is not stored again, and a mailbox that has not
 * changed since is not looked at. Servers go on meanwhile: accounts and names are of one moment, and each mailbox is of one of its
 * own. A run that is broken off leaves no snapshot, and the next goes on with what it had stored.
 */
public final class Backup implements AutoCloseable {
    /** The name under which a store keeps which one it is. */
    static final String STORE = "store-id";

    private final Path folder;
    private final Packs packs;
    private final FileChannel lock;

    private Backup(Path folder, Packs packs, FileChannel lock) {
        this.folder = folder;
        this.packs = packs;
        this.lock = lock;
    }

    /**
     * Opens a backup, for one process at a time.
     *
     * @param folder made if it is not there
     * @throws IOException if another process has it, or it can't be read or written
     */
    public static Backup open(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new IOException("another program is at work on " + folder);
            }
            return new Backup(folder, Packs.open(folder.resolve("packs")), lock);
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new IOException("another program is at work on " + folder, e);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private Path snapshotFolder() {
        return folder.resolve("snapshots");
    }

    /**
     * The snapshots, oldest first.
     *
     * @param complaints told of those that can't be read
     */
    public List<Snapshot> snapshots(Consumer<String> complaints) throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        if (!Files.isDirectory(snapshotFolder())) {
            return snapshots;
        }
        try (Stream<Path> files = Files.list(snapshotFolder())) {
            for (Path file : files.filter(Snapshot::isOne).sorted().toList()) {
                try {
                    snapshots.add(Snapshot.read(file));
                } catch (IOException e) {
                    complaints.accept(String.valueOf(e.getMessage()));
                }
            }
        }
        return snapshots;
    }

    /** What a thing is, whole. @throws IOException if it is missing or damaged */
    byte[] get(String digest) throws IOException {
        return packs.get(digest)
                .orElseThrow(() -> new IOException("the backup is damaged: " + digest + " is missing, or not whole"));
    }

    BoxListing listing(Snapshot.Box box) throws IOException {
        return BoxListing.of(get(box.listing()));
    }

    TableRows.Rows rows(Snapshot snapshot) throws IOException {
        return RowsFile.of(get(snapshot.rows()));
    }

    /**
     * Takes a snapshot of a store.
     *
     * @param progress told how many messages more are dealt with
     */
    public Snapshot take(Store store, Instant now, LongConsumer progress) throws IOException {
        Instant taken = free(now.truncatedTo(ChronoUnit.SECONDS));
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String id =
                store.write(tx -> tx.secrets().own(STORE, () -> HexFormat.of().formatHex(random), taken));
        Optional<Snapshot> last = snapshots(complaint -> {}).stream()
                .filter(snapshot -> snapshot.store().equals(id))
                .reduce((older, newer) -> newer);
        Map<Long, Snapshot.Box> known = new HashMap<>();
        last.ifPresent(snapshot -> snapshot.mailboxes().forEach(box -> known.put(box.id(), box)));
        Map<Long, BoxListing.Entry> contents = new HashMap<>();
        for (Snapshot.Box box : known.values()) {
            if (packs.has(box.listing())) {
                listing(box).messages().forEach(entry -> contents.put(entry.physId(), entry));
            }
        }
        TableRows.Rows rows = store.maintenance().tables().read();
        String rowsDigest = packs.put(RowsFile.bytes(rows));
        List<Snapshot.Box> boxes = new ArrayList<>();
        for (Map<String, String> row : rows.of(TableRows.MAILBOXES)) {
            long mailbox = Long.parseLong(row.getOrDefault("mailbox_idnr", "0"));
            long seq = Long.parseLong(row.getOrDefault("seq", "0"));
            Snapshot.Box before = known.get(mailbox);
            if (before != null && before.seq() == seq && packs.has(before.listing())) {
                boxes.add(before);
                progress.accept(before.messages());
            } else {
                list(store, mailbox, contents, progress).ifPresent(boxes::add);
            }
        }
        packs.flush();
        Snapshot snapshot = new Snapshot(taken, id, rowsDigest, boxes);
        snapshot.write(snapshotFolder());
        return snapshot;
    }

    /** The first second from that time on of which there is no snapshot. */
    private Instant free(Instant time) throws IOException {
        List<Instant> taken =
                snapshots(complaint -> {}).stream().map(Snapshot::taken).toList();
        Instant free = time;
        while (taken.contains(free)) {
            free = free.plusSeconds(1);
        }
        return free;
    }

    /** A mailbox with what is beside its messages. */
    private record Read(StoredMailbox mailbox, Map<Long, String> uniqueIds, Map<Long, Long> saved) {}

    private Optional<Snapshot.Box> list(
            Store store, long mailbox, Map<Long, BoxListing.Entry> contents, LongConsumer progress) throws IOException {
        Optional<Read> read = store.read(tx -> StoredMailbox.read(tx, mailbox)
                .map(there -> new Read(
                        there,
                        tx.messages().uniqueIds(mailbox, NumberSet.range(1, Long.MAX_VALUE)),
                        tx.messages().saveTimes(mailbox))));
        if (read.isEmpty()) {
            return Optional.empty();
        }
        List<StoredMessage> all = read.get().mailbox().messages();
        // A number may be another content's where a store was restored over: the date tells.
        List<StoredMessage> unknown = all.stream()
                .filter(message -> {
                    BoxListing.Entry entry = contents.get(message.physId());
                    return entry == null || entry.received() != message.internalDate() || !packs.has(entry.digest());
                })
                .toList();
        StoredContents.each(store, unknown, (message, bytes) -> {
            String digest = packs.put(bytes.slice(0, bytes.size()));
            contents.put(
                    message.physId(),
                    new BoxListing.Entry(
                            0,
                            message.physId(),
                            digest,
                            bytes.size(),
                            message.flags(),
                            false,
                            message.internalDate(),
                            0,
                            ""));
        });
        List<BoxListing.Entry> entries = new ArrayList<>(all.size());
        long octets = 0;
        for (StoredMessage message : all) {
            BoxListing.Entry content = contents.get(message.physId());
            // Without content it was expunged and collected meanwhile.
            if (content != null) {
                entries.add(new BoxListing.Entry(
                        message.uid(),
                        message.physId(),
                        content.digest(),
                        content.size(),
                        message.flags(),
                        message.recent(),
                        message.internalDate(),
                        read.get().saved().getOrDefault(message.uid(), 0L),
                        read.get().uniqueIds().getOrDefault(message.uid(), "")));
                octets += content.size();
            }
        }
        progress.accept(all.size());
        BoxListing listing = new BoxListing(
                read.get().mailbox().state().seq(), read.get().mailbox().state().uidNext(), entries);
        return Optional.of(
                new Snapshot.Box(mailbox, listing.seq(), entries.size(), octets, packs.put(listing.bytes())));
    }

    /**
     * Takes away snapshots that are older than an age, but leaves the newest ones; then what none of the others needs.
     *
     * @param age how long each is kept
     * @param newest how many of the newest are kept however old they are
     * @return how many octets less the backup has
     */
    public long expire(Duration age, int newest, Instant now) throws IOException {
        List<String> damaged = new ArrayList<>();
        for (Snapshot snapshot : old(snapshots(damaged::add), age, newest, now)) {
            snapshot.delete(snapshotFolder());
        }
        if (!damaged.isEmpty()) {
            // Nobody knows what these need.
            return 0;
        }
        Set<String> needed = new HashSet<>();
        for (Snapshot snapshot : snapshots(damaged::add)) {
            needed.add(snapshot.rows());
            for (Snapshot.Box box : snapshot.mailboxes()) {
                if (needed.add(box.listing())) {
                    listing(box).messages().forEach(entry -> needed.add(entry.digest()));
                }
            }
        }
        return packs.keepOnly(needed);
    }

    /** The names of the snapshots that {@link #expire} would take away. */
    public List<String> expired(Duration age, int newest, Instant now) throws IOException {
        return old(snapshots(damaged -> {}), age, newest, now).stream()
                .map(Snapshot::name)
                .toList();
    }

    private static List<Snapshot> old(List<Snapshot> all, Duration age, int newest, Instant now) {
        // Of snapshots that are taken in one second the later ones are named by the seconds after it.
        Instant end = all.stream()
                .map(Snapshot::taken)
                .filter(now::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(now);
        return all.subList(0, Math.max(0, all.size() - Math.max(1, newest))).stream()
                .filter(snapshot -> snapshot.taken().isBefore(end.minus(age)))
                .toList();
    }

    /** What a check came to. */
    public record Checked(int snapshots, long contents, List<String> damage) {}

    /** Reads all that the snapshots need, and compares it with its digests. */
    public Checked verify(LongConsumer progress) throws IOException {
        List<String> damage = new ArrayList<>();
        List<Snapshot> all = snapshots(damage::add);
        Set<String> seen = new HashSet<>();
        for (Snapshot snapshot : all) {
            check(snapshot.rows(), "snapshot " + snapshot.name() + ": the rows of its tables", seen, damage);
            for (Snapshot.Box box : snapshot.mailboxes()) {
                String where = "snapshot " + snapshot.name() + ", mailbox " + box.id();
                boolean isNew = !seen.contains(box.listing());
                if (check(box.listing(), where + ": its list of messages", seen, damage) && isNew) {
                    for (BoxListing.Entry entry : listing(box).messages()) {
                        check(entry.digest(), where + ": the message with UID " + entry.uid(), seen, damage);
                        progress.accept(1);
                    }
                }
            }
        }
        return new Checked(all.size(), seen.size(), damage);
    }

    private boolean check(String digest, String what, Set<String> seen, List<String> damage) throws IOException {
        if (!seen.add(digest)) {
            return true;
        }
        if (packs.get(digest).isEmpty()) {
            damage.add(what + " is missing, or not whole");
            return false;
        }
        return true;
    }

    /** Octets of all that is stored. */
    public long octets() {
        return packs.octets();
    }

    @Override
    public void close() throws IOException {
        packs.close();
        lock.close();
    }
}
