package org.jdbmail.sql.account;

import java.util.List;
import java.util.Map;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Subscriptions;
import org.jdbmail.sql.jdbc.Db;

/** Subscriptions, over {@code dbmail_subscription} and, for names without a mailbox, {@code jdbmail_subscription}. */
public final class SqlSubscriptions implements Subscriptions {
    /** Names that are kept for one account; nobody needs as many, and they are not charged to any quota. */
    private static final int MOST = 10_000;

    private static final String KEEP = " {+subscription} (user_id, owner_idnr, name)"
            + " SELECT s.user_id, b.owner_idnr, b.name FROM {subscription} s"
            + " JOIN {mailboxes} b ON b.mailbox_idnr = s.mailbox_id WHERE s.mailbox_id = ?"
            + " AND (SELECT count(*) FROM {+subscription} k WHERE k.user_id = s.user_id) < " + MOST;

    /** A subscription to a name. */
    private record Kept(long userId, String name) {}

    private final Db db;

    public SqlSubscriptions(Db db) {
        this.db = db;
    }

    @Override
    public void add(long userId, long mailboxId) {
        db.update(
                db.dialect().insertIgnore() + " {subscription} (user_id, mailbox_id) VALUES (?, ?)"
                        + db.dialect().orIgnore(),
                userId,
                mailboxId);
    }

    @Override
    public void remove(long userId, long mailboxId) {
        db.update("DELETE FROM {subscription} WHERE user_id = ? AND mailbox_id = ?", userId, mailboxId);
    }

    @Override
    public List<Name> names(long userId) {
        return db.list(
                "SELECT k.owner_idnr, o.userid, k.name FROM {+subscription} k"
                        + " JOIN {users} o ON o.user_idnr = k.owner_idnr WHERE k.user_id = ?",
                row -> new Name(row.getLong(1), row.getString(2), StoredName.decode(row.getString(3))),
                userId);
    }

    @Override
    public boolean remove(long userId, long ownerId, String name) {
        List<String> same = db
                .list(
                        "SELECT name FROM {+subscription} WHERE user_id = ? AND owner_idnr = ?",
                        row -> row.getString(1),
                        userId,
                        ownerId)
                .stream()
                .filter(kept -> Mailbox.sameName(StoredName.decode(kept), name))
                .toList();
        same.forEach(kept -> forget(userId, ownerId, kept));
        return !same.isEmpty();
    }

    /** Keeps the name of a mailbox, which is about to be deleted, for all who are subscribed to it. */
    void keepName(long mailboxId) {
        db.update(db.dialect().insertIgnore() + KEEP + db.dialect().orIgnore(), mailboxId);
    }

    /**
     * Subscribes those to mailboxes of an owner who are subscribed to the names that these have got.
     *
     * @param names by the ids of the mailboxes
     */
    void namesAreTaken(long ownerId, Map<Long, String> names) {
        List<Kept> all = db.list(
                "SELECT user_id, name FROM {+subscription} WHERE owner_idnr = ?",
                row -> new Kept(row.getLong(1), row.getString(2)),
                ownerId);
        for (Kept kept : all) {
            names.forEach((mailboxId, name) -> {
                if (Mailbox.sameName(StoredName.decode(kept.name), name)) {
                    add(kept.userId, mailboxId);
                    forget(kept.userId, ownerId, kept.name);
                }
            });
        }
    }

    private void forget(long userId, long ownerId, String name) {
        db.update(
                "DELETE FROM {+subscription} WHERE user_id = ? AND owner_idnr = ? AND name = ?", userId, ownerId, name);
    }
}
