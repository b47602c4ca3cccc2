package org.jdbmail.sql.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Messages;
import org.jdbmail.sql.content.CompactBatch;
import org.jdbmail.sql.content.CompactMessage;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.content.ContentRows;
import org.jdbmail.sql.content.SummaryRows;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.SqlFailure;
import org.jdbmail.sql.message.KeywordLimit;
import org.jdbmail.sql.message.MailboxRow;
import org.jdbmail.sql.message.MessageRows;
import org.jdbmail.sql.message.Quota;
import org.jspecify.annotations.Nullable;

/**
 * One intake in one transaction, table by table: each gets the rows of all messages at once. Numbers are drawn beforehand where the
 * database has a sequence; where it doesn't, the rows whose numbers it gives go one by one.
 *
 * <p>By hand: imports of 100,000 messages go through it, in batches (IntakeTest holds the number of statements).
 */
final class IntakeRun {
    private static final String PHYSMESSAGE = "INSERT INTO {physmessage} (" + ContentRows.PHYSICAL_COLUMNS
            + ") VALUES (" + ContentRows.PHYSICAL_PARAMETERS + ")";

    private static final String NUMBERED_PHYSMESSAGE = "INSERT INTO {physmessage} (id, " + ContentRows.PHYSICAL_COLUMNS
            + ") VALUES (?, " + ContentRows.PHYSICAL_PARAMETERS + ")";

    private static final String SUMMARY = "INSERT INTO {+summary} (physmessage_id, " + SummaryRows.COLUMNS
            + ") VALUES (?, " + SummaryRows.PARAMETERS + ")";

    private static final String MESSAGE =
            "INSERT INTO {messages} (" + MessageRows.COLUMNS + ") VALUES (" + MessageRows.PARAMETERS + ")";

    private static final String NUMBERED_MESSAGE = "INSERT INTO {messages} (message_idnr, " + MessageRows.COLUMNS
            + ") VALUES (?, " + MessageRows.PARAMETERS + ")";

    private final Db db;
    private final BulkIntake intake;
    private final Map<Integer, ContentLayout.Ready> contents;
    private final List<BulkIntake.Item> items;
    private final List<String> uniqueIds = new ArrayList<>();
    private final long[] physIds;
    private List<BulkIntake.Taken> taken = List.of();

    /** @param contents those of the items that are fresh, by their place */
    IntakeRun(Db db, BulkIntake intake, Map<Integer, ContentLayout.Ready> contents) {
        this.db = db;
        this.intake = intake;
        this.contents = contents;
        this.items = intake.items();
        this.physIds = new long[items.size()];
        for (BulkIntake.Item item : items) {
            uniqueIds.add(item.uniqueId().isEmpty() ? MessageRows.uniqueId() : item.uniqueId());
        }
    }

    /** Looks whether it was committed although its connection was lost. */
    Optional<List<BulkIntake.Taken>> find(Db other) {
        return !taken.isEmpty()
                        && MessageRows.isThere(
                                other,
                                intake.mailboxId(),
                                uniqueIds.getFirst(),
                                taken.getFirst().uid())
                ? Optional.of(taken)
                : Optional.empty();
    }

    List<BulkIntake.Taken> run() {
        items.forEach(item -> KeywordLimit.check(item.flags()));
        List<CompactMessage> compact = new ArrayList<>();
        contents.values().forEach(ready -> {
            if (ready instanceof CompactMessage message) {
                compact.add(message);
            } else {
                ready.writeShared(db);
            }
        });
        CompactBatch.writeShared(db, compact);
        long seq = new MailboxRow(db).raise(intake.mailboxId());
        requireAbove();
        new Quota(db)
                .adjust(
                        intake.chargedUserId(),
                        items.stream().mapToLong(item -> item.content().size()).sum());
        try {
            writeContents();
            taken = writeMessages(seq);
            writeBelongings();
        } catch (SqlFailure failure) {
            if (failure.isDuplicate()) {
                throw new Refusal(
                        Reason.ALREADY_EXISTS,
                        "somebody else brings the same messages, or took their numbers",
                        failure);
            }
            throw failure;
        }
        return taken;
    }

    /** UIDs of a mailbox only rise. */
    private void requireAbove() {
        long before = 0;
        for (BulkIntake.Item item : items) {
            if ((item.uid() == 0) != (items.getFirst().uid() == 0)) {
                throw new IllegalArgumentException("some messages have a UID and some have none");
            }
            if (item.uid() != 0) {
                before = before == 0
                        ? new MailboxRow(db)
                                        .state(intake.mailboxId())
                                        .map(Messages.State::uidNext)
                                        .orElse(1L)
                                - 1
                        : before;
                if (item.uid() <= before) {
                    throw new Refusal(Reason.INVALID, "the mailbox has UIDs up to " + before + " already");
                }
                before = item.uid();
            }
        }
    }

