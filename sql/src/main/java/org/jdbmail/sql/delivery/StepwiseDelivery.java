package org.jdbmail.sql.delivery;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.Placement;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Replaced;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.content.ContentRows;
import org.jdbmail.sql.content.SummaryRows;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.message.Expunger;
import org.jdbmail.sql.message.KeywordLimit;
import org.jdbmail.sql.message.MessageRows;
import org.jdbmail.sql.queue.QueueRows;
import org.jspecify.annotations.Nullable;

/**
 * A delivery of any kind, step by step in one transaction: shared blobs, the mailboxes' locks, the accounts' charges, each content
 * once, a row for each place that takes it, what is to be sent, and what is to be remembered. The number of statements does not
 * grow with the number of places.
 *
 * <p>By hand: each delivery runs it, which {@code ./x bench --only lmtp} measures.
 */
final class StepwiseDelivery {
    private static final String PHYSMESSAGE = "INSERT INTO {physmessage} (" + ContentRows.PHYSICAL_COLUMNS
            + ") VALUES (" + ContentRows.PHYSICAL_PARAMETERS + ")";

    private static final String SUMMARY = "INSERT INTO {+summary} (physmessage_id, " + SummaryRows.COLUMNS
            + ") VALUES (?, " + SummaryRows.PARAMETERS + ")";

    private static final String MESSAGE =
            "INSERT INTO {messages} (" + MessageRows.COLUMNS + ") VALUES (" + MessageRows.PARAMETERS + ")";

    private static final String VISIBLE =
            "SELECT 1 FROM {messages} WHERE mailbox_idnr = ? AND message_idnr = ? AND status < 2";

    /** A portion that is taken, and what of it is due. */
    private record Taken(
            List<Placement> places,
            List<Outgoing> outgoing,
            List<Delivered.Stored> stored,
            @Nullable Replaced replaced) {}

    /** A place to fill, and where its outcome goes. */
    private record Row(Destination destination, long physId, String uniqueId, List<Delivered.Stored> stored) {}

    private final Db db;
    private final Delivery delivery;
    private final List<ContentLayout.Ready> contents;
    private final Instant now = Instant.now();
    private final MailboxLocks mailboxes;
    private final Charges charges;
    private final Memories memories;
    private final Map<Integer, Long> physIds = new HashMap<>();

    StepwiseDelivery(Db db, Delivery delivery, List<ContentLayout.Ready> contents) {
        this.db = db;
        this.delivery = delivery;
        this.contents = contents;
        this.mailboxes = new MailboxLocks(db);
        this.charges = new Charges(db);
        this.memories = new Memories(db);
    }

    List<PortionOutcome> run() {
        contents.forEach(content -> content.writeShared(db));
        List<Destination> all = delivery.portions().stream()
                .flatMap(portion -> portion.places().stream())
                .map(Placement::destination)
                .toList();
        mailboxes.take(Stream.concat(
                        all.stream().map(Destination::mailboxId),
                        delivery.portions().stream()
                                .map(Portion::replaced)
                                .filter(Objects::nonNull)
                                .map(Replaced::mailboxId))
                .toList());
        charges.lock(
                all.stream().map(Destination::chargedUserId).toList(),
                delivery.portions().size() == 1);
        List<Taken> taken = new ArrayList<>();
        List<@Nullable PortionOutcome> results = new ArrayList<>();
        for (Portion portion : delivery.portions()) {
            List<Placement> places = due(portion);
            Refusal refusal = settles(portion) ? refusal(portion, places) : Refusals.leaseLost();
            if (refusal == null) {
                taken.add(take(portion, places));
                results.add(null);
            } else {
                results.add(new PortionOutcome.Refused(refusal));
            }
        }
        write(taken);
        Iterator<Taken> done = taken.iterator();
        return results.stream()
                .map(refused -> refused == null ? done(done.next()) : refused)
                .toList();
    }

    private static PortionOutcome done(Taken taken) {
        return new PortionOutcome.Done(taken.stored, taken.outgoing.size());
    }

    /** Takes out of the queue what is over; false if another process has taken it meanwhile. */
    private boolean settles(Portion portion) {
        return QueueRows.settle(db, portion.settlements());
    }

    /** The places of a portion but for those where the message was before. */
    private List<Placement> due(Portion portion) {
        return portion.places().stream()
                .filter(place -> place.unlessRemembered() == null || !memories.has(place.unlessRemembered(), now))
                .toList();
    }

    /** Why a portion can't be taken; null if it can, and is charged then. */
    private @Nullable Refusal refusal(Portion portion, List<Placement> places) {
        Replaced replaced = portion.replaced();
        if (replaced != null && !isThere(replaced)) {
            return Refusals.expunged();
        }
        Map<Long, Long> octets = new TreeMap<>();
        for (Placement place : places) {
            try {
                KeywordLimit.check(place.destination().flags());
            } catch (Refusal refusal) {
                return refusal;
            }
            if (!mailboxes.has(place.destination().mailboxId())) {
                return Refusals.noMailbox();
            }
            octets.merge(
                    place.destination().chargedUserId(),
                    (long) message(place.content()).size(),
                    Long::sum);
        }
        return charges.charge(octets);
    }

