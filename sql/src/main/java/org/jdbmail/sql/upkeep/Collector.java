package org.jdbmail.sql.upkeep;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_HEADER;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_HEADERNAME;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_HEADERVALUE;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MIMEPARTS;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_PARTLISTS;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_PHYSMESSAGE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_BLOB;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_CONTENT_PIECE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUEUE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.parts.HeaderCache;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.transaction.StepSize;
import org.jdbmail.sql.transaction.Transactions;
import org.jooq.Condition;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Takes away rows that nothing refers to any more: physical messages without a place in a mailbox, with all that is
 * theirs, and then the blobs, parts, header values and names of fields that only they had. It works on a few rows at a time
 * ({@link StepSize}) beside everything else.
 *
 * <p>A row goes when nothing referred to it a grace time ago and nothing does now. A delivery of ours is one transaction, so
 * that its message is never seen without its place; a blob that it has just found is missed when the reference is written,
 * and the delivery starts over. DBMail's daemons write row by row, and somebody may be reading a large message piece by piece
 * that a converter has just moved: they have the grace time to finish. Removing a row takes away what refers to it, so each
 * is locked first and then looked at again: a copy that came between keeps it.
 */
public final class Collector {
    /** Rows that are looked at by one statement. */
    private static final int WINDOW = 2_000;

    /** Rows that are taken away in one transaction at most. */
    private static final int BATCH = 400;

    /**
     * What may be left over.
     *
     * @param id its key
     * @param users by which columns others refer to it
     */
    private record Leftover(TableField<?, Long> id, List<TableField<?, Long>> users) {
        String name() {
            return table().getName().replaceFirst("^j?dbmail_", "");
        }

        Table<?> table() {
            return Objects.requireNonNull(id.getTable());
        }
    }

    /** Those before give up references to those after. */
    private static final List<Leftover> LEFTOVERS = List.of(
            new Leftover(DBMAIL_PHYSMESSAGE.ID, List.of(DBMAIL_MESSAGES.PHYSMESSAGE_ID, JDBMAIL_QUEUE.PHYSMESSAGE_ID)),
            new Leftover(JDBMAIL_BLOB.ID, List.of(JDBMAIL_CONTENT_PIECE.BLOB_ID)),
            new Leftover(DBMAIL_MIMEPARTS.ID, List.of(DBMAIL_PARTLISTS.PART_ID)),
            new Leftover(DBMAIL_HEADERVALUE.ID, List.of(DBMAIL_HEADER.HEADERVALUE_ID)));

    private static final Leftover NAMES = new Leftover(DBMAIL_HEADERNAME.ID, List.of(DBMAIL_HEADER.HEADERNAME_ID));

    /** What nothing referred to at some time: ids by table. */
    private record Sample(Instant when, Map<Leftover, NumberSet> unused) {}

    private final Transactions transactions;
    private final Duration grace;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Map<Leftover, StepSize> sizes = new HashMap<>();

    /** @param grace how long nothing must have referred to a row; with zero the first run takes away what it finds */
    public Collector(Transactions transactions, Duration grace) {
        this.transactions = transactions;
        this.grace = grace;
    }

    /**
     * Looks through all tables once.
     *
     * @param now the time; rows that an earlier run, a grace time before, has not found unused are passed over
     * @return how many rows of each kind were taken away, by table
     */
    public synchronized Map<String, Long> run(Instant now) {
        Map<Leftover, NumberSet> settled = Map.of();
        while (!samples.isEmpty() && !samples.getFirst().when.plus(grace).isAfter(now)) {
            settled = samples.removeFirst().unused;
        }
        Map<String, Long> removed = new HashMap<>();
        Map<Leftover, NumberSet> found = new HashMap<>();
        for (Leftover leftover : LEFTOVERS) {
            removed.put(leftover.name(), collect(leftover, settled, found));
        }
        removed.put(NAMES.name(), collectNames(settled, found));
        samples.addLast(new Sample(now, found));
        return removed;
    }

    /** How many rows of a table, named as {@link #run} names it, nothing refers to now. */
    public long count(String table) {
        return overWindows(leftover(table), unused -> (long) unused.size(), count -> {});
    }

    /**
     * Takes away what nothing refers to now, in one table, without waiting.
     *
     * @param step told after each window of ids how many of them went
     */
    public synchronized long removeNow(String table, LongConsumer step) {
        Leftover leftover = leftover(table);
        return overWindows(leftover, unused -> remove(leftover, unused), step);
    }

