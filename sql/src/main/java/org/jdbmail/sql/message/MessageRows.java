package org.jdbmail.sql.message;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.store.Destination;
import org.jspecify.annotations.Nullable;

/** Which columns a new row of {@code dbmail_messages} has: for all ways to deliver, and for copies. */
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

    private MessageRows() {}

    /** Flags, recent and unique id of a new message. */
    public static List<@Nullable Object> state(Destination destination) {
        List<@Nullable Object> values = new ArrayList<>(STATE);
        for (Flag flag : Flag.values()) {
            values.add(destination.flags().has(flag) ? 1 : 0);
        }
        values.add(destination.recent() ? 1 : 0);
        values.add(uniqueId());
        return values;
    }

    /** All values of a new message. */
    public static List<@Nullable Object> values(Destination destination, long physId, long seq) {
        List<@Nullable Object> values = new ArrayList<>(10);
        values.add(destination.mailboxId());
        values.add(physId);
        values.addAll(state(destination));
        values.add(seq);
        return values;
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
