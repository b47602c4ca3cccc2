package org.jdbmail.sql.upkeep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.store.Maintenance.Check;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.content.LayoutConverter;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.transaction.Transactions;

/** Counts what may be wrong with a store, and mends it, online and a few rows at a time: what {@code dbmail-util} does. */
final class Checks {
    /** Ids that are found and mended in one go. */
    private static final int BATCH = 200;

    /** Messages that are written anew in one go: each is read whole. */
    private static final int MESSAGES = 20;

    /** A part is read whole for its digest. */
    private static final int PARTS = 50;

    private static final String ENVELOPES = """
            SELECT DISTINCT l.physmessage_id AS id FROM {partlists} l WHERE NOT EXISTS (
              SELECT 1 FROM {envelope} e WHERE e.physmessage_id = l.physmessage_id)""";

    /** DBMail's own measure of one that is too short to be any. */
    private static final String SHORT_ENVELOPES =
            "SELECT e.physmessage_id AS id FROM {envelope} e WHERE length(e.envelope) < 100";

    private static final String HEADERS = """
            SELECT DISTINCT l.physmessage_id AS id FROM {partlists} l WHERE NOT EXISTS (
              SELECT 1 FROM {header} h WHERE h.physmessage_id = l.physmessage_id)""";

    private static final String SIZES =
            "SELECT p.id AS id FROM {physmessage} p WHERE p.rfcsize = 0 AND p.messagesize > 0";

    private static final String PART_LISTS = """
            SELECT DISTINCT l.physmessage_id AS id FROM {partlists} l WHERE NOT EXISTS (
              SELECT 1 FROM {physmessage} p WHERE p.id = l.physmessage_id)""";

    private static final String USED = """
            SELECT u.user_idnr AS id FROM {users} u LEFT JOIN (
              SELECT b.owner_idnr AS owner_idnr, sum(p.messagesize) AS octets FROM {mailboxes} b
              JOIN {messages} m ON m.mailbox_idnr = b.mailbox_idnr AND m.status < 2
              JOIN {physmessage} p ON p.id = m.physmessage_id GROUP BY b.owner_idnr) s ON s.owner_idnr = u.user_idnr
            WHERE u.curmail_size <> coalesce(s.octets, 0)""";

    private static final String SUM = """
            SELECT coalesce(sum(p.messagesize), 0) FROM {mailboxes} b
            JOIN {messages} m ON m.mailbox_idnr = b.mailbox_idnr AND m.status < 2
            JOIN {physmessage} p ON p.id = m.physmessage_id WHERE b.owner_idnr = ?""";

    private final Transactions transactions;
    private final Collector collector;
    private final Tombstones tombstones;
    private final ContentLayout parts;
    private final LayoutConverter rewriter;
    private final TextDigest digest;

    /**
     * Checks of one store.
     *
     * @param parts DBMail's layout
     * @param rewriter from that layout into it
     */
    Checks(
            Transactions transactions,
            Collector collector,
            Tombstones tombstones,
            ContentLayout parts,
            LayoutConverter rewriter,
            TextDigest digest) {
        this.transactions = transactions;
        this.collector = collector;
        this.tombstones = tombstones;
        this.parts = parts;
        this.rewriter = rewriter;
        this.digest = digest;
    }

    long count(Check check) {
        return switch (check) {
            case MESSAGES -> collector.count("physmessage");
            case PARTS -> collector.count("mimeparts");
            case HEADER_VALUES -> collector.count("headervalue");
            case BLOBS -> collector.count("blob");
            case PART_LISTS -> count(PART_LISTS);
            case SIZES -> count(SIZES);
            case ENVELOPES -> count(ENVELOPES);
            case SHORT_ENVELOPES -> count(SHORT_ENVELOPES);
            case HEADERS -> count(HEADERS);
            case USED -> count(USED);
            case EXPUNGED -> count("SELECT message_idnr AS id FROM {messages} WHERE status > 1 AND status = 2");
            case BURIED -> count("SELECT message_idnr AS id FROM {messages} WHERE status > 1 AND status = 3");
            case OLD_BLOCKS -> throughOldBlocks(Long.MAX_VALUE, ids -> 0, step -> {});
            case DIGESTS -> throughDigests(false, Long.MAX_VALUE, step -> {});
        };
    }

    private long count(String ids) {
        return transactions.read(db -> db.first("SELECT count(*) FROM (" + ids + ") x", row -> row.getLong(1))
                .orElse(0L));
    }

    long mend(Check check, long most, LongConsumer step) {
        return switch (check) {
            case MESSAGES -> collector.removeNow("physmessage", step);
            case PARTS -> collector.removeNow("mimeparts", step);
            case HEADER_VALUES -> collector.removeNow("headervalue", step);
            case BLOBS -> collector.removeNow("blob", step);
            case PART_LISTS -> through(PART_LISTS, BATCH, most, this::removePartLists, step);
            case SIZES -> through(SIZES, MESSAGES, most, this::measure, step);
            case ENVELOPES -> through(ENVELOPES, MESSAGES, most, rewriter::rewrite, step);
            case SHORT_ENVELOPES -> through(SHORT_ENVELOPES, MESSAGES, most, rewriter::rewrite, step);
            case HEADERS -> through(HEADERS, MESSAGES, most, rewriter::rewrite, step);
            case USED -> through(USED, 1, most, this::charge, step);
            case EXPUNGED -> tombstones.mark(most, step);
            case BURIED -> tombstones.purge(most, step);
            case OLD_BLOCKS -> throughOldBlocks(most, rewriter::rewrite, step);
            case DIGESTS -> throughDigests(true, most, step);
        };
    }

