package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_ALIASES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Routing;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Looks up recipients: aliases, the accounts behind them and those accounts' INBOX, in one statement.
 *
 * <p>By hand: each RCPT asks it, which {@code ./x bench --only lmtp} measures.
 */
public final class SqlRouting implements Routing {
    private static final String USER =
            "u.user_idnr, u.userid, u.client_idnr, u.maxmail_size, u.curmail_size, u.active, b.mailbox_idnr, b.name";

    private final Db db;

    public SqlRouting(Db db) {
        this.db = db;
    }

    @Override
    public Found find(Collection<String> names) {
        if (names.isEmpty()) {
            return new Found(List.of(), List.of(), Map.of());
        }
        // Twice, for the two halves of the statement.
        List<String> parameters = new ArrayList<>(names);
        parameters.addAll(names);
        // The database may give more than is meant: accents and blanks at the end are nothing to MySQL.
        Set<String> wanted = new TreeSet<>(AsciiCase.ORDER);
        wanted.addAll(names);
        Map<Long, Alias> aliases = new LinkedHashMap<>();
        Map<Long, User> users = new LinkedHashMap<>();
        Map<Long, Long> inboxes = new HashMap<>();
        db.each(
                statement(names.size()),
                row -> {
                    long aliasId = row.getLong(1);
                    boolean meant = wanted.contains(aliasId == 0 ? row.getString(6) : row.getString(2));
                    if (!meant) {
                        return;
                    }
                    if (aliasId != 0) {
                        aliases.put(aliasId, new Alias(row.getString(2), row.getString(3), row.getLong(4)));
                    }
                    long userId = row.getLong(5);
                    if (userId != 0) {
                        users.put(
                                userId,
                                new User(
                                        userId,
                                        row.getString(6),
                                        row.getLong(7),
                                        row.getLong(8),
                                        row.getLong(9),
                                        row.getInt(10) != 0));
                        if (row.getLong(11) != 0 && AsciiCase.same(row.getString(12), Mailbox.INBOX)) {
                            inboxes.put(userId, row.getLong(11));
                        }
                    }
                },
                parameters.toArray());
        return new Found(List.copyOf(aliases.values()), List.copyOf(users.values()), inboxes);
    }

    @Override
    public Set<String> domains() {
        return db.dsl()
                .selectDistinct(domain(DBMAIL_ALIASES.ALIAS))
                .from(DBMAIL_ALIASES)
                .where(DBMAIL_ALIASES.ALIAS.contains("@"))
                .union(db.dsl()
                        .selectDistinct(domain(DBMAIL_USERS.USERID))
                        .from(DBMAIL_USERS)
                        .where(DBMAIL_USERS.USERID.contains("@")))
                .fetchSet(0, String.class);
    }

    private static Field<String> domain(Field<String> address) {
        return DSL.lower(DSL.substring(address, DSL.position(address, "@").plus(1)));
    }

    private String statement(int names) {
        String list = String.join(",", Collections.nCopies(names, db.dialect().folded("?")));
        String inbox = " LEFT JOIN {mailboxes} b ON b.owner_idnr = u.user_idnr AND "
                + db.dialect().folded("b.name") + " = 'inbox'";
        return "SELECT a.alias_idnr, a.alias, a.deliver_to, a.client_idnr, " + USER + " FROM {aliases} a"
                + " LEFT JOIN {users} u ON u.user_idnr = " + db.dialect().number("a.deliver_to") + inbox
                + " WHERE " + db.dialect().folded("a.alias") + " IN (" + list + ")"
                + " UNION ALL SELECT 0, '', '', 0, " + USER + " FROM {users} u" + inbox
                + " WHERE " + db.dialect().folded("u.userid") + " IN (" + list + ") ORDER BY 1";
    }
}
