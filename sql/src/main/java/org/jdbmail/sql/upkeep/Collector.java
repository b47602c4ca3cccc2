package org.jdbmail.sql.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.parts.HeaderCache;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.transaction.StepSize;
import org.jdbmail.sql.transaction.Transactions;
import org.jspecify.annotations.Nullable;

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
     * @param table where it lies, with a key named id
     * @param column by which column others refer to it
     * @param users the tables that do
     */
    private record Leftover(String table, String column, List<String> users) {}

    private static final String PHYSMESSAGE = "{physmessage}";

    /** Those before give up references to those after. */
    private static final List<Leftover> LEFTOVERS = List.of(
            new Leftover(PHYSMESSAGE, "physmessage_id", List.of("{messages}", "{+queue}")),
            new Leftover("{+blob}", "blob_id", List.of("{+content_piece}")),
            new Leftover("{mimeparts}", "part_id", List.of("{partlists}")),
            new Leftover("{headervalue}", "headervalue_id", List.of("{header}")));

    private static final Leftover NAMES = new Leftover("{headername}", "headername_id", List.of("{header}"));

    /** Names of fields that every message may have stay, as with DBMail, whose programs add them when they start. */
    private static final String UNUSUAL_NAMES = "SELECT id FROM {headername} WHERE headername NOT IN ('"
            + String.join("', '", HeaderCache.NAMES) + "') ORDER BY id";

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
            removed.put(name(leftover), collect(leftover, settled, found));
        }
        removed.put(name(NAMES), collectNames(settled, found));
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
                .filter(leftover -> name(leftover).equals(table))
                .findFirst()
                .orElseThrow();
    }

    private long overWindows(Leftover leftover, ToLongFunction<List<Long>> work, LongConsumer step) {
        long upTo = transactions
                .read(db -> db.first("SELECT coalesce(max(id), 0) FROM " + leftover.table, row -> row.getLong(1)))
                .orElse(0L);
        long sum = 0;
        for (long from = 0; from < upTo; from = nextId(leftover.table, from + WINDOW)) {
            long done = work.applyAsLong(unused(leftover, from, Math.min(upTo, from + WINDOW)));
            step.accept(done);
            sum += done;
        }
        return sum;
    }

    private static String name(Leftover leftover) {
        return leftover.table.replaceAll("[{+}]", "");
    }

    private long collect(Leftover leftover, Map<Leftover, NumberSet> settled, Map<Leftover, NumberSet> found) {
        long upTo = transactions
                .read(db -> db.first("SELECT coalesce(max(id), 0) FROM " + leftover.table, row -> row.getLong(1)))
                .orElse(0L);
        NumberSet.Builder later = new NumberSet.Builder();
        long removed = 0;
        for (long from = 0; from < upTo; ) {
            List<Long> unused = unused(leftover, from, Math.min(upTo, from + WINDOW));
            removed += removeSettled(leftover, unused, settled, later);
            from = nextId(leftover.table, from + WINDOW);
        }
        found.put(leftover, later.build());
        return removed;
    }

    /** One name may have millions of references, of which one is enough to know. */
    private long collectNames(Map<Leftover, NumberSet> settled, Map<Leftover, NumberSet> found) {
        List<Long> unused = transactions.read(db -> db.list(UNUSUAL_NAMES, row -> row.getLong(1)).stream()
                .filter(id -> db.first("SELECT 1 FROM {header} WHERE headername_id = ? LIMIT 1", row -> true, id)
                        .isEmpty())
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
    private long nextId(String table, long after) {
        return transactions.read(
                db -> db.first("SELECT min(id) FROM " + table + " WHERE id > ?", row -> row.getLong(1) - 1, after)
                        .filter(id -> id >= after)
                        .orElse(Long.MAX_VALUE));
    }

    /** The window is said of all tables, so that no database thinks of reading all of one. */
    private List<Long> unused(Leftover leftover, long from, long to) {
        String column = "u." + leftover.column;
        StringBuilder text =
                new StringBuilder("SELECT t.id FROM " + leftover.table + " t WHERE t.id > ? AND t.id <= ?");
        List<@Nullable Object> parameters = new ArrayList<>(List.of(from, to));
        for (String user : leftover.users) {
            text.append(" AND NOT EXISTS (SELECT 1 FROM " + user + " u WHERE " + column + " = t.id AND " + column
                    + " > ? AND " + column + " <= ?)");
            parameters.addAll(List.of(from, to));
        }
        String statement = text.append(" ORDER BY t.id").toString();
        return transactions.read(db -> db.list(statement, row -> row.getLong(1), parameters.toArray()));
    }

    private static int remove(Db db, Leftover leftover, List<Long> ids) {
        String list = UidCondition.list(ids);
        // Waits for whoever is just writing a reference; what it says afterwards comes from a new look.
        db.eachOnce(
                "SELECT id FROM " + leftover.table + " WHERE id IN (" + list + ") ORDER BY id"
                        + db.dialect().forUpdate(),
                row -> {});
        List<Long> used = new ArrayList<>();
        for (String user : leftover.users) {
            db.eachOnce(
                    "SELECT DISTINCT " + leftover.column + " FROM " + user + " WHERE " + leftover.column + " IN ("
                            + list + ")",
                    row -> used.add(row.getLong(1)));
        }
        List<Long> unused = new ArrayList<>(ids);
        unused.removeAll(used);
        // Messages are cached by that id.
        String condition =
                leftover.table.equals(PHYSMESSAGE) ? db.dialect().unlessIdComesBack(leftover.table, "id") : "";
        return unused.isEmpty()
                ? 0
                : db.updateOnce("DELETE FROM " + leftover.table + " WHERE id IN (" + UidCondition.list(unused) + ")"
                        + condition);
    }
}