    /** What is done about some ids; returns for how many of them it was done. */
    private interface Mending {
        int mend(List<Long> ids);
    }

    private long through(String query, int batch, long most, Mending mending, LongConsumer step) {
        long mended = 0;
        long after = Long.MIN_VALUE;
        while (mended < most) {
            long from = after;
            List<Long> ids = transactions.read(db -> db.list(
                    "SELECT id FROM (" + query + ") x WHERE id > ? ORDER BY id LIMIT " + batch,
                    row -> row.getLong(1),
                    from));
            if (ids.isEmpty()) {
                break;
            }
            mended += mending.mend(ids);
            step.accept(ids.size());
            after = ids.getLast();
        }
        return mended;
    }

    private int removePartLists(List<Long> ids) {
        return transactions.write(
                db -> db.updateOnce("DELETE FROM {partlists} WHERE physmessage_id IN (" + UidCondition.list(ids)
                        + ") AND NOT EXISTS (SELECT 1 FROM {physmessage} p WHERE p.id = physmessage_id)"));
    }

    /** {@code rfcsize} is the size with CRLF. */
    private int measure(List<Long> ids) {
        Map<Long, MessageBytes> messages = transactions.read(db -> parts.read(db, ids));
        List<Long> there = ids.stream().filter(messages::containsKey).toList();
        transactions.write(db -> {
            for (Long id : there) {
                db.update(
                        "UPDATE {physmessage} SET rfcsize = ? WHERE id = ? AND rfcsize = 0",
                        (long) Optional.ofNullable(messages.get(id))
                                .map(MessageBytes::size)
                                .orElse(0),
                        id);
            }
            return there.size();
        });
        return there.size();
    }

    /** The account's row is locked first: a delivery that comes meanwhile waits, and adds what it brings. */
    private int charge(List<Long> userIds) {
        return transactions.write(db -> {
            int changed = 0;
            for (Long user : userIds) {
                db.list(
                        "SELECT user_idnr FROM {users} WHERE user_idnr = ?"
                                + db.dialect().forUpdate(),
                        row -> row.getLong(1),
                        user);
                long octets = db.first(SUM, row -> row.getLong(1), user).orElse(0L);
                changed += db.update(
                        "UPDATE {users} SET curmail_size = ? WHERE user_idnr = ? AND curmail_size <> ?",
                        octets,
                        user,
                        octets);
            }
            return changed;
        });
    }

    /** Messages that DBMail 2.2 left: those that have blocks and no parts. */
    private long throughOldBlocks(long most, Mending mending, LongConsumer step) {
        long sum = 0;
        long after = 0;
        while (sum < most) {
            long from = after;
            List<Long> ids = transactions.read(db -> parts.next(db, from, MESSAGES));
            if (ids.isEmpty()) {
                break;
            }
            List<Long> old = transactions.read(db -> withoutParts(db, ids));
            mending.mend(old);
            step.accept(old.size());
            sum += old.size();
            after = ids.getLast();
        }
        return sum;
    }

    private static List<Long> withoutParts(Db db, List<Long> ids) {
        List<Long> left = new ArrayList<>(ids);
        db.eachOnce(
                "SELECT DISTINCT physmessage_id FROM {partlists} WHERE physmessage_id IN (" + UidCondition.list(ids)
                        + ")",
                row -> left.remove(Long.valueOf(row.getLong(1))));
        return left;
    }

    private record Part(long id, String hash, String wanted) {}

    private long throughDigests(boolean mends, long most, LongConsumer step) {
        long sum = 0;
        long after = 0;
        while (sum < most) {
            long from = after;
            List<Part> read = transactions.read(db -> db.list(
                    "SELECT id, hash, data FROM {mimeparts} WHERE id > ? ORDER BY id LIMIT " + PARTS,
                    row -> {
                        byte[] data = row.getBytes(3);
                        String hash = row.getString(2);
                        return new Part(
                                row.getLong(1),
                                hash == null ? "" : hash.stripTrailing(),
                                digest.of(data == null ? new byte[0] : data));
                    },
                    from));
            if (read.isEmpty()) {
                break;
            }
            List<Part> different =
                    read.stream().filter(part -> !part.hash.equals(part.wanted)).toList();
            if (mends && !different.isEmpty()) {
                transactions.write(db -> {
                    different.forEach(
                            part -> db.update("UPDATE {mimeparts} SET hash = ? WHERE id = ?", part.wanted, part.id));
                    return different.size();
                });
            }
            step.accept(read.size());
            sum += different.size();
            after = read.getLast().id;
        }
        return sum;
    }
}
