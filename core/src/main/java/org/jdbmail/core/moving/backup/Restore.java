package org.jdbmail.core.moving.backup;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.moving.intake.Importer;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.TableRows;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;

/** Brings a snapshot, or a part of it, back into a store. What was broken off goes on when it is begun again. */
public final class Restore {
    /** Messages in a transaction at most, and octets, about. */
    private static final int COUNT = 250;

    private static final long OCTETS = 8L << 20;

    private final Backup backup;
    private final Snapshot snapshot;
    private final Store store;
    private final LongConsumer progress;

    /** @param progress told how many messages more are dealt with */
    public Restore(Backup backup, Snapshot snapshot, Store store, LongConsumer progress) {
        this.backup = backup;
        this.snapshot = snapshot;
        this.store = store;
        this.progress = progress;
    }

    /**
     * Makes a new store what the snapshot tells, with all numbers: accounts, UIDs, UIDVALIDITY, ids of contents.
     *
     * @return how many messages were brought
     * @throws Refusal ALREADY_EXISTS if the store is not new, and was not begun to be restored from this snapshot
     * @throws IOException if something of the snapshot is damaged
     */
    public long all() throws IOException {
        TableRows.Rows rows = backup.rows(snapshot);
        Map<Long, BoxListing> listings = new HashMap<>();
        long uid = 0;
        long physId = 0;
        for (Snapshot.Box box : snapshot.mailboxes()) {
            BoxListing listing = backup.listing(box);
            listings.put(box.id(), listing);
            for (BoxListing.Entry entry : listing.messages()) {
                uid = Math.max(uid, entry.uid());
                physId = Math.max(physId, entry.physId());
            }
            uid = Math.max(uid, listing.uidNext() - 1);
        }
        TableRows tables = store.maintenance().tables();
        if (!tables.note().equals(Optional.of(snapshot.name()))) {
            prepare(rows, listings);
            tables.write(rows, snapshot.name());
        }
        tables.continueAbove(uid, physId);
        long brought = 0;
        Set<Long> contents = new HashSet<>();
        for (Snapshot.Box box : snapshot.mailboxes()) {
            BoxListing listing = listings.getOrDefault(box.id(), new BoxListing(0, 1, List.of()));
            brought += bring(box.id(), listing, contents);
        }
        tables.finish(rows);
        return brought;
    }

    /** Lets the rows say what the listings know better, and leaves out which store it was. */
    private static void prepare(TableRows.Rows rows, Map<Long, BoxListing> listings) {
        for (Map<String, String> row : rows.of(TableRows.MAILBOXES)) {
            BoxListing listing = listings.get(SnapshotBoxes.number(row, "mailbox_idnr"));
            if (listing != null) {
                row.put("seq", Long.toString(Math.max(SnapshotBoxes.number(row, "seq"), listing.seq())));
            }
        }
        rows.of("jdbmail_secret").removeIf(row -> Backup.STORE.equals(row.get("name")));
    }

    /** Brings a mailbox's messages, but for those that are there; the numbers of contents that are in the store are noted. */
    private long bring(long mailbox, BoxListing listing, Set<Long> contents) throws IOException {
        Set<Long> there = new HashSet<>();
        store.read(tx -> tx.messages().popMessages(mailbox)).forEach(message -> {
            there.add(message.uid());
            contents.add(message.physId());
        });
        List<BulkIntake.Item> batch = new ArrayList<>();
        Set<Long> inBatch = new HashSet<>();
        long octets = 0;
        long brought = 0;
        for (BoxListing.Entry entry : listing.messages()) {
            if (there.contains(entry.uid())) {
                continue;
            }
            boolean isFull =
                    batch.size() == COUNT || octets + entry.size() > OCTETS || inBatch.contains(entry.physId());
            if (!batch.isEmpty() && isFull) {
                brought += take(mailbox, batch);
                contents.addAll(inBatch);
                batch.clear();
                inBatch.clear();
                octets = 0;
            }
            BulkIntake.Content content;
            if (contents.contains(entry.physId())) {
                content = new BulkIntake.Known(entry.physId(), entry.size());
            } else {
                content = new BulkIntake.Fresh(
                        PreparedMessage.prepare(MessageBytes.of(backup.get(entry.digest()))),
                        Instant.ofEpochSecond(entry.received()),
                        entry.physId());
                inBatch.add(entry.physId());
            }
            batch.add(new BulkIntake.Item(
                    content, entry.flags(), entry.recent(), saved(entry), entry.uid(), entry.uniqueId(), ""));
            octets += entry.size();
        }
        brought += take(mailbox, batch);
        contents.addAll(inBatch);
        return brought;
    }

