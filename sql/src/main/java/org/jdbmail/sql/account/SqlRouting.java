package org.jdbmail.sql.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Routing;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.jdbc.Db;

/** Looks up recipients: aliases, the accounts behind them and those accounts' INBOX, in one statement. */
public final class SqlRouting implements Routing {
    private static final String USER =
            "u.user_idnr, u.userid, u.client_idnr, u.maxmail_size, u.curmail_size, u.active, b.mailbox_idnr";

    private final Db db;

    public SqlRouting(Db db) {
        this.db = db;
    }

    @Override
    public Found find(Collection<String> names) {
        if (names.isEmpty()) {
            return new Found(List.of(), List.of(), Map.of());
        }
        List<String> parameters = new ArrayList<>();
        // Twice, for the two halves of the statement.
        names.forEach(name -> parameters.add(db.dialect().fold(name)));
        parameters.addAll(List.copyOf(parameters));
        Map<Long, Alias> aliases = new LinkedHashMap<>();
        Map<Long, User> users = new LinkedHashMap<>();
        Map<Long, Long> inboxes = new HashMap<>();
        db.list(
                statement(names.size()),
                row -> {
                    if (row.getLong(1) != 0) {
                        aliases.put(row.getLong(1), new Alias(row.getString(2), row.getString(3), row.getLong(4)));
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
                        if (row.getLong(11) != 0) {
                            inboxes.put(userId, row.getLong(11));
                        }
                    }
                    return userId;
                },
                parameters.toArray());
        return new Found(List.copyOf(aliases.values()), List.copyOf(users.values()), inboxes);
    }

    private String statement(int names) {
        String list = String.join(",", Collections.nCopies(names, "?"));
        String inbox = " LEFT JOIN {mailboxes} b ON b.owner_idnr = u.user_idnr AND "
                + db.dialect().folded("b.name") + " = 'inbox'";
        return "SELECT a.alias_idnr, a.alias, a.deliver_to, a.client_idnr, " + USER + " FROM {aliases} a"
                + " LEFT JOIN {users} u ON u.user_idnr = " + db.dialect().number("a.deliver_to") + inbox
                + " WHERE " + db.dialect().folded("a.alias") + " IN (" + list + ")"
                + " UNION ALL SELECT 0, '', '', 0, " + USER + " FROM {users} u" + inbox
                + " WHERE " + db.dialect().folded("u.userid") + " IN (" + list + ") ORDER BY 1";
    }
}
