package org.jdbmail.sql.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.database.TestDatabase;

/** Looks at a whole store for whatever must never be, whoever broke off what; remembers of each mailbox what must not fall. */
final class StoreCheck {
    private static final Map<String, String> NEVER = Map.of(
            "a message is newer than its mailbox",
            "SELECT m.message_idnr FROM dbmail_messages m JOIN dbmail_mailboxes b ON b.mailbox_idnr = m.mailbox_idnr"
                    + " WHERE m.seq > b.seq",
            "a seq was purged that was not reached",
            "SELECT s.mailbox_idnr FROM jdbmail_mailbox_state s JOIN dbmail_mailboxes b ON b.mailbox_idnr = s.mailbox_idnr"
                    + " WHERE s.purged_seq > b.seq",
            "an account is charged for something else than it has",
            "SELECT u.userid FROM dbmail_users u WHERE u.curmail_size <> (SELECT coalesce(sum(p.messagesize), 0)"
                    + " FROM dbmail_messages m JOIN dbmail_physmessage p ON p.id = m.physmessage_id"
                    + " JOIN dbmail_mailboxes b ON b.mailbox_idnr = m.mailbox_idnr"
                    + " LEFT JOIN jdbmail_removal r ON r.mailbox_idnr = b.mailbox_idnr"
                    + " WHERE m.status < 2 AND coalesce(r.charged_idnr, b.owner_idnr) = u.user_idnr)",
            "a message has no content",
            "SELECT m.message_idnr FROM dbmail_messages m WHERE"
                    + " NOT EXISTS (SELECT 1 FROM jdbmail_content c WHERE c.physmessage_id = m.physmessage_id)"
                    + " AND NOT EXISTS (SELECT 1 FROM dbmail_partlists l WHERE l.physmessage_id = m.physmessage_id)",
            "mail of the queue has no content",
            "SELECT q.id FROM jdbmail_queue q WHERE"
                    + " NOT EXISTS (SELECT 1 FROM jdbmail_content c WHERE c.physmessage_id = q.physmessage_id)"
                    + " AND NOT EXISTS (SELECT 1 FROM dbmail_partlists l WHERE l.physmessage_id = q.physmessage_id)",
            "mail of the queue is for nobody",
            "SELECT q.id FROM jdbmail_queue q WHERE"
                    + " NOT EXISTS (SELECT 1 FROM jdbmail_queue_recipient r WHERE r.queue_id = q.id)",
            "two mailboxes of an account have one name",
            "SELECT owner_idnr, name FROM dbmail_mailboxes WHERE no_select < 2 GROUP BY owner_idnr, name HAVING count(*) > 1",
            "an account has two active scripts",
            "SELECT owner_idnr FROM dbmail_sievescripts WHERE active = 1 GROUP BY owner_idnr HAVING count(*) > 1",
            "two messages of a mailbox have one unique id",
            "SELECT mailbox_idnr FROM dbmail_messages GROUP BY mailbox_idnr, unique_id HAVING count(*) > 1",
            "two of the same content in a mailbox",
            "SELECT m.mailbox_idnr FROM dbmail_messages m JOIN dbmail_messages n ON n.mailbox_idnr = m.mailbox_idnr"
                    + " AND n.physmessage_id = m.physmessage_id AND n.message_idnr > m.message_idnr"
                    + " WHERE m.status < 2 AND n.status < 2");

    /** Where a mailbox stood, and the UIDs that it had, expunged ones too. */
    private record Mark(long seq, long uidNext, NavigableSet<Long> uids) {}

    private static final String MARKS =
            "SELECT b.mailbox_idnr, b.seq, coalesce(s.uid_next, 1), coalesce(m.message_idnr, 0)"
                    + " FROM dbmail_mailboxes b LEFT JOIN jdbmail_mailbox_state s ON s.mailbox_idnr = b.mailbox_idnr"
                    + " LEFT JOIN dbmail_messages m ON m.mailbox_idnr = b.mailbox_idnr";

