package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_SIEVESCRIPTS;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.SieveScripts;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Sieve scripts, over {@code dbmail_sievescripts}. MySQL takes names for the same that differ in case or in spaces at the end:
 * so the account's scripts, which are few, are read and told apart here.
 */
public final class SqlSieveScripts implements SieveScripts {
    private static final short ACTIVE = 1;
    private static final short INACTIVE = 0;

    private final Db db;

    public SqlSieveScripts(Db db) {
        this.db = db;
    }

    @Override
    public List<SieveScript> list(long userId) {
        return those(DBMAIL_SIEVESCRIPTS.OWNER_IDNR.eq(userId));
    }

    private List<SieveScript> those(Condition condition) {
        return db
                .dsl()
                .select(DBMAIL_SIEVESCRIPTS.NAME, DBMAIL_SIEVESCRIPTS.SCRIPT, DBMAIL_SIEVESCRIPTS.ACTIVE)
                .from(DBMAIL_SIEVESCRIPTS)
                .where(condition)
                .fetch(row -> new SieveScript(row.value1(), row.value2(), row.value3() != INACTIVE))
                .stream()
                .sorted(Comparator.comparing(SieveScript::name))
                .toList();
    }

    @Override
    public Map<String, Long> sizes(long userId) {
        Map<String, Long> sizes = new HashMap<>();
        Field<Long> octets = DSL.field(db.dialect().octets("{0}"), Long.class, DBMAIL_SIEVESCRIPTS.SCRIPT);
        db.dsl()
                .select(DBMAIL_SIEVESCRIPTS.NAME, octets)
                .from(DBMAIL_SIEVESCRIPTS)
                .where(DBMAIL_SIEVESCRIPTS.OWNER_IDNR.eq(userId))
                .forEach(row -> sizes.put(row.value1(), row.value2()));
        return sizes;
    }

    @Override
    public Optional<SieveScript> find(long userId, String name) {
        return list(userId).stream()
                .filter(script -> script.name().equals(name))
                .findFirst();
    }

    @Override
    public Optional<SieveScript> active(long userId) {
        return those(DBMAIL_SIEVESCRIPTS.OWNER_IDNR.eq(userId).and(DBMAIL_SIEVESCRIPTS.ACTIVE.eq(ACTIVE))).stream()
                .findFirst();
    }

    @Override
    public Optional<Set<Long>> activeOwners(int most) {
        List<Long> owners = db.dsl()
                .select(DBMAIL_SIEVESCRIPTS.OWNER_IDNR)
                .from(DBMAIL_SIEVESCRIPTS)
                .where(DBMAIL_SIEVESCRIPTS.ACTIVE.eq(ACTIVE))
                .limit(most + 1)
                .fetch(DBMAIL_SIEVESCRIPTS.OWNER_IDNR);
        return owners.size() > most ? Optional.empty() : Optional.of(Set.copyOf(new HashSet<>(owners)));
    }

    @Override
    public void put(long userId, String name, String text) {
        if (find(userId, name).isPresent()) {
            db.dsl()
                    .update(DBMAIL_SIEVESCRIPTS)
                    .set(DBMAIL_SIEVESCRIPTS.SCRIPT, text)
                    .where(isNamed(userId, name))
                    .execute();
            return;
        }
        refuseLikeness(userId, name);
        db.dsl()
                .insertInto(DBMAIL_SIEVESCRIPTS)
                .set(DBMAIL_SIEVESCRIPTS.OWNER_IDNR, userId)
                .set(DBMAIL_SIEVESCRIPTS.NAME, name)
                .set(DBMAIL_SIEVESCRIPTS.ACTIVE, INACTIVE)
                .set(DBMAIL_SIEVESCRIPTS.SCRIPT, text)
                .execute();
    }

    /** As the database compares names. */
    private static Condition isNamed(long userId, String name) {
        return DBMAIL_SIEVESCRIPTS.OWNER_IDNR.eq(userId).and(DBMAIL_SIEVESCRIPTS.NAME.eq(name));
    }

    @Override
    public boolean delete(long userId, String name) {
        return find(userId, name).isPresent()
                && db.dsl()
                                .deleteFrom(DBMAIL_SIEVESCRIPTS)
                                .where(isNamed(userId, name))
                                .execute()
                        > 0;
    }

    @Override
    public boolean rename(long userId, String name, String newName) {
        if (find(userId, name).isEmpty()) {
            return false;
        }
        refuseLikeness(userId, newName);
        return db.dsl()
                        .update(DBMAIL_SIEVESCRIPTS)
                        .set(DBMAIL_SIEVESCRIPTS.NAME, newName)
                        .where(isNamed(userId, name))
                        .execute()
                > 0;
    }

    /** Where the database would take the name for another's, a statement about the one would hit the other. */
    private void refuseLikeness(long userId, String name) {
        if (db.dsl().fetchExists(DBMAIL_SIEVESCRIPTS, isNamed(userId, name))) {
            throw new Refusal(Reason.ALREADY_EXISTS, "There is a script of this name");
        }
    }

    @Override
    public void activate(long userId, @Nullable String name) {
        db.dsl()
                .update(DBMAIL_SIEVESCRIPTS)
                .set(DBMAIL_SIEVESCRIPTS.ACTIVE, INACTIVE)
                .where(DBMAIL_SIEVESCRIPTS.OWNER_IDNR.eq(userId).and(DBMAIL_SIEVESCRIPTS.ACTIVE.ne(INACTIVE)))
                .execute();
        if (name != null) {
            db.dsl()
                    .update(DBMAIL_SIEVESCRIPTS)
                    .set(DBMAIL_SIEVESCRIPTS.ACTIVE, ACTIVE)
                    .where(isNamed(userId, name))
                    .execute();
        }
    }
}
