package org.jdbmail.sql.account;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.SieveScripts;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/**
 * Sieve scripts, over {@code dbmail_sievescripts}. MySQL takes names for the same that differ in case or in spaces at the end:
 * so the account's scripts, which are few, are read and told apart here.
 */
public final class SqlSieveScripts implements SieveScripts {
    private static final String SELECT = "SELECT name, script, active FROM {sievescripts} WHERE owner_idnr = ?";

    private final Db db;

    public SqlSieveScripts(Db db) {
        this.db = db;
    }

    @Override
    public List<SieveScript> list(long userId) {
        return db
                .list(SELECT, row -> new SieveScript(row.getString(1), row.getString(2), row.getInt(3) != 0), userId)
                .stream()
                .sorted(Comparator.comparing(SieveScript::name))
                .toList();
    }

    @Override
    public Optional<SieveScript> find(long userId, String name) {
        return list(userId).stream()
                .filter(script -> script.name().equals(name))
                .findFirst();
    }

    @Override
    public Optional<SieveScript> active(long userId) {
        return db
                .list(
                        SELECT + " AND active = 1",
                        row -> new SieveScript(row.getString(1), row.getString(2), true),
                        userId)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Set<Long>> activeOwners(int most) {
        List<Long> owners = db.list(
                "SELECT owner_idnr FROM {sievescripts} WHERE active = 1 LIMIT ?", row -> row.getLong(1), most + 1);
        return owners.size() > most ? Optional.empty() : Optional.of(Set.copyOf(new HashSet<>(owners)));
    }

    @Override
    public void put(long userId, String name, String text) {
        if (find(userId, name).isPresent()) {
            db.update("UPDATE {sievescripts} SET script = ? WHERE owner_idnr = ? AND name = ?", text, userId, name);
            return;
        }
        refuseLikeness(userId, name);
        db.update(
                "INSERT INTO {sievescripts} (owner_idnr, name, active, script) VALUES (?, ?, 0, ?)",
                userId,
                name,
                text);
    }

    @Override
    public boolean delete(long userId, String name) {
        return find(userId, name).isPresent()
                && db.update("DELETE FROM {sievescripts} WHERE owner_idnr = ? AND name = ?", userId, name) > 0;
    }

    @Override
    public boolean rename(long userId, String name, String newName) {
        if (find(userId, name).isEmpty()) {
            return false;
        }
        refuseLikeness(userId, newName);
        return db.update("UPDATE {sievescripts} SET name = ? WHERE owner_idnr = ? AND name = ?", newName, userId, name)
                > 0;
    }

    /** Where the database would take the name for another's, a statement about the one would hit the other. */
    private void refuseLikeness(long userId, String name) {
        boolean alike = !db.list(
                        "SELECT name FROM {sievescripts} WHERE owner_idnr = ? AND name = ?",
                        row -> row.getString(1),
                        userId,
                        name)
                .isEmpty();
        if (alike) {
            throw new Refusal(Reason.ALREADY_EXISTS, "There is a script of this name");
        }
    }

    @Override
    public void activate(long userId, @Nullable String name) {
        db.update("UPDATE {sievescripts} SET active = 0 WHERE owner_idnr = ? AND active <> 0", userId);
        if (name != null) {
            db.update("UPDATE {sievescripts} SET active = 1 WHERE owner_idnr = ? AND name = ?", userId, name);
        }
    }
}
