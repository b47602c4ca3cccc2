package org.jdbmail.sql.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a new row of {@code dbmail_messages} has: for all ways to deliver, and for copies.
 *
 * <p>By hand: each delivery runs it, which {@code ./x bench --only lmtp} measures.
 */
public final class MessageRows {
    /** The columns, in the order of everything here. */
    public static final String COLUMNS = "mailbox_idnr, physmessage_id, seen_flag, answered_flag, flagged_flag,"
            + " deleted_flag, draft_flag, recent_flag, unique_id, status, seq";

    /** A parameter for each of the columns that {@link #state} has the values of: from the flags to the unique id. */
    public static final String STATE_PARAMETERS = "?, ?, ?, ?, ?, ?, ?";

    /** How many these are. */
    public static final int STATE = 7;

    /** A row of parameters, in which the new message is visible: mailbox, physical message, state, seq. */
    public static final String PARAMETERS = "?, ?, " + STATE_PARAMETERS + ", 0, ?";

    private static final String FIND_ONE =
            "SELECT message_idnr FROM {messages} WHERE mailbox_idnr = ? AND unique_id = ? AND message_idnr = ?";

    /** No index leads to a unique id, but a message that came just now is among the newest. */
    private static final String FIND = "SELECT t.message_idnr, t.seq, t.physmessage_id FROM ("
            + "SELECT message_idnr, seq, physmessage_id, unique_id FROM {messages} WHERE mailbox_idnr = ?"
            + " ORDER BY message_idnr DESC LIMIT 10000) t WHERE t.unique_id = ?";

    private MessageRows() {}

    /** Flags, recent and unique id of a new message. */
    public static List<@Nullable Object> state(Destination destination, String uniqueId) {
        List<@Nullable Object> values = new ArrayList<>(STATE);
        for (Flag flag : Flag.values()) {
            values.add(destination.flags().has(flag) ? 1 : 0);
        }
        values.add(destination.recent() ? 1 : 0);
        values.add(uniqueId);
        return values;
    }

    /** All values of a new message. */
    public static List<@Nullable Object> values(Destination destination, long physId, String uniqueId, long seq) {
        List<@Nullable Object> values = new ArrayList<>(10);
        values.add(destination.mailboxId());
        values.add(physId);
        values.addAll(state(destination, uniqueId));
        values.add(seq);
        return values;
    }

    /**
     * Looks whether a message is in a mailbox, or was a moment ago, by the unique id that it was to get. Waits for whoever may be
     * about to put it there: so it is only asked after a connection was lost.
     */
    public static Optional<Delivered.Stored> find(Db db, long mailboxId, String uniqueId) {
        new MailboxRow(db).lock(mailboxId);
        Optional<Delivered.Stored> found = db.first(
                FIND, row -> new Delivered.Stored(row.getLong(1), row.getLong(2), row.getLong(3)), mailboxId, uniqueId);
        // Nobody was told of it after that commit.
        found.ifPresent(stored -> db.touch(mailboxId));
        return found;
    }

    /**
     * As {@link #find(Db, long, String)}, of a message that may have brought its unique id along: what has the same one and was expunged is
     * another message.
     */
    public static boolean isThere(Db db, long mailboxId, String uniqueId, long uid) {
        new MailboxRow(db).lock(mailboxId);
        boolean isThere = db.first(FIND_ONE, row -> row.getLong(1), mailboxId, uniqueId, uid)
                .isPresent();
        if (isThere) {
            db.touch(mailboxId);
        }
        return isThere;
    }

    /**
     * What a copy of a row {@code m} in another mailbox has; mailbox and seq are parameters.
     *
     * @param uniqueId an expression for a new unique id
     */
    static String copied(String uniqueId) {
        return "?, m.physmessage_id, m.seen_flag, m.answered_flag, m.flagged_flag, m.deleted_flag, m.draft_flag, 1, "
                + uniqueId + ", 0, ?";
    }

    /** A new {@code unique_id}, in 32 hexadecimal digits, as DBMail's are. */
    public static String uniqueId() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
