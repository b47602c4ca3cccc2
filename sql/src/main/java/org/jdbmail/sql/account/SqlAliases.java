package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_ALIASES;

import java.util.Collection;
import java.util.List;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.Glob;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Aliases;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record2;
import org.jooq.impl.DSL;

/** Aliases and forwards, over {@code dbmail_aliases}. */
public final class SqlAliases implements Aliases {
    private final Db db;
    private final DomainCounts counts;

    /** @param counts what domains with a limit have */
    public SqlAliases(Db db, DomainCounts counts) {
        this.db = db;
        this.counts = counts;
    }

    private List<Alias> select(Condition condition, OrderField<?> order) {
        return db.dsl()
                .select(DBMAIL_ALIASES.ALIAS, DBMAIL_ALIASES.DELIVER_TO, DBMAIL_ALIASES.CLIENT_IDNR)
                .from(DBMAIL_ALIASES)
                .where(condition)
                .orderBy(order, DBMAIL_ALIASES.ALIAS_IDNR)
                .fetch(row -> new Alias(row.value1(), row.value2(), row.value3()));
    }

    @Override
    public List<Alias> find(String alias) {
        return select(Folded.equal(db, DBMAIL_ALIASES.ALIAS, alias), DBMAIL_ALIASES.ALIAS_IDNR).stream()
                .filter(row -> AsciiCase.same(row.alias(), alias))
                .toList();
    }

    @Override
    public List<Alias> deliveringTo(String target) {
        return select(Folded.exactly(db, DBMAIL_ALIASES.DELIVER_TO, target), DBMAIL_ALIASES.ALIAS);
    }

    @Override
    public List<Alias> deliveringToAny(Collection<String> targets) {
        return targets.isEmpty()
                ? List.of()
                : select(DBMAIL_ALIASES.DELIVER_TO.in(targets), DBMAIL_ALIASES.ALIAS).stream()
                        .filter(row -> targets.contains(row.deliverTo()))
                        .toList();
    }

    @Override
    public Page search(Search search) {
        String text = search.text();
        Condition wanted = search.domains()
                .map(names -> names.stream()
                        .map(name -> SqlDomains.of(db, DBMAIL_ALIASES.ALIAS, name))
                        .reduce(DSL.falseCondition(), Condition::or))
                .orElse(DSL.noCondition())
                .and(
                        text.isEmpty()
                                ? DSL.noCondition()
                                // One text of both is folded in half the time.
                                : Folded.glob(
                                        db,
                                        DSL.concat(DBMAIL_ALIASES.ALIAS, DSL.inline(" "), DBMAIL_ALIASES.DELIVER_TO),
                                        "*" + text + "*"));
        Totalled<Alias> page = Totalled.read(
                db,
                List.of(DBMAIL_ALIASES.ALIAS, DBMAIL_ALIASES.DELIVER_TO, DBMAIL_ALIASES.CLIENT_IDNR),
                DBMAIL_ALIASES,
                wanted,
                search.domains().isPresent() || !text.isEmpty(),
                order(search),
                new Totalled.Cut(search.offset(), search.most()),
                row -> new Alias(
                        row.get(DBMAIL_ALIASES.ALIAS),
                        row.get(DBMAIL_ALIASES.DELIVER_TO),
                        row.get(DBMAIL_ALIASES.CLIENT_IDNR)));
        return new Page(page.total(), page.rows());
    }

    /** Rows that are alike stand by their ids, so that no row is on two pages. */
    private static List<OrderField<?>> order(Search search) {
        Field<String> by = switch (search.order()) {
            case ALIAS -> DBMAIL_ALIASES.ALIAS;
            case TARGET -> DBMAIL_ALIASES.DELIVER_TO;
        };
        return search.isDescending()
                ? List.of(by.desc(), DBMAIL_ALIASES.ALIAS_IDNR.desc())
                : List.of(by, DBMAIL_ALIASES.ALIAS_IDNR);
    }

    @Override
    public List<Alias> all() {
        return select(DSL.noCondition(), DBMAIL_ALIASES.ALIAS);
    }

    @Override
    public void add(Alias alias) {
        boolean there =
                find(alias.alias()).stream().anyMatch(row -> row.deliverTo().equals(alias.deliverTo()));
        if (there) {
            throw new Refusal(Reason.ALREADY_EXISTS, "that alias exists already");
        }
        counts.requireRoom(db, DomainCounts.Kind.ALIASES, alias.alias(), 1);
        db.dsl()
                .insertInto(DBMAIL_ALIASES, DBMAIL_ALIASES.ALIAS, DBMAIL_ALIASES.DELIVER_TO, DBMAIL_ALIASES.CLIENT_IDNR)
                .values(alias.alias(), alias.deliverTo(), alias.clientId())
                .execute();
    }

    @Override
    public int remove(String aliasGlob, String deliverTo) {
        Glob wanted = new Glob(aliasGlob);
        List<Long> ids = db
                .dsl()
                .select(DBMAIL_ALIASES.ALIAS_IDNR, DBMAIL_ALIASES.ALIAS)
                .from(DBMAIL_ALIASES)
                .where(Folded.glob(db, DBMAIL_ALIASES.ALIAS, aliasGlob))
                .and(Folded.exactly(db, DBMAIL_ALIASES.DELIVER_TO, deliverTo))
                .fetch()
                .stream()
                .filter(row -> wanted.matches(row.value2()))
                .map(Record2::value1)
                .toList();
        counts.changed(db, DomainCounts.Kind.ALIASES);
        return db.dsl()
                .deleteFrom(DBMAIL_ALIASES)
                .where(DBMAIL_ALIASES.ALIAS_IDNR.in(ids))
                .execute();
    }

    @Override
    public int removeDeliveringTo(String target) {
        counts.changed(db, DomainCounts.Kind.ALIASES);
        return db.dsl()
                .deleteFrom(DBMAIL_ALIASES)
                .where(Folded.exactly(db, DBMAIL_ALIASES.DELIVER_TO, target))
                .execute();
    }
}