    private static Leftover leftover(String table) {
        return LEFTOVERS.stream()
                .filter(leftover -> leftover.name().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private long overWindows(Leftover leftover, ToLongFunction<List<Long>> work, LongConsumer step) {
        long upTo = largestId(leftover);
        long sum = 0;
        for (long from = 0; from < upTo; from = nextId(leftover, from + WINDOW)) {
            long done = work.applyAsLong(unused(leftover, from, Math.min(upTo, from + WINDOW)));
            step.accept(done);
            sum += done;
        }
        return sum;
    }

    private long largestId(Leftover leftover) {
        return transactions.read(db -> db.dsl()
                .select(DSL.coalesce(DSL.max(leftover.id), 0L))
                .from(leftover.table())
                .fetchSingle()
                .value1());
    }

    private long collect(Leftover leftover, Map<Leftover, NumberSet> settled, Map<Leftover, NumberSet> found) {
        long upTo = largestId(leftover);
        NumberSet.Builder later = new NumberSet.Builder();
        long removed = 0;
        for (long from = 0; from < upTo; ) {
            List<Long> unused = unused(leftover, from, Math.min(upTo, from + WINDOW));
            removed += removeSettled(leftover, unused, settled, later);
            from = nextId(leftover, from + WINDOW);
        }
        found.put(leftover, later.build());
        return removed;
    }

    /**
     * One name may have millions of references, of which one is enough to know. Names of fields that every message may have stay, as
     * with DBMail, whose programs add them when they start.
     */
    private long collectNames(Map<Leftover, NumberSet> settled, Map<Leftover, NumberSet> found) {
        List<Long> unused = transactions.read(db -> db
                .dsl()
                .select(DBMAIL_HEADERNAME.ID)
                .from(DBMAIL_HEADERNAME)
                .where(DBMAIL_HEADERNAME.HEADERNAME.notIn(HeaderCache.NAMES))
                .orderBy(DBMAIL_HEADERNAME.ID)
                .fetch(DBMAIL_HEADERNAME.ID)
                .stream()
                .filter(id -> !db.dsl().fetchExists(DBMAIL_HEADER, DBMAIL_HEADER.HEADERNAME_ID.eq(id)))
                .toList());
        NumberSet.Builder later = new NumberSet.Builder();
        long removed = removeSettled(NAMES, unused, settled, later);
        found.put(NAMES, later.build());
        return removed;
    }

    /** Removes those of some unused rows whose time is over; the others are for a later run. */
    private long removeSettled(
            Leftover leftover, List<Long> unused, Map<Leftover, NumberSet> settled, NumberSet.Builder later) {
        NumberSet due = settled.getOrDefault(leftover, NumberSet.EMPTY);
        List<Long> now = new ArrayList<>();
        for (Long id : unused) {
            if (grace.isZero() || due.contains(id)) {
                now.add(id);
            } else {
                later.add(id);
            }
        }
        return remove(leftover, now);
    }

    private record Done(int seen, int removed) {}

    /** Rows weigh from nothing to a megabyte; what is theirs goes with them. */
    private long remove(Leftover leftover, List<Long> ids) {
        StepSize size = sizes.computeIfAbsent(leftover, table -> new StepSize(BATCH));
        long removed = 0;
        for (int from = 0; from < ids.size(); ) {
            List<Long> left = ids.subList(from, ids.size());
            Done done = transactions.write(db -> size.run(rows -> {
                List<Long> some = left.subList(0, Math.min(rows, left.size()));
                return new Done(some.size(), remove(db, leftover, some));
            }));
            from += done.seen;
            removed += done.removed;
        }
        return removed;
    }

    /** The id before the next row after a place: ids may have large gaps. */
    private long nextId(Leftover leftover, long after) {
        return transactions.read(db -> db.dsl()
                .select(DSL.coalesce(DSL.min(leftover.id).minus(1L), Long.MAX_VALUE))
                .from(leftover.table())
                .where(leftover.id.gt(after))
                .fetchSingle()
                .value1());
    }

    /** The window is said of all tables, so that no database thinks of reading all of one. */
    private List<Long> unused(Leftover leftover, long from, long to) {
        Condition unused = leftover.id.gt(from).and(leftover.id.le(to));
        for (TableField<?, Long> user : leftover.users) {
            unused = unused.andNotExists(DSL.selectOne()
                    .from(user.getTable())
                    .where(user.eq(leftover.id))
                    .and(user.gt(from))
                    .and(user.le(to)));
        }
        Condition which = unused;
        return transactions.read(db -> db.dsl()
                .select(leftover.id)
                .from(leftover.table())
                .where(which)
                .orderBy(leftover.id)
                .fetch(leftover.id));
    }

    private static int remove(Db db, Leftover leftover, List<Long> ids) {
        // Waits for whoever is just writing a reference; what it says afterwards comes from a new look.
        db.lock(leftover.id, ids);
        Set<Long> used = new HashSet<>();
        for (TableField<?, Long> user : leftover.users) {
            used.addAll(db.dsl()
                    .selectDistinct(user)
                    .from(user.getTable())
                    .where(db.among(user, ids))
                    .fetch(user));
        }
        List<Long> unused = ids.stream().filter(id -> !used.contains(id)).toList();
        // Messages are cached by that id.
        Condition staysGone = leftover.id.equals(DBMAIL_PHYSMESSAGE.ID)
                ? db.unlessIdComesBack(DBMAIL_PHYSMESSAGE.ID)
                : DSL.noCondition();
        return unused.isEmpty()
                ? 0
                : db.dsl()
                        .deleteFrom(leftover.table())
                        .where(db.among(leftover.id, unused))
                        .and(staysGone)
                        .execute();
    }
}
