package org.jdbmail.sql.message;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;

/**
 * The visible messages of a mailbox that a set of UIDs names, in ascending order, as they were when it was loaded. Since
 * UIDs count through all mailboxes of a database, a contiguous run of messages is a comb of numbers; {@link #conditions}
 * covers the numbers between two neighbours too, where that names no other message of this mailbox.
 *
 * <p>By hand: STORE, COPY and EXPUNGE load it, which {@code ./x bench growth} measures.
 */
final class Selection {
    private static final String SELECT = "SELECT message_idnr, physmessage_id, " + Columns.FLAGS
            + ", seq FROM {messages} m WHERE mailbox_idnr = ? AND status < 2 AND ";

    private final NumberSet asked;
    private final String only;
    private long[] uids = new long[64];
    private long[] physIds = new long[64];
    private long[] seqs = new long[64];
    private int[] flags = new int[64];
    private int length;

    private Selection(NumberSet asked, String only) {
        this.asked = asked;
        this.only = only;
    }

    /**
     * Loads a selection: with one statement if the set has no more than some hundred ranges. Nothing else is read: between two
     * messages that are named may lie a million others.
     *
     * @param only a further condition on the rows, beginning with {@code AND}, or empty
     */
    static Selection load(Db db, long mailboxId, NumberSet uids, String only) {
        Selection selection = new Selection(uids, only);
        for (UidCondition condition : UidCondition.of("message_idnr", uids)) {
            db.each(
                    SELECT,
                    condition,
                    only + " ORDER BY message_idnr",
                    row -> selection.add(row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4)),
                    mailboxId);
        }
        return selection;
    }

    private void add(long uid, long physId, int bits, long seq) {
        if (length == uids.length) {
            int capacity = length * 2;
            uids = Arrays.copyOf(uids, capacity);
            physIds = Arrays.copyOf(physIds, capacity);
            seqs = Arrays.copyOf(seqs, capacity);
            flags = Arrays.copyOf(flags, capacity);
        }
        uids[length] = uid;
        physIds[length] = physId;
        flags[length] = bits;
        seqs[length] = seq;
        length++;
    }

    /** Replaces {@code \\Seen} by that of a user who has read these. */
    void see(Set<Long> seen) {
        int bit = Flag.SEEN.bit();
        for (int i = 0; i < length; i++) {
            flags[i] = seen.contains(uids[i]) ? flags[i] | bit : flags[i] & ~bit;
        }
    }

    /** Whether no message was named. */
    boolean isEmpty() {
        return length == 0;
    }

    /** How many rows were read. */
    int length() {
        return length;
    }

    long uid(int index) {
        return uids[index];
    }

    long physId(int index) {
        return physIds[index];
    }

    int flags(int index) {
        return flags[index];
    }

    /** MODSEQ as it was. */
    long seq(int index) {
        return Math.max(1, seqs[index]);
    }

    /** The UIDs of the rows that a predicate picks by their index. */
    NumberSet pick(IntPredicate picked) {
        NumberSet.Builder builder = new NumberSet.Builder();
        for (int i = 0; i < length; i++) {
            if (picked.test(i)) {
                builder.add(uids[i]);
            }
        }
        return builder.build();
    }

    /** All UIDs. */
    NumberSet all() {
        return pick(index -> true);
    }

    /**
     * Conditions for the rows of these UIDs, which must come from {@link #pick}; to be used with the mailbox, visibility
     * and the further condition that was loaded with.
     */
    List<UidCondition> conditions(String column, NumberSet picked) {
        NumberSet.Builder builder = new NumberSet.Builder();
        int range = 0;
        int last = -2;
        for (int i = 0; i < length; i++) {
            while (range < asked.ranges() && asked.high(range) < uids[i]) {
                range++;
                last = -2;
            }
            if (!picked.contains(uids[i])) {
                continue;
            }
            builder.add(last == i - 1 ? uids[last] : uids[i], uids[i]);
            last = i;
        }
        return UidCondition.of(column, builder.build());
    }

    /** The further condition that the rows were loaded with. */
    String only() {
        return only;
    }
}