    private final TestDatabase database;
    private final Map<String, String> foreignKeys = new LinkedHashMap<>();
    private final Map<Long, Mark> marks = new HashMap<>();

    StoreCheck(TestDatabase database) throws SQLException {
        this.database = database;
        try (Connection connection = database.connect()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet row = connection
                    .getMetaData()
                    .getTables(connection.getCatalog(), null, "%dbmail%", new String[] {"TABLE"})) {
                while (row.next()) {
                    tables.add(row.getString("TABLE_NAME"));
                }
            }
            for (String table : tables) {
                try (ResultSet row = connection.getMetaData().getImportedKeys(connection.getCatalog(), null, table)) {
                    while (row.next()) {
                        String column = row.getString("FKCOLUMN_NAME");
                        String parent = row.getString("PKTABLE_NAME");
                        foreignKeys.put(
                                "%s.%s leads nowhere".formatted(table, column),
                                "SELECT c.%1$s FROM %2$s c WHERE c.%1$s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %3$s p WHERE p.%4$s = c.%1$s)"
                                        .formatted(column, table, parent, row.getString("PKCOLUMN_NAME")));
                    }
                }
            }
        }
    }

    /** What is wrong at the moment, each as a sentence. */
    List<String> faults() throws SQLException {
        List<String> faults = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            Map<String, String> all = new LinkedHashMap<>(NEVER);
            all.putAll(foreignKeys);
            for (Map.Entry<String, String> each : all.entrySet()) {
                try (ResultSet row = statement.executeQuery(each.getValue())) {
                    if (row.next()) {
                        faults.add(each.getKey() + ": " + row.getString(1));
                    }
                }
            }
            Map<Long, Mark> now = marks(statement);
            now.forEach((mailbox, mark) -> {
                Mark before = marks.put(mailbox, mark);
                if (before != null
                        && (mark.seq < before.seq
                                || mark.uidNext < before.uidNext
                                || !before.uids.containsAll(mark.uids.headSet(before.uidNext)))) {
                    faults.add("mailbox %d was at %s and is at %s".formatted(mailbox, before, mark));
                }
            });
        }
        return faults;
    }

    private static Map<Long, Mark> marks(Statement statement) throws SQLException {
        Map<Long, Mark> now = new HashMap<>();
        try (ResultSet row = statement.executeQuery(MARKS)) {
            while (row.next()) {
                long uid = row.getLong(4);
                long uidNext = Math.max(row.getLong(3), uid + 1);
                Mark added = new Mark(row.getLong(2), uidNext, new TreeSet<>(uid == 0 ? Set.of() : Set.of(uid)));
                now.merge(row.getLong(1), added, (old, more) -> {
                    old.uids.addAll(more.uids);
                    return new Mark(old.seq, Math.max(old.uidNext, more.uidNext), old.uids);
                });
            }
        }
        return now;
    }

    /** What is left after upkeep has run, or can't be read. */
    List<String> afterUpkeep(SqlStore store) {
        List<String> faults = new ArrayList<>();
        while (store.removal().step()) {
            continue;
        }
        store.tombstones().run();
        store.tombstones().run();
        store.collector(Duration.ZERO).run(StoreContract.DATE);
        for (Maintenance.Check check : List.of(
                Maintenance.Check.MESSAGES,
                Maintenance.Check.PARTS,
                Maintenance.Check.PART_LISTS,
                Maintenance.Check.HEADER_VALUES,
                Maintenance.Check.BLOBS,
                Maintenance.Check.USED)) {
            long left = store.maintenance().count(check);
            if (left > 0) {
                faults.add(left + " left of " + check);
            }
        }
        Maintenance.Verified verified = store.maintenance().verify(0);
        while (verified.looked() > 0) {
            verified.damaged().forEach(damage -> faults.add("damaged: " + damage));
            verified = store.maintenance().verify(verified.last());
        }
        return faults;
    }
}
