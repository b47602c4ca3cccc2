package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUOTA_WARNING;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.store.QuotaWarnings;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jooq.Condition;

/** Who was told that a quota is nearly full, over {@code jdbmail_quota_warning}. */
public final class SqlQuotaWarnings implements QuotaWarnings {
    private final Db db;

    public SqlQuotaWarnings(Db db) {
        this.db = db;
    }

    @Override
    public List<Level> accounts(int percent) {
        Map<String, Integer> told = new HashMap<>();
        db.dsl()
                .select(JDBMAIL_QUOTA_WARNING.SUBJECT, JDBMAIL_QUOTA_WARNING.PERCENT)
                .from(JDBMAIL_QUOTA_WARNING)
                .where(JDBMAIL_QUOTA_WARNING.KIND.eq(Kind.USER.word()))
                .fetch()
                .forEach(row -> told.put(row.value1(), row.value2()));
        List<Level> levels = new ArrayList<>();
        db.dsl()
                .select(DBMAIL_USERS.USER_IDNR, DBMAIL_USERS.CURMAIL_SIZE, DBMAIL_USERS.MAXMAIL_SIZE)
                .from(DBMAIL_USERS)
                .where(DBMAIL_USERS.MAXMAIL_SIZE.gt(0L))
                .and(DBMAIL_USERS.CURMAIL_SIZE.mul(100L).ge(DBMAIL_USERS.MAXMAIL_SIZE.mul((long) percent)))
                .orderBy(DBMAIL_USERS.USER_IDNR)
                .fetch()
                .forEach(row -> {
                    String subject = Long.toString(row.value1());
                    Integer level = told.remove(subject);
                    levels.add(new Level(Kind.USER, subject, row.value2(), row.value3(), level == null ? 0 : level));
                });
        told.forEach((subject, level) -> levels.add(new Level(Kind.USER, subject, 0, 0, level)));
        return levels;
    }

    private static Condition is(Kind kind, String subject) {
        return JDBMAIL_QUOTA_WARNING.KIND.eq(kind.word()).and(JDBMAIL_QUOTA_WARNING.SUBJECT.eq(subject));
    }

    @Override
    public void told(Kind kind, String subject, int percent, Instant when) {
        forget(kind, subject);
        db.dsl()
                .insertInto(JDBMAIL_QUOTA_WARNING)
                .set(JDBMAIL_QUOTA_WARNING.KIND, kind.word())
                .set(JDBMAIL_QUOTA_WARNING.SUBJECT, subject)
                .set(JDBMAIL_QUOTA_WARNING.PERCENT, percent)
                .set(JDBMAIL_QUOTA_WARNING.TOLD, Utc.of(when))
                .execute();
    }

    @Override
    public void forget(Kind kind, String subject) {
        db.dsl().deleteFrom(JDBMAIL_QUOTA_WARNING).where(is(kind, subject)).execute();
    }

    @Override
    public int told(Kind kind, String subject) {
        return db.dsl()
                .select(JDBMAIL_QUOTA_WARNING.PERCENT)
                .from(JDBMAIL_QUOTA_WARNING)
                .where(is(kind, subject))
                .fetchOptional(JDBMAIL_QUOTA_WARNING.PERCENT)
                .orElse(0);
    }
}