    private long take(long mailbox, List<BulkIntake.Item> batch) {
        // What they count for stands in the accounts' rows already: nobody is charged.
        store.takeIn(new BulkIntake(mailbox, 0, batch));
        progress.accept(batch.size());
        return batch.size();
    }

    private static @Nullable Instant saved(BoxListing.Entry entry) {
        return entry.saved() == 0 ? null : Instant.ofEpochSecond(entry.saved());
    }

    /**
     * What of an account is wanted.
     *
     * @param mailbox one of its mailboxes; null for all
     * @param uid one message of that mailbox; 0 for all
     * @param into the mailbox that it goes into; null for the one where it was
     */
    public record Part(
            @Nullable String mailbox, long uid, @Nullable String into) {
        /** All that it has. */
        public static final Part ALL = new Part(null, 0, null);
    }

    /**
     * Brings back an account that is gone, or messages of one that is there: those that are in their mailbox still are left as they
     * are. UIDs are kept where a mailbox is new and they are free.
     *
     * @param complaints told of what can't be brought
     * @throws Refusal NOT_FOUND if the snapshot has no such account or mailbox
     */
    public Importer.Outcome account(String login, Part part, Consumer<String> complaints) throws IOException {
        TableRows.Rows rows = backup.rows(snapshot);
        SnapshotBoxes named = new SnapshotBoxes(snapshot, rows);
        Map<String, String> row = named.account(login);
        long id = SnapshotBoxes.number(row, "user_idnr");
        Optional<User> there = store.read(tx -> tx.users().find(login));
        TableRows tables = store.maintenance().tables();
        if (there.isEmpty()) {
            tables.begin(id, login);
        }
        // Who asks for a part of an account that is there gets that, and not what a broken off restoring has left to be
        // done.
        boolean isWhole = there.isEmpty() || part.mailbox() == null && tables.isBegun(id, login);
        User user = there.isPresent() ? there.get() : make(login, row, rows);
        SnapshotMailboxes mailboxes = new SnapshotMailboxes(backup, rows, named.logins(), store, user);
        Map<String, Snapshot.Box> boxes = named.of(row);
        List<SourceMailbox> wanted = new ArrayList<>();
        boxes.forEach((name, box) -> {
            String mailbox = part.mailbox();
            if (mailbox == null || Mailbox.sameName(mailbox, name)) {
                wanted.add(mailboxes.mailbox(name, box, part));
            }
        });
        if (wanted.isEmpty()) {
            throw new Refusal(Reason.NOT_FOUND, "the snapshot has no mailbox \"" + part.mailbox() + "\" of " + login);
        }
        Importer.Outcome outcome = new Importer(store, complaints, progress).bring(user, wanted);
        if (isWhole) {
            tables.add(rows, id, users(named), numbers(user, boxes));
        }
        return outcome;
    }

    private User make(String login, Map<String, String> row, TableRows.Rows rows) {
        String target = Long.toString(SnapshotBoxes.number(row, "user_idnr"));
        return store.write(tx -> {
            long made = tx.users()
                    .create(
                            login,
                            new Credential(row.getOrDefault("passwd", ""), row.getOrDefault("encryption_type", "")),
                            SnapshotBoxes.number(row, "client_idnr"),
                            SnapshotBoxes.number(row, "maxmail_size"));
            tx.users().setActive(made, !"0".equals(row.get("active")));
            tx.users().setSecurityPassword(made, row.getOrDefault("spasswd", ""));
            tx.users().setSecurityAction(made, (int) SnapshotBoxes.number(row, "saction"));
            for (Map<String, String> alias : rows.of("dbmail_aliases")) {
                if (target.equals(alias.get("deliver_to"))) {
                    tx.aliases()
                            .add(new Alias(
                                    alias.getOrDefault("alias", ""),
                                    Long.toString(made),
                                    SnapshotBoxes.number(alias, "client_idnr")));
                }
            }
            return tx.users().find(made).orElseThrow();
        });
    }

    private Map<Long, Long> users(SnapshotBoxes named) {
        Map<Long, Long> now = new HashMap<>();
        named.logins()
                .forEach((id, login) ->
                        store.read(tx -> tx.users().find(login)).ifPresent(user -> now.put(id, user.id())));
        return now;
    }

    private Map<Long, Long> numbers(User user, Map<String, Snapshot.Box> boxes) {
        Map<Long, Long> now = new HashMap<>();
        boxes.forEach((name, box) -> store.read(tx -> tx.mailboxes().find(user.id(), name))
                .ifPresent(mailbox -> now.put(box.id(), mailbox.id())));
        return now;
    }
}
