package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_SUBSCRIPTION;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_SUBSCRIPTION;

import java.util.List;
import java.util.Map;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Subscriptions;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Subscriptions, over {@code dbmail_subscription} and, for names without a mailbox, {@code jdbmail_subscription}. */
public final class SqlSubscriptions implements Subscriptions {
    /** Names that are kept for one account; nobody needs as many, and they are not charged to any quota. */
    private static final int MOST = 10_000;

    /** A subscription to a name. */
    private record Kept(long userId, String name) {}

    private final Db db;

    public SqlSubscriptions(Db db) {
        this.db = db;
    }

    @Override
    public void add(long userId, long mailboxId) {
        db.dsl()
                .insertInto(DBMAIL_SUBSCRIPTION, DBMAIL_SUBSCRIPTION.USER_ID, DBMAIL_SUBSCRIPTION.MAILBOX_ID)
                .values(userId, mailboxId)
                .onDuplicateKeyIgnore()
                .execute();
        db.touchLists();
    }

    @Override
    public void remove(long userId, long mailboxId) {
        db.dsl()
                .deleteFrom(DBMAIL_SUBSCRIPTION)
                .where(DBMAIL_SUBSCRIPTION.USER_ID.eq(userId))
                .and(DBMAIL_SUBSCRIPTION.MAILBOX_ID.eq(mailboxId))
                .execute();
        db.touchLists();
    }

    @Override
    public List<Name> names(long userId) {
        return db.dsl()
                .select(JDBMAIL_SUBSCRIPTION.OWNER_IDNR, DBMAIL_USERS.USERID, JDBMAIL_SUBSCRIPTION.NAME)
                .from(JDBMAIL_SUBSCRIPTION)
                .join(DBMAIL_USERS)
                .on(DBMAIL_USERS.USER_IDNR.eq(JDBMAIL_SUBSCRIPTION.OWNER_IDNR))
                .where(JDBMAIL_SUBSCRIPTION.USER_ID.eq(userId))
                .fetch(row -> new Name(row.value1(), row.value2(), StoredName.decode(row.value3())));
    }

    @Override
    public boolean remove(long userId, long ownerId, String name) {
        List<String> same =
                kept(JDBMAIL_SUBSCRIPTION.USER_ID.eq(userId).and(JDBMAIL_SUBSCRIPTION.OWNER_IDNR.eq(ownerId))).stream()
                        .map(Kept::name)
                        .filter(kept -> Mailbox.sameName(StoredName.decode(kept), name))
                        .toList();
        same.forEach(kept -> forget(userId, ownerId, kept));
        return !same.isEmpty();
    }

    private List<Kept> kept(Condition condition) {
        return db.dsl()
                .select(JDBMAIL_SUBSCRIPTION.USER_ID, JDBMAIL_SUBSCRIPTION.NAME)
                .from(JDBMAIL_SUBSCRIPTION)
                .where(condition)
                .fetch(row -> new Kept(row.value1(), row.value2()));
    }

    /** Keeps the name of a mailbox, which is about to be deleted, for all who are subscribed to it. */
    void keepName(long mailboxId) {
        Field<Integer> many = DSL.field(DSL.selectCount()
                .from(JDBMAIL_SUBSCRIPTION)
                .where(JDBMAIL_SUBSCRIPTION.USER_ID.eq(DBMAIL_SUBSCRIPTION.USER_ID)));
        db.dsl()
                .insertInto(
                        JDBMAIL_SUBSCRIPTION,
                        JDBMAIL_SUBSCRIPTION.USER_ID,
                        JDBMAIL_SUBSCRIPTION.OWNER_IDNR,
                        JDBMAIL_SUBSCRIPTION.NAME)
                .select(DSL.select(DBMAIL_SUBSCRIPTION.USER_ID, DBMAIL_MAILBOXES.OWNER_IDNR, DBMAIL_MAILBOXES.NAME)
                        .from(DBMAIL_SUBSCRIPTION)
                        .join(DBMAIL_MAILBOXES)
                        .on(DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(DBMAIL_SUBSCRIPTION.MAILBOX_ID))
                        .where(DBMAIL_SUBSCRIPTION.MAILBOX_ID.eq(mailboxId))
                        .and(many.lt(MOST)))
                .onDuplicateKeyIgnore()
                .execute();
    }

    /**
     * Subscribes those to mailboxes of an owner who are subscribed to the names that these have got.
     *
     * @param names by the ids of the mailboxes
     */
    void namesAreTaken(long ownerId, Map<Long, String> names) {
        for (Kept kept : kept(JDBMAIL_SUBSCRIPTION.OWNER_IDNR.eq(ownerId))) {
            names.forEach((mailboxId, name) -> {
                if (Mailbox.sameName(StoredName.decode(kept.name), name)) {
                    add(kept.userId, mailboxId);
                    forget(kept.userId, ownerId, kept.name);
                }
            });
        }
    }

    private void forget(long userId, long ownerId, String name) {
        db.dsl()
                .deleteFrom(JDBMAIL_SUBSCRIPTION)
                .where(JDBMAIL_SUBSCRIPTION.USER_ID.eq(userId))
                .and(JDBMAIL_SUBSCRIPTION.OWNER_IDNR.eq(ownerId))
                .and(JDBMAIL_SUBSCRIPTION.NAME.eq(name))
                .execute();
    }
}
