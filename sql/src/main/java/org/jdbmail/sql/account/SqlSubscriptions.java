package org.jdbmail.sql.account;

import org.jdbmail.core.store.Subscriptions;
import org.jdbmail.sql.jdbc.Db;

/** Subscriptions, over {@code dbmail_subscription}. */
public final class SqlSubscriptions implements Subscriptions {
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
}
