package org.jdbmail.sql.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.jdbc.Db;

/**
 * Reads mailboxes, alone or as one user meets them: with rights and subscription, in one statement. Almost every command
 * that names a mailbox begins here, so that the statements are constant texts.
 *
 * <p>By hand: SELECT and STATUS begin with it, which {@code ./x bench growth} and {@code --only imap} measure.
 */
final class AccessReader {
    private static final String MAILBOX =
            "b.mailbox_idnr, b.owner_idnr, o.userid, b.name, b.no_select, b.no_inferiors, b.permission, s.special_use";

    private static final String OWNER = " JOIN {users} o ON o.user_idnr = b.owner_idnr"
            + " LEFT JOIN {+mailbox_state} s ON s.mailbox_idnr = b.mailbox_idnr";

    private static final String SELECT = "SELECT " + MAILBOX + " FROM {mailboxes} b" + OWNER + " WHERE ";

    private static final String ANYONE = "(SELECT user_idnr FROM {users} WHERE userid = '" + User.ANYONE + "')";

    private static final String ACCESS =
            "SELECT " + MAILBOX + ", b.seq, u.user_id, a.user_id, " + AclColumns.bits("a.") + ", ";

    /** What is granted to everybody counts on the mailboxes of others only, and is looked up for them only. */
    private static final String GRANTED_TO_ALL = "CASE WHEN b.owner_idnr = ? THEN 0 ELSE coalesce((SELECT "
            + AclColumns.bits("y.") + " FROM {acl} y WHERE y.mailbox_id = b.mailbox_idnr AND y.user_id = " + ANYONE
            + "), 0) END";

    private static final String FOR_USER = OWNER
            + " LEFT JOIN {acl} a ON a.mailbox_id = b.mailbox_idnr AND a.user_id = ?"
            + " LEFT JOIN {subscription} u ON u.mailbox_id = b.mailbox_idnr AND u.user_id = ?";

    private static final String NAMED = " FROM {mailboxes} b" + FOR_USER + " WHERE b.owner_idnr = ? AND ";

    /** What a user may see is found by index first: a condition over all three tables would read every mailbox there is. */
    private static final String VISIBLE =
            ACCESS + GRANTED_TO_ALL + " FROM (SELECT mailbox_idnr AS id FROM {mailboxes} WHERE owner_idnr = ?"
                    + " UNION SELECT mailbox_id FROM {acl} WHERE user_id = ? AND lookup_flag <> 0"
                    + " UNION SELECT mailbox_id FROM {acl} WHERE user_id = " + ANYONE + " AND lookup_flag <> 0) v"
                    + " JOIN {mailboxes} b ON b.mailbox_idnr = v.id" + FOR_USER;

    /** DBMail's {@code permission} of a mailbox that is kept read-only. */
    private static final int READ_ONLY = 1;

    private final Db db;

    AccessReader(Db db) {
        this.db = db;
    }

    /** The mailbox with that id, alone or not at all. */
    List<Mailbox> withId(long id) {
        return db.list(SELECT + "b.mailbox_idnr = ?", AccessReader::mailbox, id);
    }

    /** All mailboxes of an owner, by name. */
    List<Mailbox> ownedBy(long ownerId) {
        return db.list(SELECT + "b.owner_idnr = ? ORDER BY b.name", AccessReader::mailbox, ownerId);
    }

    /** The mailboxes of an owner whose name is that one as the database compares; the caller compares exactly. */
    List<Mailbox> named(long ownerId, String name) {
        return db.list(
                SELECT + "b.owner_idnr = ? AND " + db.dialect().folded("b.name") + isNamed(),
                AccessReader::mailbox,
                ownerId,
                StoredName.encode(name),
                name);
    }

    /** The mailboxes of all owners that have one of these names as the database compares, by owner; the caller compares exactly. */
    List<Mailbox> named(List<String> names) {
        String list =
                String.join(", ", Collections.nCopies(names.size(), db.dialect().folded("?")));
        return db.list(
                SELECT + db.dialect().folded("b.name") + " IN (" + list + ") ORDER BY b.owner_idnr, b.mailbox_idnr",
                AccessReader::mailbox,
                names.toArray());
    }

    /** The mailboxes of all owners that are marked with a use (RFC 6154), by owner. */
    List<Mailbox> usedFor(String specialUse) {
        return db.list(
                SELECT + "s.special_use = ? ORDER BY b.owner_idnr, b.mailbox_idnr", AccessReader::mailbox, specialUse);
    }

    /** As {@link #named(long, String)}, as a user meets them. */
    List<MailboxAccess> accesses(long userId, long ownerId, String name) {
        String named = NAMED + db.dialect().folded("b.name") + isNamed();
        String encoded = StoredName.encode(name);
        return ownerId == userId
                ? db.list(ACCESS + "0" + named, row -> access(userId, row), userId, userId, ownerId, encoded, name)
                : db.list(
                        ACCESS + GRANTED_TO_ALL + named,
                        row -> access(userId, row),
                        userId,
                        userId,
                        userId,
                        ownerId,
                        encoded,
                        name);
    }

    private String isNamed() {
        return " IN (" + db.dialect().folded("?") + ", " + db.dialect().folded("?") + ")";
    }

    /** The mailbox with that id as a user meets it, alone or not at all. */
    List<MailboxAccess> accessById(long userId, long mailboxId) {
        return db.list(
                ACCESS + GRANTED_TO_ALL + " FROM {mailboxes} b" + FOR_USER + " WHERE b.mailbox_idnr = ?",
                row -> access(userId, row),
                userId,
                userId,
                userId,
                mailboxId);
    }

    /** What the user owns, and what of others the user may look up; by owner and name. */
    List<MailboxAccess> visibleTo(long userId) {
        return db.list(VISIBLE, row -> access(userId, row), userId, userId, userId, userId, userId).stream()
                .sorted(Comparator.comparing(
                                (MailboxAccess access) -> access.mailbox().ownerLogin())
                        .thenComparing(access -> access.mailbox().name()))
                .toList();
    }

    private static Mailbox mailbox(ResultSet row) throws SQLException {
        return new Mailbox(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                StoredName.decode(row.getString(4)),
                row.getInt(5) != 0,
                row.getInt(6) != 0,
                row.getInt(7) == READ_ONLY,
                row.getString(8));
    }

    private static MailboxAccess access(long userId, ResultSet row) throws SQLException {
        Mailbox mailbox = mailbox(row);
        long seq = row.getLong(9);
        boolean subscribed = row.getLong(10) != 0;
        boolean listed = row.getLong(11) != 0;
        Rights own = new Rights(row.getInt(12));
        if (mailbox.ownerId() == userId) {
            return new MailboxAccess(mailbox, listed ? own : Rights.ALL, subscribed, seq);
        }
        Rights granted = own.plus(new Rights(row.getInt(13)));
        return new MailboxAccess(
                mailbox, mailbox.readOnly() ? AclColumns.withoutWriting(granted) : granted, subscribed, seq);
    }
}
