package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_AUDIT;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbmail.core.store.Audit;
import org.jdbmail.mime.charset.Texts;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.impl.DSL;

/** Who changed what, over {@code jdbmail_audit}. */
public final class SqlAudit implements Audit {
    /** Lines that one search looks through: no index helps to find a text within others, and there may be millions. */
    private static final long LOOKED_THROUGH = 25_000;

    /** All that is searched, folded at once. */
    private static final Field<String> ALL = DSL.concat(
            JDBMAIL_AUDIT.ACTOR,
            DSL.inline(" "),
            JDBMAIL_AUDIT.ACTION,
            DSL.inline(" "),
            JDBMAIL_AUDIT.SUBJECT,
            DSL.inline(" "),
            JDBMAIL_AUDIT.DETAIL);

    private final Db db;

    public SqlAudit(Db db) {
        this.db = db;
    }

    @Override
    public void note(Entry entry) {
        db.dsl()
                .insertInto(JDBMAIL_AUDIT)
                .set(JDBMAIL_AUDIT.HAPPENED, Utc.of(entry.when()))
                .set(JDBMAIL_AUDIT.ACTOR, Texts.cut(entry.actor(), 100))
                .set(JDBMAIL_AUDIT.ADDRESS, Texts.cut(entry.address(), 64))
                .set(JDBMAIL_AUDIT.ACTION, Texts.cut(entry.action(), 32))
                .set(JDBMAIL_AUDIT.SUBJECT, Texts.cut(entry.subject(), 255))
                .set(JDBMAIL_AUDIT.DETAIL, Texts.cut(entry.detail(), 1000))
                .execute();
    }

    @Override
    public Page page(Search search) {
        boolean isSearched = !search.text().isEmpty();
        Window window = isSearched ? window(search.before()) : new Window(DSL.noCondition(), 0);
        Totalled<Entry> page = Totalled.read(
                db,
                List.of(JDBMAIL_AUDIT.fields()),
                JDBMAIL_AUDIT,
                isSearched ? window.lines().and(Folded.globInOurs(ALL, "*" + search.text() + "*")) : DSL.noCondition(),
                isSearched,
                order(search),
                new Totalled.Cut(search.offset(), search.most()),
                row -> new Entry(
                        row.get(JDBMAIL_AUDIT.HAPPENED).toInstant(ZoneOffset.UTC),
                        row.get(JDBMAIL_AUDIT.ACTOR),
                        row.get(JDBMAIL_AUDIT.ADDRESS),
                        row.get(JDBMAIL_AUDIT.ACTION),
                        row.get(JDBMAIL_AUDIT.SUBJECT),
                        row.get(JDBMAIL_AUDIT.DETAIL)));
        return new Page(page.total(), page.rows(), window.older());
    }

    /**
     * The lines that one search looks through.
     *
     * @param older before which line the next search goes on; 0 if there is none older
     */
    private record Window(Condition lines, long older) {}

    private Window window(long before) {
        Field<Long> newest = DSL.field(DSL.select(DSL.max(JDBMAIL_AUDIT.ID)).from(JDBMAIL_AUDIT));
        Field<Long> oldest = DSL.field(DSL.select(DSL.min(JDBMAIL_AUDIT.ID)).from(JDBMAIL_AUDIT));
        var ends = db.dsl()
                .select(DSL.coalesce(newest, 0L), DSL.coalesce(oldest, 0L))
                .fetchSingle();
        long above = before == 0 ? ends.value1() + 1 : before;
        long from = above - LOOKED_THROUGH;
        return new Window(JDBMAIL_AUDIT.ID.lt(above).and(JDBMAIL_AUDIT.ID.ge(from)), from > ends.value2() ? from : 0);
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
