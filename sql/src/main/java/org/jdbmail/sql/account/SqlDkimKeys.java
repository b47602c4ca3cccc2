package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_DKIM_KEY;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.store.DkimKeys;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** The keys by which mail is signed, over {@code jdbmail_dkim_key}. */
public final class SqlDkimKeys implements DkimKeys {
    private final Db db;

    public SqlDkimKeys(Db db) {
        this.db = db;
    }

    @Override
    public List<DkimKey> all() {
        return select(DSL.noCondition());
    }

    @Override
    public Optional<DkimKey> find(String domain, String selector) {
        return select(is(domain, selector)).stream().findFirst();
    }

    private List<DkimKey> select(Condition condition) {
        return db.dsl()
                .selectFrom(JDBMAIL_DKIM_KEY)
                .where(condition)
                .orderBy(JDBMAIL_DKIM_KEY.DOMAIN, JDBMAIL_DKIM_KEY.SELECTOR)
                .fetch(row -> new DkimKey(
                        row.get(JDBMAIL_DKIM_KEY.DOMAIN),
                        row.get(JDBMAIL_DKIM_KEY.SELECTOR),
                        row.get(JDBMAIL_DKIM_KEY.ALGORITHM),
                        row.get(JDBMAIL_DKIM_KEY.SECRET),
                        row.get(JDBMAIL_DKIM_KEY.PUBLISHED),
                        row.get(JDBMAIL_DKIM_KEY.ENABLED) != 0,
                        row.get(JDBMAIL_DKIM_KEY.CREATED).toInstant(ZoneOffset.UTC)));
    }

    private static Condition is(String domain, String selector) {
        return JDBMAIL_DKIM_KEY.DOMAIN.eq(domain).and(JDBMAIL_DKIM_KEY.SELECTOR.eq(selector));
    }

    @Override
    public void add(DkimKey key) {
        db.dsl()
                .insertInto(JDBMAIL_DKIM_KEY)
                .set(JDBMAIL_DKIM_KEY.DOMAIN, key.domain())
                .set(JDBMAIL_DKIM_KEY.SELECTOR, key.selector())
                .set(JDBMAIL_DKIM_KEY.ALGORITHM, key.algorithm())
                .set(JDBMAIL_DKIM_KEY.SECRET, key.secret())
                .set(JDBMAIL_DKIM_KEY.PUBLISHED, key.published())
                .set(JDBMAIL_DKIM_KEY.ENABLED, (short) (key.isEnabled() ? 1 : 0))
                .set(JDBMAIL_DKIM_KEY.CREATED, Utc.of(key.created()))
                .execute();
    }

    @Override
    public boolean enable(String domain, String selector, boolean isEnabled) {
        boolean isThere = find(domain, selector).isPresent();
        db.dsl()
                .update(JDBMAIL_DKIM_KEY)
                .set(JDBMAIL_DKIM_KEY.ENABLED, (short) (isEnabled ? 1 : 0))
                .where(is(domain, selector))
                .execute();
        return isThere;
    }

    @Override
    public boolean remove(String domain, String selector) {
        return db.dsl().deleteFrom(JDBMAIL_DKIM_KEY).where(is(domain, selector)).execute() > 0;
    }
}
