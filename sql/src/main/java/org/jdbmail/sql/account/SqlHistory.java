package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_HISTORY;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.store.History;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Figures over time, over {@code jdbmail_history}. */
public final class SqlHistory implements History {
    private final Db db;

    public SqlHistory(Db db) {
        this.db = db;
    }

    private static LocalDateTime hour(Instant when) {
        return LocalDateTime.ofInstant(when.truncatedTo(ChronoUnit.HOURS), ZoneOffset.UTC);
    }

    private static Condition is(String what, Instant when) {
        return JDBMAIL_HISTORY.WHAT.eq(what).and(JDBMAIL_HISTORY.BEGAN.eq(hour(when)));
    }

    @Override
    public void add(String what, Instant when, long amount) {
        write(what, when, JDBMAIL_HISTORY.AMOUNT.plus(amount), amount);
    }

    @Override
    public void put(String what, Instant when, long amount) {
        write(what, when, DSL.val(amount), amount);
    }

    private void write(String what, Instant when, Field<Long> amount, long first) {
        boolean isThere =
                db.dsl().fetchExists(DSL.selectOne().from(JDBMAIL_HISTORY).where(is(what, when)));
        if (isThere) {
            db.dsl()
                    .update(JDBMAIL_HISTORY)
                    .set(JDBMAIL_HISTORY.AMOUNT, amount)
                    .where(is(what, when))
                    .execute();
        } else {
            db.dsl()
                    .insertInto(JDBMAIL_HISTORY)
                    .set(JDBMAIL_HISTORY.WHAT, what)
                    .set(JDBMAIL_HISTORY.BEGAN, hour(when))
                    .set(JDBMAIL_HISTORY.AMOUNT, first)
                    .execute();
        }
    }

    @Override
    public Map<String, List<Point>> since(Map<String, Instant> wanted) {
        Condition any = DSL.falseCondition();
        for (Map.Entry<String, Instant> each : wanted.entrySet()) {
            any = any.or(JDBMAIL_HISTORY.WHAT.eq(each.getKey()).and(JDBMAIL_HISTORY.BEGAN.ge(hour(each.getValue()))));
        }
        return db.dsl()
                .select(JDBMAIL_HISTORY.WHAT, JDBMAIL_HISTORY.BEGAN, JDBMAIL_HISTORY.AMOUNT)
                .from(JDBMAIL_HISTORY)
                .where(any)
                .orderBy(JDBMAIL_HISTORY.WHAT, JDBMAIL_HISTORY.BEGAN)
                .fetchGroups(
                        JDBMAIL_HISTORY.WHAT, row -> new Point(row.value2().toInstant(ZoneOffset.UTC), row.value3()));
    }

    @Override
    public int prune(Instant before) {
        return db.dsl()
                .deleteFrom(JDBMAIL_HISTORY)
                .where(JDBMAIL_HISTORY.BEGAN.lt(hour(before)))
                .execute();
    }
}
