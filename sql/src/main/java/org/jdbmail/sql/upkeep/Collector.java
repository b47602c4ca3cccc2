package org.jdbmail.sql.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.parts.HeaderCache;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.transaction.Transactions;

/**
 * Takes away rows that nothing refers to any more: physical messages without a place in a mailbox, with all that is
 * theirs, and then the blobs, parts, header values and names of fields that only they had. It works on a few rows at a time beside
 * everything else.
 *
 * <p>A delivery of ours is one transaction, so that its message is never seen without its place; a blob that it has just
 * found is missed when the reference is written, and the delivery starts over. DBMail's daemons write row by row: what
 * appeared less than a grace time ago is left alone, by what the tables' ids were then. Removing a row takes away what
 * refers to it, so each is locked first and then looked at again: a copy that came between keeps it.
 */
public final class Collector {
    /** Rows that are looked at, and that are taken away, in one transaction. */
    private static final int WINDOW = 2_000;

    private static final int BATCH = 200;

    /**
     * What may be left over.
     *
     * @param table where it lies, with a key named id
     * @param user the table that refers to it
     * @param column and by which column
     */
    private record Leftover(String table, String user, String column) {}

    /** Those before give up references to those after. */
    private static final List<Leftover> LEFTOVERS = List.of(
            new Leftover("{physmessage}", "{messages}", "physmessage_id"),
            new Leftover("{+blob}", "{+content_piece}", "blob_id"),
            new Leftover("{mimeparts}", "{partlists}", "part_id"),
            new Leftover("{headervalue}", "{header}", "headervalue_id"));

    private static final Leftover NAMES = new Leftover("{headername}", "{header}", "headername_id");

    /** Names of fields that every message may have stay, as with DBMail, whose programs add them when they start. */
    private static final String UNUSUAL_NAMES = "SELECT id FROM {headername} WHERE id <= ? AND headername NOT IN ('"
            + String.join("', '", HeaderCache.NAMES) + "') ORDER BY id";

    private record Sample(Instant when, Map<String, Long> highest) {}

    private final Transactions transactions;
    private final Duration grace;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** @param grace how long a row must have been there; zero only where no DBMail daemon writes to the database */
    public Collector(Transactions transactions, Duration grace) {
        this.transactions = transactions;
        this.grace = grace;
    }

    /**
     * Looks through all tables once.
     *
     * @param now the time; rows that an earlier run, a grace time before, has not seen yet are passed over
     * @return how many rows of each kind were taken away, by table
     */
    public synchronized Map<String, Long> run(Instant now) {
        Map<String, Long> highest = new HashMap<>();
        for (Leftover leftover : LEFTOVERS) {
            highest.put(leftover.table, highestId(leftover.table));
        }
        highest.put(NAMES.table, highestId(NAMES.table));
        samples.addLast(new Sample(now, highest));
        Map<String, Long> settled = Map.of();
        while (!samples.isEmpty() && !samples.getFirst().when.plus(grace).isAfter(now)) {
            settled = samples.removeFirst().highest;
        }
        Map<String, Long> removed = new HashMap<>();
        for (Leftover leftover : LEFTOVERS) {
            removed.put(name(leftover), collect(leftover, settled.getOrDefault(leftover.table, 0L)));
        }
        removed.put(name(NAMES), collectNames(settled.getOrDefault(NAMES.table, 0L)));
        return removed;
    }

    private static String name(Leftover leftover) {
        return leftover.table.replaceAll("[{+}]", "");
    }

    /** One name may have millions of references, of which one is enough to know. */
    private long collectNames(long upTo) {
        long removed = 0;
        List<Long> unused = transactions.read(db -> db.list(UNUSUAL_NAMES, row -> row.getLong(1), upTo).stream()
                .filter(id -> db.first("SELECT 1 FROM {header} WHERE headername_id = ? LIMIT 1", row -> true, id)
                        .isEmpty())
                .toList());
        for (List<Long> batch : UidCondition.chunks(unused, BATCH)) {
            removed += remove(NAMES, batch);
        }
        return removed;
    }

    private long highestId(String table) {
        return transactions.read(db -> db.first("SELECT coalesce(max(id), 0) FROM " + table, row -> row.getLong(1))
                .orElse(0L));
    }

    private long collect(Leftover leftover, long upTo) {
        long removed = 0;
        for (long from = 0; from < upTo; ) {
            List<Long> found = unused(leftover, from, Math.min(upTo, from + WINDOW));
            for (List<Long> batch : UidCondition.chunks(found, BATCH)) {
                removed += remove(leftover, batch);
            }
            from = nextId(leftover.table, from + WINDOW);
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

    /** The window is said of both tables, so that no database thinks of reading all of the second. */
    private List<Long> unused(Leftover leftover, long from, long to) {
        String user = "u." + leftover.column;
        return transactions.read(db -> db.list(
                "SELECT t.id FROM " + leftover.table + " t WHERE t.id > ? AND t.id <= ?"
                        + " AND NOT EXISTS (SELECT 1 FROM " + leftover.user + " u WHERE " + user + " = t.id AND " + user
                        + " > ? AND " + user + " <= ?) ORDER BY t.id",
                row -> row.getLong(1),
                from,
                to,
                from,
                to));
    }

    private int remove(Leftover leftover, List<Long> ids) {
        return transactions.write(db -> {
            String list = UidCondition.list(ids);
            // Waits for whoever is just writing a reference; what it says afterwards comes from a new look.
            db.eachOnce(
                    "SELECT id FROM " + leftover.table + " WHERE id IN (" + list + ") ORDER BY id"
                            + db.dialect().forUpdate(),
                    row -> {});
            List<Long> used = new ArrayList<>();
            db.eachOnce(
                    "SELECT DISTINCT " + leftover.column + " FROM " + leftover.user + " WHERE " + leftover.column
                            + " IN (" + list + ")",
                    row -> used.add(row.getLong(1)));
            List<Long> unused = new ArrayList<>(ids);
            unused.removeAll(used);
            return unused.isEmpty()
                    ? 0
                    : db.updateOnce(
                            "DELETE FROM " + leftover.table + " WHERE id IN (" + UidCondition.list(unused) + ")");
        });
    }
}
