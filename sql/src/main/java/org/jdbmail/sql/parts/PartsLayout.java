package org.jdbmail.sql.parts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.content.ContentPlan;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.parts.PartRow;
import org.jdbmail.core.parts.PartsAssembler;
import org.jdbmail.core.parts.Repair;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.MimeScanner;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/**
 * DBMail's layout: a row for each header block and body, put in order by {@code dbmail_partlists}. Messages that DBMail 2
 * left in {@code dbmail_messageblks} are read too. A message is put together in memory when it is read.
 *
 * <p>By hand: FETCH of bodies in DBMail's layout is this.
 */
public final class PartsLayout implements ContentLayout {
    /** Ids in one statement. */
    private static final int CHUNK = 1_000;

    /** Bytes of whole messages that are read at once for the sake of their heads. */
    private static final long HEADS = 8 << 20;

    /** The bytes of a message are in memory as rows and as the message. */
    private static final int COPIES = 2;

    /** Where a message has rows of its own. */
    private static final List<String> TABLES =
            List.of("{partlists}", "{header}", "{referencesfield}", "{envelope}", "{+repair}");

    private static final byte[] BLANK_LINE = {'\n'};

    /** A part of this size fits into a packet of every MySQL. */
    private static final int ALWAYS_FITS = 256 * 1024;

    /** Room in a packet for the statement around a part. */
    private static final int STATEMENT = 4 * 1024;

    private final ContentLayout other;
    private final Transactions transactions;
    private final TextDigest hash;
    private final OldBlocks oldBlocks = new OldBlocks();

    /**
     * Over the tables of one database.
     *
     * @param other takes messages with a part that is too large for the server
     * @param transactions for asking the server how large that is
     * @param hash how DBMail is told to find parts and header values that are there already. It only narrows the search, what
     *     is found is compared byte for byte; so a store with rows of several kinds merely shares less
     */
    public PartsLayout(ContentLayout other, Transactions transactions, TextDigest hash) {
        this.other = other;
        this.transactions = transactions;
        this.hash = hash;
    }

    @Override
    public Ready prepare(PreparedMessage message, Instant internalDate) {
        PartsMessage parts = new PartsMessage(message, internalDate, hash);
        long largest = parts.largest();
        boolean fits = largest <= ALWAYS_FITS || transactions.look(db -> fits(db, largest));
        return fits ? parts : other.prepare(message, internalDate);
    }

    /** MySQL's driver sends bytes in hexadecimal digits, all of a row in one packet. The others have no such bound. */
    private static boolean fits(Db db, long size) {
        return db.dialect()
                .largestStatement()
                .map(query -> db.first(query, row -> row.getLong(1)).orElseThrow())
                .map(most -> 2 * size + STATEMENT <= most)
                .orElse(true);
    }

    @Override
    public Map<Long, Long> sizes(Db db, Collection<Long> physIds) {
        Map<Long, Long> sizes = new HashMap<>();
        for (List<Long> ids : UidCondition.chunks(physIds, CHUNK)) {
            db.eachOnce(
                    "SELECT l.physmessage_id, sum(m.size) FROM {partlists} l JOIN {mimeparts} m ON m.id = l.part_id"
                            + " WHERE l.physmessage_id IN (" + db.dialect().ids(ids) + ") GROUP BY l.physmessage_id",
                    row -> sizes.put(row.getLong(1), COPIES * row.getLong(2)));
        }
        for (List<Long> ids : UidCondition.chunks(without(physIds, sizes), CHUNK)) {
            sizes.putAll(oldBlocks.sizes(db, ids));
        }
        return sizes;
    }

    private static List<Long> without(Collection<Long> physIds, Map<Long, ?> found) {
        return physIds.stream().filter(id -> !found.containsKey(id)).toList();
    }

    @Override
    public Map<Long, MessageBytes> read(Db db, List<Long> physIds) {
        Map<Long, MessageBytes> messages = new HashMap<>();
        for (List<Long> ids : UidCondition.chunks(physIds, CHUNK)) {
            Map<Long, byte[]> repairs = repairs(db, ids);
            Assembly assembly = new Assembly(repairs, messages);
            db.eachOnce(
                    "SELECT l.physmessage_id, l.is_header, l.part_key, l.part_depth, l.part_order, m.data, m.id"
                            + " FROM {partlists} l LEFT JOIN {mimeparts} m ON m.id = l.part_id WHERE l.physmessage_id IN ("
                            + db.dialect().ids(ids) + ") ORDER BY l.physmessage_id",
                    row -> {
                        if (row.getLong(7) == 0) {
                            throw new Refusal(Reason.CORRUPT, "a part of a stored message is missing");
                        }
                        byte[] data = row.getBytes(6);
                        // MySQL's column may hold none.
                        assembly.add(
                                row.getLong(1),
                                new PartRow(
                                        row.getInt(2) != 0,
                                        row.getInt(3),
                                        row.getInt(4),
                                        row.getInt(5),
                                        data == null ? new byte[0] : data));
                    });
            assembly.finish();
        }
        for (List<Long> ids : UidCondition.chunks(without(physIds, messages), CHUNK)) {
            messages.putAll(oldBlocks.read(db, ids));
        }
        return messages;
    }

