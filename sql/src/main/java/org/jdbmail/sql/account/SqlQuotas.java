package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUOTA;

import java.util.List;
import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Quotas;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** What accounts use and may use, over {@code dbmail_users} and {@code jdbmail_quota}. */
public final class SqlQuotas implements Quotas {
    /** Rows of {@code dbmail_messages} with a higher status are tombstones. */
    private static final short VISIBLE = 2;

    private final Db db;
    private final LimitsInUse inUse;

    public SqlQuotas(Db db, LimitsInUse inUse) {
        this.db = db;
        this.inUse = inUse;
    }

    @Override
    public Optional<Usage> of(long userId) {
        Field<Long> messages = messages(userId);
        Field<Integer> mailboxes =
                DSL.field(DSL.selectCount().from(DBMAIL_MAILBOXES).where(DBMAIL_MAILBOXES.OWNER_IDNR.eq(userId)));
        return db.dsl()
                .select(
                        DBMAIL_USERS.USERID,
                        DBMAIL_USERS.CURMAIL_SIZE,
                        messages,
                        mailboxes,
                        DBMAIL_USERS.MAXMAIL_SIZE,
                        DSL.coalesce(JDBMAIL_QUOTA.MESSAGES, DSL.val(0L)),
                        DSL.coalesce(JDBMAIL_QUOTA.MAILBOXES, DSL.val(0L)))
                .from(DBMAIL_USERS)
                .leftJoin(JDBMAIL_QUOTA)
                .on(JDBMAIL_QUOTA.USER_IDNR.eq(DBMAIL_USERS.USER_IDNR))
                .where(DBMAIL_USERS.USER_IDNR.eq(userId))
                .fetchOptional(row -> new Usage(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        new Limits(row.value5(), row.value6(), row.value7())));
    }

    @Override
    public void requireRoomForMailbox(long userId) {
        boolean full = db.dsl()
                .fetchExists(DSL.selectOne()
                        .from(JDBMAIL_QUOTA)
                        .where(JDBMAIL_QUOTA.USER_IDNR.eq(userId))
                        .and(JDBMAIL_QUOTA.MAILBOXES.gt(0L))
                        .and(JDBMAIL_QUOTA.MAILBOXES.le(
                                DSL.field(DSL.select(DSL.count().cast(Long.class))
                                        .from(DBMAIL_MAILBOXES)
                                        .where(DBMAIL_MAILBOXES.OWNER_IDNR.eq(userId))))));
        if (full) {
            throw new Refusal(Reason.OVER_QUOTA, "There are as many mailboxes as there may be");
        }
    }

    @Override
    public void requireRoomForMessages(long userId, long more) {
        LimitsInUse.Known limits = inUse.ask(db);
        if (limits.messages() && wouldBeTooMany(userId, more)) {
            throw new Refusal(Reason.OVER_QUOTA, "There would be more messages than there may be");
        }
        if (!limits.fullDomains().isEmpty()
                && !new SqlDomains(db)
                        .accountsOf(limits.fullDomains(), List.of(userId))
                        .isEmpty()) {
            throw new Refusal(Reason.OVER_QUOTA, "The account's domain is full");
        }
    }

    private boolean wouldBeTooMany(long userId, long more) {
        return db.dsl()
                .fetchExists(DSL.selectOne()
                        .from(JDBMAIL_QUOTA)
                        .where(JDBMAIL_QUOTA.USER_IDNR.eq(userId))
                        .and(JDBMAIL_QUOTA.MESSAGES.gt(0L))
                        .and(JDBMAIL_QUOTA.MESSAGES.lt(messages(userId).add(more))));
    }

    private static Field<Long> messages(long userId) {
        return DSL.field(DSL.select(DSL.count().cast(Long.class))
                .from(DBMAIL_MESSAGES)
                .join(DBMAIL_MAILBOXES)
                .on(DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(DBMAIL_MESSAGES.MAILBOX_IDNR))
                .where(DBMAIL_MAILBOXES.OWNER_IDNR.eq(userId))
                .and(DBMAIL_MESSAGES.STATUS.lt(VISIBLE)));
    }

    @Override
    public void limit(long userId, Limits limits) {
        inUse.changed(db);
        db.dsl()
                .update(DBMAIL_USERS)
                .set(DBMAIL_USERS.MAXMAIL_SIZE, limits.octets())
                .where(DBMAIL_USERS.USER_IDNR.eq(userId))
                .execute();
        db.dsl()
                .deleteFrom(JDBMAIL_QUOTA)
                .where(JDBMAIL_QUOTA.USER_IDNR.eq(userId))
                .execute();
        if (limits.messages() != 0 || limits.mailboxes() != 0) {
            db.dsl()
                    .insertInto(JDBMAIL_QUOTA)
                    .set(JDBMAIL_QUOTA.USER_IDNR, userId)
                    .set(JDBMAIL_QUOTA.MESSAGES, limits.messages())
                    .set(JDBMAIL_QUOTA.MAILBOXES, limits.mailboxes())
                    .execute();
        }
    }
}