    /** Whether a message can be replaced; its mailbox is locked. */
    private boolean isThere(Replaced replaced) {
        return mailboxes.has(replaced.mailboxId())
                && db.first(VISIBLE, row -> row.getInt(1), replaced.mailboxId(), replaced.uid())
                        .isPresent();
    }

    private Taken take(Portion portion, List<Placement> places) {
        places.forEach(place -> memories.note(place.unlessRemembered()));
        portion.memories().forEach(memories::note);
        List<Outgoing> outgoing = portion.outgoing().stream()
                .filter(mail -> memories.isDue(mail.once()))
                .toList();
        return new Taken(places, outgoing, new ArrayList<>(), portion.replaced());
    }

    private void write(List<Taken> taken) {
        Set<Long> used = new HashSet<>();
        Set<Integer> shown = new HashSet<>();
        Set<Integer> needed = new HashSet<>();
        for (Taken one : taken) {
            for (Placement place : one.places) {
                used.add(place.destination().mailboxId());
                shown.add(place.content());
            }
            one.outgoing.forEach(mail -> needed.add(mail.content()));
        }
        needed.addAll(shown);
        mailboxes.raise(used);
        charges.write();
        needed.forEach(content -> physIds.put(content, writeContent(content, shown.contains(content))));
        List<Row> rows = new ArrayList<>();
        for (Taken one : taken) {
            one.places.forEach(place -> rows.add(
                    new Row(place.destination(), physId(place.content()), MessageRows.uniqueId(), one.stored)));
            one.outgoing.forEach(mail -> QueueRows.insert(db, mail, physId(mail.content()), now));
        }
        leaveTrace(rows);
        if (rows.size() == 1) {
            Row only = rows.getFirst();
            stored(only, db.insert(MESSAGE, "message_idnr", values(only)));
        } else if (!rows.isEmpty()) {
            db.batch(MESSAGE, rows.stream().map(this::values).toList());
            pair(rows);
        }
        for (Taken one : taken) {
            Replaced replaced = one.replaced;
            if (replaced != null) {
                new Expunger(db).expunge(replaced.mailboxId(), NumberSet.of(replaced.uid()), false);
            }
        }
    }

    /**
     * By a message in a mailbox, or by content of the queue's, which outlasts its sending. What only notes something, or takes
     * something out of the queue, may be done again.
     */
    private void leaveTrace(List<Row> rows) {
        if (!rows.isEmpty()) {
            Row first = rows.getFirst();
            db.leaves(later -> MessageRows.find(later, first.destination.mailboxId(), first.uniqueId)
                    .isPresent());
        } else if (!physIds.isEmpty()) {
            int content = physIds.keySet().iterator().next();
            long physId = physId(content);
            db.leaves(later -> contents.get(content).isAt(later, physId));
        }
    }

    private PreparedMessage message(int content) {
        return delivery.contents().get(content).message();
    }

    private long physId(int content) {
        return physIds.getOrDefault(content, 0L);
    }

    /** @param isShown whether a mailbox shows it, so that it is listed */
    private long writeContent(int content, boolean isShown) {
        long size = message(content).size();
        long physId = db.insert(
                PHYSMESSAGE, "id", size, size, delivery.contents().get(content).internalDate());
        contents.get(content).write(db, physId);
        if (isShown) {
            List<@Nullable Object> summary = SummaryRows.values(message(content).summary());
            summary.addFirst(physId);
            db.update(SUMMARY, summary.toArray());
        }
        return physId;
    }

    private @Nullable Object[] values(Row row) {
        return MessageRows.values(row.destination, row.physId, row.uniqueId, mailboxes.seq(row.destination.mailboxId()))
                .toArray();
    }

    /** Reads which UIDs many rows got: the rows of a mailbox got theirs in the order in which they were written. */
    private void pair(List<Row> rows) {
        Map<List<Long>, Queue<Integer>> waiting = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            waiting.computeIfAbsent(List.of(row.destination.mailboxId(), row.physId), key -> new ArrayDeque<>())
                    .add(i);
        }
        long[] uids = new long[rows.size()];
        db.eachOnce(
                "SELECT message_idnr, mailbox_idnr, physmessage_id FROM {messages} WHERE physmessage_id IN ("
                        + db.dialect().ids(physIds.values()) + ") ORDER BY message_idnr",
                found -> {
                    Queue<Integer> same = waiting.get(List.of(found.getLong(2), found.getLong(3)));
                    if (same != null && !same.isEmpty()) {
                        uids[same.remove()] = found.getLong(1);
                    }
                });
        for (int i = 0; i < uids.length; i++) {
            stored(rows.get(i), uids[i]);
        }
    }

    private void stored(Row row, long uid) {
        List<@Nullable Object[]> keywords = new ArrayList<>();
        row.destination.flags().keywords().forEach(keyword -> keywords.add(new @Nullable Object[] {uid, keyword}));
        db.batch("INSERT INTO {keywords} (message_idnr, keyword) VALUES (?, ?)", keywords);
        row.stored.add(new Delivered.Stored(uid, mailboxes.seq(row.destination.mailboxId()), row.physId));
    }
}