    @Override
    public Optional<MessageBytes> readHere(Db db, long physId) {
        return Optional.ofNullable(read(db, List.of(physId)).get(physId));
    }

    private static Map<Long, byte[]> repairs(Db db, List<Long> ids) {
        Map<Long, byte[]> repairs = new HashMap<>();
        db.eachOnce(
                "SELECT physmessage_id, data FROM {+repair} WHERE physmessage_id IN ("
                        + db.dialect().ids(ids) + ")",
                row -> repairs.put(row.getLong(1), row.getBytes(2)));
        return repairs;
    }

    /** Collects the rows of one message after the other. */
    private static final class Assembly {
        private final Map<Long, byte[]> repairs;
        private final Map<Long, MessageBytes> messages;
        private final List<PartRow> rows = new ArrayList<>();
        private long physId;

        Assembly(Map<Long, byte[]> repairs, Map<Long, MessageBytes> messages) {
            this.repairs = repairs;
            this.messages = messages;
        }

        void add(long id, PartRow row) {
            if (id != physId) {
                finish();
                physId = id;
            }
            rows.add(row);
        }

        void finish() {
            if (!rows.isEmpty()) {
                byte[] assembled = PartsAssembler.assemble(rows);
                rows.clear();
                messages.put(physId, MessageBytes.of(repaired(assembled, repairs.get(physId))));
            }
        }

        private static byte[] repaired(byte[] assembled, byte @Nullable [] repair) {
            try {
                return Repair.apply(assembled, repair);
            } catch (IllegalArgumentException e) {
                throw new Refusal(Reason.CORRUPT, "the repair of a stored message doesn't fit it", e);
            }
        }
    }

    @Override
    public Map<Long, byte[]> heads(Db db, Collection<Long> physIds) {
        Map<Long, byte[]> heads = new HashMap<>();
        for (List<Long> ids : UidCondition.chunks(physIds, CHUNK)) {
            // A repair may change the head; such messages are read as a whole, as those are that have no such row.
            db.eachOnce(
                    "SELECT l.physmessage_id, m.data FROM {partlists} l JOIN {mimeparts} m ON m.id = l.part_id"
                            + " LEFT JOIN {+repair} r ON r.physmessage_id = l.physmessage_id"
                            + " WHERE l.physmessage_id IN (" + db.dialect().ids(ids)
                            + ") AND l.is_header = 1 AND l.part_key = 1 AND l.part_order = 0"
                            + " AND r.physmessage_id IS NULL",
                    row -> heads.put(row.getLong(1), head(row.getBytes(2))));
        }
        List<Long> group = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Long, Long> size : sizes(db, without(physIds, heads)).entrySet()) {
            group.add(size.getKey());
            bytes += size.getValue();
            if (bytes > HEADS) {
                addHeads(read(db, group), heads);
                group.clear();
                bytes = 0;
            }
        }
        addHeads(read(db, group), heads);
        return heads;
    }

    @Override
    public List<Long> next(Db db, long after, int count) {
        List<Long> ids = new ArrayList<>(db.list(
                "SELECT DISTINCT physmessage_id FROM {partlists} WHERE physmessage_id > ? ORDER BY physmessage_id LIMIT ?",
                row -> row.getLong(1),
                after,
                count));
        ids.addAll(oldBlocks.next(db, after, count));
        return ids.stream().distinct().sorted().limit(count).toList();
    }

    @Override
    public void remove(Db db, Collection<Long> physIds) {
        for (List<Long> ids : UidCondition.chunks(physIds, CHUNK)) {
            String condition = " WHERE physmessage_id IN (" + db.dialect().ids(ids) + ")";
            for (String table : TABLES) {
                db.updateOnce("DELETE FROM " + table + condition);
            }
            oldBlocks.remove(db, ids);
        }
    }

    private static byte[] head(byte @Nullable [] lines) {
        byte[] block = lines == null ? new byte[0] : lines;
        byte[] head = new byte[block.length + BLANK_LINE.length];
        System.arraycopy(block, 0, head, 0, block.length);
        System.arraycopy(BLANK_LINE, 0, head, block.length, BLANK_LINE.length);
        byte[] crlf = Repair.apply(head, null);
        return crlf.length <= ContentPlan.PIECE ? crlf : Arrays.copyOf(crlf, ContentPlan.PIECE);
    }

    private static void addHeads(Map<Long, MessageBytes> messages, Map<Long, byte[]> heads) {
        messages.forEach((id, message) -> {
            int end = MimeScanner.scan(message).headerEnd();
            heads.put(id, message.slice(0, Math.min(end, ContentPlan.PIECE)));
        });
    }
}
