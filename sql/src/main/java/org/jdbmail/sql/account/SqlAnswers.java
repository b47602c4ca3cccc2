package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_AUTO_NOTIFICATIONS;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_AUTO_REPLIES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_FILTERS;

import java.util.List;
import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Answers;
import org.jdbmail.core.store.Rules;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What is done about new mail, for those who write it down. */
public final class SqlAnswers implements Answers {
    /** What the column takes. */
    private static final int LONGEST_MAILBOX = 100;

    private final Db db;

    public SqlAnswers(Db db) {
        this.db = db;
    }

    private static Condition of(Field<Long> column, Optional<Long> userId) {
        return userId.map(column::eq).orElse(DSL.noCondition());
    }

    @Override
    public List<Filter> filters(Optional<Long> userId) {
        return db.dsl()
                .select(
                        DBMAIL_FILTERS.ID,
                        DBMAIL_FILTERS.USER_ID,
                        DBMAIL_FILTERS.HEADERNAME,
                        DBMAIL_FILTERS.HEADERVALUE,
                        DBMAIL_FILTERS.MAILBOX)
                .from(DBMAIL_FILTERS)
                .where(of(DBMAIL_FILTERS.USER_ID, userId))
                .orderBy(DBMAIL_FILTERS.USER_ID, DBMAIL_FILTERS.ID)
                .fetch(row -> new Filter(
                        row.value1(),
                        row.value2(),
                        new Rules.Filter(row.value3(), row.value4(), StoredName.decode(row.value5()))));
    }

    @Override
    public long addFilter(long userId, Rules.Filter rule) {
        String mailbox = StoredName.encode(rule.mailbox());
        if (mailbox.length() > LONGEST_MAILBOX) {
            throw new Refusal(Reason.INVALID, "the name of that mailbox is too long for a filter");
        }
        // By hand: jOOQ asks MariaDB for the key by RETURNING, which Connector/J takes for no query.
        return db.insert(
                "INSERT INTO {filters} (user_id, headername, headervalue, mailbox) VALUES (?, ?, ?, ?)",
                "id",
                userId,
                rule.field(),
                rule.pattern(),
                mailbox);
    }

    @Override
    public boolean removeFilter(long id) {
        return db.dsl()
                        .deleteFrom(DBMAIL_FILTERS)
                        .where(DBMAIL_FILTERS.ID.eq(id))
                        .execute()
                > 0;
    }

    @Override
    public List<Reply> replies(Optional<Long> userId) {
        return db.dsl()
                .select(
                        DBMAIL_AUTO_REPLIES.USER_IDNR,
                        DBMAIL_AUTO_REPLIES.START_DATE,
                        DBMAIL_AUTO_REPLIES.STOP_DATE,
                        DBMAIL_AUTO_REPLIES.REPLY_BODY)
                .from(DBMAIL_AUTO_REPLIES)
                .where(of(DBMAIL_AUTO_REPLIES.USER_IDNR, userId))
                .orderBy(DBMAIL_AUTO_REPLIES.USER_IDNR, DBMAIL_AUTO_REPLIES.START_DATE)
                .fetch(row -> new Reply(row.value1(), row.value2(), row.value3(), text(row.value4())));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    @Override
    public void setReply(Reply reply) {
        removeReply(reply.userId()); // MySQL's table, as DBMail makes it, has no key
        db.dsl()
                .insertInto(DBMAIL_AUTO_REPLIES)
                .set(DBMAIL_AUTO_REPLIES.USER_IDNR, reply.userId())
                .set(DBMAIL_AUTO_REPLIES.START_DATE, reply.from())
                .set(DBMAIL_AUTO_REPLIES.STOP_DATE, reply.until())
                .set(DBMAIL_AUTO_REPLIES.REPLY_BODY, reply.text())
                .execute();
    }

    @Override
    public boolean removeReply(long userId) {
        return db.dsl()
                        .deleteFrom(DBMAIL_AUTO_REPLIES)
                        .where(DBMAIL_AUTO_REPLIES.USER_IDNR.eq(userId))
                        .execute()
                > 0;
    }

    @Override
    public List<Notice> notices(Optional<Long> userId) {
        return db.dsl()
                .select(DBMAIL_AUTO_NOTIFICATIONS.USER_IDNR, DBMAIL_AUTO_NOTIFICATIONS.NOTIFY_ADDRESS)
                .from(DBMAIL_AUTO_NOTIFICATIONS)
                .where(of(DBMAIL_AUTO_NOTIFICATIONS.USER_IDNR, userId))
                .orderBy(DBMAIL_AUTO_NOTIFICATIONS.USER_IDNR)
                .fetch(row -> new Notice(row.value1(), text(row.value2())));
    }

    @Override
    public void setNotice(Notice notice) {
        removeNotice(notice.userId());
        db.dsl()
                .insertInto(DBMAIL_AUTO_NOTIFICATIONS)
                .set(DBMAIL_AUTO_NOTIFICATIONS.USER_IDNR, notice.userId())
                .set(DBMAIL_AUTO_NOTIFICATIONS.NOTIFY_ADDRESS, notice.address())
                .execute();
    }

    @Override
    public boolean removeNotice(long userId) {
        return db.dsl()
                        .deleteFrom(DBMAIL_AUTO_NOTIFICATIONS)
                        .where(DBMAIL_AUTO_NOTIFICATIONS.USER_IDNR.eq(userId))
                        .execute()
                > 0;
    }
}
