package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_AUTO_NOTIFICATIONS;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_AUTO_REPLIES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_FILTERS;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_MEMORY;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.store.Memory;
import org.jdbmail.core.store.Rules;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** What administrators write about new mail, over {@code dbmail_filters}, {@code dbmail_auto_replies} and {@code dbmail_auto_notifications}. */
public final class SqlRules implements Rules {
    private final Db db;

    public SqlRules(Db db) {
        this.db = db;
    }

    @Override
    public Present present() {
        return new Present(hasRows(DBMAIL_FILTERS), hasRows(DBMAIL_AUTO_NOTIFICATIONS), hasRows(DBMAIL_AUTO_REPLIES));
    }

    private boolean hasRows(Table<?> table) {
        return !db.dsl().selectOne().from(table).limit(1).fetch().isEmpty();
    }

    @Override
    public Found of(long userId, LocalDateTime now) {
        List<Filter> filters = db.dsl()
                .select(DBMAIL_FILTERS.HEADERNAME, DBMAIL_FILTERS.HEADERVALUE, DBMAIL_FILTERS.MAILBOX)
                .from(DBMAIL_FILTERS)
                .join(DBMAIL_USERS)
                .on(DBMAIL_USERS.USER_IDNR.eq(DBMAIL_FILTERS.USER_ID))
                .where(DBMAIL_FILTERS.USER_ID.eq(userId).or(DBMAIL_USERS.USERID.eq(User.ANYONE)))
                .orderBy(DSL.case_().when(DBMAIL_FILTERS.USER_ID.eq(userId), 0).otherwise(1), DBMAIL_FILTERS.ID)
                .fetch(row -> new Filter(row.value1(), row.value2(), StoredName.decode(row.value3())));
        Optional<String> notice = db
                .dsl()
                .select(DBMAIL_AUTO_NOTIFICATIONS.NOTIFY_ADDRESS)
                .from(DBMAIL_AUTO_NOTIFICATIONS)
                .where(DBMAIL_AUTO_NOTIFICATIONS.USER_IDNR.eq(userId))
                .fetch(DBMAIL_AUTO_NOTIFICATIONS.NOTIFY_ADDRESS)
                .stream()
                .filter(address -> address != null && !address.isBlank())
                .findFirst();
        Optional<String> reply = db
                .dsl()
                .select(DBMAIL_AUTO_REPLIES.REPLY_BODY)
                .from(DBMAIL_AUTO_REPLIES)
                .where(DBMAIL_AUTO_REPLIES.USER_IDNR.eq(userId))
                .and(DBMAIL_AUTO_REPLIES.START_DATE.le(now))
                .and(DBMAIL_AUTO_REPLIES.STOP_DATE.ge(now))
                .fetch(DBMAIL_AUTO_REPLIES.REPLY_BODY)
                .stream()
                .filter(text -> text != null && !text.isBlank())
                .findFirst();
        return new Found(filters, notice, reply);
    }

    @Override
    public boolean isRemembered(Memory memory, Instant now) {
        return !db.dsl()
                .selectOne()
                .from(JDBMAIL_MEMORY)
                .where(JDBMAIL_MEMORY.USER_IDNR.eq(memory.userId()))
                .and(JDBMAIL_MEMORY.DIGEST.eq(memory.digest()))
                .and(JDBMAIL_MEMORY.KEPT_UNTIL.gt(Utc.of(now)))
                .fetch()
                .isEmpty();
    }
}