    private void writeContents() {
        List<Integer> places = contents.keySet().stream().sorted().toList();
        number(places);
        Map<Long, CompactMessage> compact = new LinkedHashMap<>();
        List<@Nullable Object[]> summaries = new ArrayList<>();
        for (int place : places) {
            long physId = physIds[place];
            ContentLayout.Ready ready = Objects.requireNonNull(contents.get(place));
            if (ready instanceof CompactMessage message) {
                compact.put(physId, message);
            } else {
                ready.write(db, physId);
            }
            List<@Nullable Object> summary =
                    SummaryRows.values(fresh(place).message().summary());
            summary.addFirst(physId);
            summaries.add(summary.toArray());
        }
        CompactBatch.write(db, compact);
        db.batch(SUMMARY, summaries);
    }

    private BulkIntake.Fresh fresh(int place) {
        return switch (items.get(place).content()) {
            case BulkIntake.Fresh fresh -> fresh;
            case BulkIntake.Known known -> throw new IllegalStateException("message " + known.physId() + " is not new");
        };
    }

    /** Writes the physical messages, and notes their numbers. */
    private void number(List<Integer> places) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).content() instanceof BulkIntake.Known known) {
                physIds[i] = known.physId();
            }
        }
        List<Integer> unnumbered = new ArrayList<>();
        for (int place : places) {
            physIds[place] = fresh(place).physId();
            if (physIds[place] == 0) {
                unnumbered.add(place);
            }
        }
        if (db.dialect().hasSequences()) {
            List<Long> drawn = draw("{physmessage_id_seq}", unnumbered.size());
            for (int i = 0; i < drawn.size(); i++) {
                physIds[unnumbered.get(i)] = drawn.get(i);
            }
        } else {
            for (int place : unnumbered) {
                BulkIntake.Fresh fresh = fresh(place);
                physIds[place] = db.insert(PHYSMESSAGE, "id", fresh.size(), fresh.size(), fresh.internalDate());
            }
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int place : places) {
            BulkIntake.Fresh fresh = fresh(place);
            boolean isWritten = fresh.physId() == 0 && !db.dialect().hasSequences();
            if (!isWritten) {
                rows.add(new @Nullable Object[] {physIds[place], fresh.size(), fresh.size(), fresh.internalDate()});
            }
        }
        db.batch(NUMBERED_PHYSMESSAGE, rows);
    }

    private List<Long> draw(String sequence, int count) {
        return count == 0
                ? List.of()
                : db.list(
                        "SELECT nextval('" + sequence + "') FROM generate_series(1, ?) ORDER BY 1",
                        row -> row.getLong(1),
                        count);
    }

    /** Under the mailbox's lock, so that numbers are in the order of commits. */
    private List<BulkIntake.Taken> writeMessages(long seq) {
        boolean isNumbered = items.getFirst().uid() != 0;
        List<Long> uids = new ArrayList<>(items.size());
        if (isNumbered) {
            items.forEach(item -> uids.add(item.uid()));
        } else if (db.dialect().hasSequences()) {
            uids.addAll(draw("{message_idnr_seq}", items.size()));
        }
        List<@Nullable Object[]> rows = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            BulkIntake.Item item = items.get(i);
            Destination destination =
                    new Destination(intake.mailboxId(), intake.chargedUserId(), item.flags(), item.recent());
            List<@Nullable Object> values = MessageRows.values(destination, physIds[i], uniqueIds.get(i), seq);
            if (uids.size() > i) {
                values.addFirst(uids.get(i));
                rows.add(values.toArray());
            } else {
                uids.add(db.insert(MESSAGE, "message_idnr", values.toArray()));
            }
        }
        db.batch(NUMBERED_MESSAGE, rows);
        List<BulkIntake.Taken> all = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            all.add(new BulkIntake.Taken(uids.get(i), physIds[i]));
        }
        return List.copyOf(all);
    }

    private void writeBelongings() {
        List<@Nullable Object[]> keywords = new ArrayList<>();
        List<@Nullable Object[]> origins = new ArrayList<>();
        List<@Nullable Object[]> times = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            BulkIntake.Item item = items.get(i);
            long uid = taken.get(i).uid();
            item.flags().keywords().forEach(keyword -> keywords.add(new @Nullable Object[] {uid, keyword}));
            if (!item.origin().isEmpty()) {
                origins.add(new @Nullable Object[] {intake.mailboxId(), item.origin(), uid});
            }
            if (item.saved() != null) {
                times.add(new @Nullable Object[] {uid, item.saved()});
            }
        }
        db.batch("INSERT INTO {keywords} (message_idnr, keyword) VALUES (?, ?)", keywords);
        db.batch("INSERT INTO {+imported} (mailbox_idnr, origin, message_idnr) VALUES (?, ?, ?)", origins);
        db.batch("INSERT INTO {+saved} (message_idnr, saved) VALUES (?, ?)", times);
    }
}
