package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERMAP;

import java.util.List;
import org.jdbmail.core.store.LoginRules;
import org.jdbmail.sql.jdbc.Db;

/** The rules for names, over {@code dbmail_usermap}. */
public final class SqlLoginRules implements LoginRules {
    private final Db db;

    public SqlLoginRules(Db db) {
        this.db = db;
    }

    @Override
    public boolean exist() {
        return db.dsl().fetchExists(db.dsl().selectOne().from(DBMAIL_USERMAP));
    }

    @Override
    public List<Rule> of(String name) {
        return db
                .dsl()
                .select(
                        DBMAIL_USERMAP.LOGIN,
                        DBMAIL_USERMAP.SOCK_ALLOW,
                        DBMAIL_USERMAP.SOCK_DENY,
                        DBMAIL_USERMAP.USERID)
                .from(DBMAIL_USERMAP)
                .where(Folded.equal(db, DBMAIL_USERMAP.LOGIN, name))
                .or(DBMAIL_USERMAP.LOGIN.eq(ANY))
                .orderBy(DBMAIL_USERMAP.SOCK_ALLOW, DBMAIL_USERMAP.SOCK_DENY)
                .fetch(row -> new Rule(row.value1(), row.value2(), row.value3(), row.value4()))
                .stream()
                // A database may compare more kindly than names are compared.
                .filter(rule ->
                        rule.login().equalsIgnoreCase(name) || rule.login().equals(ANY))
                .toList();
    }
}
