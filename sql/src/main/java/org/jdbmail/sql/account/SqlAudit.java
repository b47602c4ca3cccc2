package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_AUDIT;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbmail.core.store.Audit;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.impl.DSL;

/** Who changed what, over {@code jdbmail_audit}. */
public final class SqlAudit implements Audit {
    private final Db db;

    public SqlAudit(Db db) {
        this.db = db;
    }

    @Override
    public void note(Entry entry) {
        db.dsl()
                .insertInto(JDBMAIL_AUDIT)
                .set(JDBMAIL_AUDIT.HAPPENED, Utc.of(entry.when()))
                .set(JDBMAIL_AUDIT.ACTOR, SqlWebAccess.cut(entry.actor(), 100))
                .set(JDBMAIL_AUDIT.ADDRESS, SqlWebAccess.cut(entry.address(), 64))
                .set(JDBMAIL_AUDIT.ACTION, SqlWebAccess.cut(entry.action(), 32))
                .set(JDBMAIL_AUDIT.SUBJECT, SqlWebAccess.cut(entry.subject(), 255))
                .set(JDBMAIL_AUDIT.DETAIL, SqlWebAccess.cut(entry.detail(), 1000))
                .execute();
    }

    @Override
    public Page page(Search search) {
        String text = search.text();
        String glob = "*" + text + "*";
        Condition wanted = text.isEmpty()
                ? DSL.noCondition()
                : Folded.globInOurs(JDBMAIL_AUDIT.ACTOR, glob)
                        .or(Folded.globInOurs(JDBMAIL_AUDIT.ACTION, glob))
                        .or(Folded.globInOurs(JDBMAIL_AUDIT.SUBJECT, glob))
                        .or(Folded.globInOurs(JDBMAIL_AUDIT.DETAIL, glob));
        int total = db.dsl().fetchCount(DSL.selectFrom(JDBMAIL_AUDIT).where(wanted));
        return new Page(
                total,
                db.dsl()
                        .selectFrom(JDBMAIL_AUDIT)
                        .where(wanted)
                        .orderBy(order(search))
                        .limit(search.most())
                        .offset(search.offset())
                        .fetch(row -> new Entry(
                                row.get(JDBMAIL_AUDIT.HAPPENED).toInstant(ZoneOffset.UTC),
                                row.get(JDBMAIL_AUDIT.ACTOR),
                                row.get(JDBMAIL_AUDIT.ADDRESS),
                                row.get(JDBMAIL_AUDIT.ACTION),
                                row.get(JDBMAIL_AUDIT.SUBJECT),
                                row.get(JDBMAIL_AUDIT.DETAIL))));
    }

    private static List<OrderField<?>> order(Search search) {
        List<Field<?>> by = switch (search.order()) {
            case WHEN -> List.of(JDBMAIL_AUDIT.ID);
            case ACTOR -> List.of(JDBMAIL_AUDIT.ACTOR, JDBMAIL_AUDIT.ID);
            case ACTION -> List.of(JDBMAIL_AUDIT.ACTION, JDBMAIL_AUDIT.ID);
            case SUBJECT -> List.of(JDBMAIL_AUDIT.SUBJECT, JDBMAIL_AUDIT.ID);
        };
        return by.stream()
                .<OrderField<?>>map(field -> search.isDescending() ? field.desc() : field.asc())
                .toList();
    }

    @Override
    public int prune(Instant before) {
        return db.dsl()
                .deleteFrom(JDBMAIL_AUDIT)
                .where(JDBMAIL_AUDIT.HAPPENED.lt(Utc.of(before)))
                .execute();
    }
}
