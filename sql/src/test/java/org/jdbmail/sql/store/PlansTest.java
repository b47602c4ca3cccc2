package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.MailQueue;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.Settlement;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.sql.store.StoreContract.Account;
import org.jdbmail.sql.upkeep.Collector;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In a large store no statement of everyday work reads a whole table. The store is filled by a few statements; its size is
 * enough for each database to have a reason to use its indexes, and can be raised by {@code -Djdbmail.plans.messages}.
 */
@Tag("full")
final class PlansTest {
    private static final int MESSAGES = Integer.getInteger("jdbmail.plans.messages", 150_000);
    private static final int MAILBOXES = 1_000;
    private static final int USERS = 100_000;
    private static final int FIRST = 1_000;

    /** Rows of a table when it was small, and looked at for the last time. */
    private static final int OLD_ROWS = 300;

    /** A mailbox that is removed in pieces, and how many messages it has. */
    private static final int LARGE_MAILBOX = 60_000;

    private static final int LARGE_SIZE = 1_500;

    private static final int QUEUED = 50_000;

    private static final Set<String> LARGE = Set.of(
            "dbmail_users",
            "dbmail_aliases",
            "dbmail_mailboxes",
            "dbmail_subscription",
            "dbmail_acl",
            "dbmail_messages",
            "dbmail_physmessage",
            "dbmail_keywords",
            "dbmail_mimeparts",
            "dbmail_partlists",
            "dbmail_header",
            "dbmail_headervalue",
            "dbmail_envelope",
            "jdbmail_content",
            "jdbmail_content_piece",
            "jdbmail_summary",
            "jdbmail_blob",
            "jdbmail_queue",
            "jdbmail_queue_recipient");

    static List<String> databases() {
        return TestDatabases.names();
    }

    /** A table of the numbers from 1 on, with a column i. */
    private static String numbers(String database, int count) {
        return switch (database) {
            case "sqlite" ->
                "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + count
                        + ") SELECT i FROM n) t";
            case "postgresql" -> "(SELECT generate_series(1, " + count + ") AS i) t";
            case "mariadb" -> "(SELECT seq AS i FROM seq_1_to_" + count + ") t";
            default ->
                "JSON_TABLE(concat('[0', repeat(',0', " + (count - 1) + "), ']'), '$[*]' COLUMNS (i FOR ORDINALITY)) t";
        };
    }

    private static void fill(TestDatabase database) throws SQLException {
        String name = database.name();
        boolean server = !name.equals("sqlite");
        String concat = server ? "concat(%s, i, %s)" : "(%s || i || %s)";
        String bytes = switch (name) {
            case "postgresql" -> "cast(%s as bytea)";
            case "mariadb", "mysql" -> "cast(%s as binary)";
            default -> "cast(%s as blob)";
        };
        String number = TestDatabases.isMysql(name) ? "%s DIV %s" : "%s / %s";
        String users = numbers(name, USERS);
        String messages = numbers(name, MESSAGES);
        String date = "'2026-03-01 10:00:00'";
        String time = name.equals("postgresql") ? "timestamp " + date : date;
        List<String> statements = new ArrayList<>(List.of(
                "INSERT INTO dbmail_users (user_idnr, userid, passwd) SELECT i + " + FIRST + ", "
                        + concat.formatted("'User'", "'@Example.org'") + ", 'x' FROM " + users,
                "INSERT INTO dbmail_aliases (alias, deliver_to) SELECT " + concat.formatted("'Alias'", "'@Example.org'")
                        + ", " + concat.formatted("''", "''") + " FROM " + users,
                "INSERT INTO dbmail_mailboxes (mailbox_idnr, owner_idnr, name, seq) SELECT i + " + FIRST + ", i + "
                        + FIRST + ", 'INBOX', " + MESSAGES + " FROM " + users,
                "INSERT INTO dbmail_subscription (user_id, mailbox_id) SELECT i + " + FIRST + ", i + " + FIRST
                        + " FROM " + users,
                "INSERT INTO dbmail_acl (user_id, mailbox_id, lookup_flag) SELECT i + " + FIRST + ", i + " + FIRST
                        + ", 1 FROM " + users,
                "INSERT INTO dbmail_physmessage (id, messagesize, rfcsize, internal_date) SELECT i + " + FIRST
                        + ", 100, 100, " + time + " FROM " + messages,
                large(name, 1, MESSAGES),
                large(name, 11, MESSAGES + LARGE_SIZE),
                large(name, 21, MESSAGES + 2 * LARGE_SIZE),
                // Neighbours in time lie in different mailboxes, as mail comes.
                "INSERT INTO dbmail_messages (message_idnr, mailbox_idnr, physmessage_id, seen_flag, unique_id, status, seq)"
                        + " SELECT i + " + FIRST + ", " + FIRST + " + 1 + (i % " + MAILBOXES + "), i + " + FIRST
                        + ", i % 2, " + concat.formatted("'u'", "''") + ", CASE WHEN i % 5000 = 0 THEN 2 ELSE 0 END, "
                        + number.formatted("i", MAILBOXES) + " FROM " + messages,
                "INSERT INTO dbmail_keywords (message_idnr, keyword) SELECT i + " + FIRST + ", 'Work' FROM " + messages,
                "INSERT INTO jdbmail_summary (physmessage_id, version, size, line_count, envelope, bodystructure)"
                        + " SELECT i + " + FIRST + ", 1, 100, 1, " + bytes.formatted("'()'") + ", "
                        + bytes.formatted("'()'") + " FROM " + messages,
                "INSERT INTO jdbmail_content (physmessage_id, head, body, packing, pieces) SELECT i + " + FIRST + ", "
                        + bytes.formatted("'A: b'") + ", " + bytes.formatted("'body'") + ", 0, 0 FROM " + messages
                        + " WHERE i % 2 = 0",
                "INSERT INTO dbmail_mimeparts (id, hash, data, size) SELECT i + " + FIRST + ", "
                        + concat.formatted("'hash'", "''") + ", " + bytes.formatted("'A: b'") + ", 4 FROM " + messages
                        + " WHERE i % 2 = 1",
                "INSERT INTO dbmail_partlists (physmessage_id, is_header, part_key, part_depth, part_order, part_id)"
                        + " SELECT i + " + FIRST + ", 1, 1, 0, 0, i + " + FIRST + " FROM " + messages
                        + " WHERE i % 2 = 1",
                "INSERT INTO dbmail_headervalue (id, hash, headervalue, sortfield) SELECT i + " + FIRST + ", "
                        + concat.formatted("'hash'", "''") + ", " + concat.formatted("'value '", "''") + ", 'x' FROM "
                        + messages + " WHERE i % 2 = 1",
                "INSERT INTO dbmail_header (physmessage_id, headername_id, headervalue_id) SELECT i + " + FIRST
                        + ", (SELECT min(id) FROM dbmail_headername), i + " + FIRST + " FROM " + messages
                        + " WHERE i % 2 = 1",
                "INSERT INTO dbmail_envelope (physmessage_id, envelope) SELECT i + " + FIRST + ", '()' FROM " + messages
                        + " WHERE i % 2 = 1",
                "INSERT INTO jdbmail_blob (id, digest, size, packing, data, created) SELECT i + " + FIRST + ", "
                        + digest(name) + ", 4, 0, " + bytes.formatted("'blob'") + ", " + time + " FROM "
                        + numbers(name, MESSAGES / 2),
                "INSERT INTO jdbmail_content_piece (physmessage_id, position, blob_id) SELECT 2 * i + " + FIRST
                        + ", 0, i + " + FIRST + " FROM " + numbers(name, MESSAGES / 2) + " WHERE i % 50 <> 0",
                "INSERT INTO jdbmail_queue (id, physmessage_id, created, origin, sender, skipped, added, body, utf8, ret,"
                        + " envelope_id, due_returns) SELECT i + " + FIRST + ", i + " + FIRST + ", " + time
                        + ", 'origin', 's@example.org', 0, '', 0, 0, 0, '', 0 FROM " + numbers(name, QUEUED),
                "INSERT INTO jdbmail_queue_recipient (queue_id, target, original, notify, held, attempts, next_attempt,"
                        + " warned) SELECT i + " + FIRST
                        + ", 'r@example.test', '', 0, CASE WHEN i % 10 = 0 THEN 1 ELSE 0"
                        + " END, 0, " + time + ", 0 FROM " + numbers(name, QUEUED)));
        if (name.equals("postgresql")) {
            int top = FIRST + Math.max(MESSAGES + 3 * LARGE_SIZE, USERS) + 1;
            for (String sequence : List.of(
                    "user_idnr_seq",
                    "mailbox_idnr_seq",
                    "physmessage_id_seq",
                    "message_idnr_seq",
                    "mimeparts_id_seq",
                    "headervalue_id_seq")) {
                statements.add("SELECT setval('dbmail_" + sequence + "', " + top + ")");
            }
            statements.add("ALTER TABLE jdbmail_blob ALTER COLUMN id RESTART WITH " + top);
            statements.add("ALTER TABLE jdbmail_queue ALTER COLUMN id RESTART WITH " + top);
        }
        database.execute(statements.toArray(String[]::new));
    }

    private static String large(String database, int which, int before) {
        return "INSERT INTO dbmail_messages (message_idnr, mailbox_idnr, physmessage_id, unique_id, status, seq) SELECT i + "
                + (FIRST + before) + ", " + (FIRST + LARGE_MAILBOX + which) + ", " + (FIRST + 1) + ", 'u', 0, 1 FROM "
                + numbers(database, LARGE_SIZE);
    }

    private static String digest(String database) {
        return switch (database) {
            case "postgresql" -> "cast(lpad(cast(i as text), 32, '0') as bytea)";
            case "mariadb", "mysql" -> "cast(lpad(i, 32, '0') as binary)";
            default -> "cast(printf('%032d', i) as blob)";
        };
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everydayWorkReadsNoWholeTable(String name) throws SQLException {
        PlanReader plans = new PlanReader(name, LARGE);
        try (TestDatabase database = TestDatabases.create(name)) {
            Schema.prepare(StoreContract.config(database));
            fill(database);
            SqlStoreOptions options = SqlStoreOptions.DEFAULT.withConnections(plans::around);
            try (SqlStore store = SqlStore.open(StoreContract.config(database), options)) {
                plans.clear();
                work(store, 1);
                queue(store);
            }
            // And so with statistics, by which databases choose other plans.
            analyze(database);
            try (SqlStore store = SqlStore.open(StoreContract.config(database), options)) {
                work(store, 11);
                queue(store);
            }
            if (name.equals("sqlite")) {
                // Whose statistics stay as they are until somebody has them made anew.
                misinform(database);
                try (SqlStore store = SqlStore.open(StoreContract.config(database), options)) {
                    work(store, 21);
                    upkeep(store);
                }
            }
            try (SqlStore store = SqlStore.open(
                    StoreContract.config(database), options.with(SqlStoreOptions.Writing.in(Layout.PARTS)))) {
                StoreContract.deliver(store, account(3));
                upkeep(store);
            }
        }
        assertTrue(plans.read() > 100, "plans: " + plans.read());
        assertEquals(Map.of(), plans.scans());
    }

    /** Lets SQLite believe that each table still is as small as it once was. */
    private static void misinform(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            List<String> statements = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("SELECT rowid, stat FROM sqlite_stat1")) {
                while (row.next()) {
                    int numbers = row.getString(2).split(" ").length;
                    statements.add("UPDATE sqlite_stat1 SET stat = '" + OLD_ROWS + " 1".repeat(numbers - 1)
                            + "' WHERE rowid = " + row.getLong(1));
                }
            }
            for (String update : statements) {
                statement.execute(update);
            }
        }
    }

    private static void analyze(TestDatabase database) throws SQLException {
        database.execute(
                TestDatabases.isMysql(database.name()) ? "ANALYZE TABLE " + String.join(", ", LARGE) : "ANALYZE");
    }

    private static Account account(int number) {
        return new Account(FIRST + number, FIRST + number);
    }

    private static void work(SqlStore store, int first) {
        Account one = account(first);
        Account two = account(first + 1);
        Instant now = StoreContract.DATE;
        store.look(tx -> tx.routing().find(List.of("alias77@example.org", "user78@example.org", "@example.org")));
        store.look(tx -> tx.users().login("USER77@example.org"));
        store.read(tx -> tx.users().find(one.user()));
        store.read(tx -> tx.aliases().find("alias77@example.org"));
        store.write(tx -> {
            tx.users().setLastLogin(one.user(), now);
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", 143);
            long row = tx.authLog().opened("user1", "imap", address, address, false, now);
            tx.authLog().closed(row, 1, 1, now);
            return row;
        });
        long folder = store.write(tx -> {
            long created = tx.mailboxes().create(one.user(), "Folder", null);
            tx.subscriptions().add(one.user(), created);
            return created;
        });
        store.read(tx -> tx.mailboxes().find(one.inbox()));
        store.read(tx -> tx.mailboxes().find(one.user(), "Inbox"));
        store.read(tx -> tx.mailboxes().access(one.user(), two.user(), "INBOX"));
        store.read(tx -> tx.mailboxes().visibleTo(one.user()));
        store.read(tx -> tx.mailboxes().status(List.of(one.inbox(), folder)));
        store.write(tx -> {
            tx.mailboxes().rename(Map.of(folder, "Other"));
            return folder;
        });
        long seq = StoreContract.state(store, one.inbox()).seq();
        List<Long> uids = StoreContract.uids(store, one.inbox());
        List<Long> ids = StoreContract.changes(store, one.inbox(), 0).values().stream()
                .map(StoreContract.Seen::physId)
                .toList();
        for (List<Long> some : List.of(ids.subList(0, 1), ids)) {
            store.read(tx -> tx.contents().read(some, 1 << 20));
            store.read(tx -> tx.contents().read(some, Long.MAX_VALUE));
            store.read(tx -> tx.contents().heads(some));
            store.read(tx -> tx.contents().listings(some));
        }
        store.read(tx -> tx.messages().uniqueIds(one.inbox(), StoreContract.all()));
        NumberSet few = NumberSet.of(uids.get(3), uids.get(8), uids.get(9));
        for (NumberSet set : List.of(few, NumberSet.range(1, Long.MAX_VALUE))) {
            store.write(tx -> tx.messages()
                    .store(one.inbox(), set, FlagMode.REPLACE, FlagSet.of(2, Set.of("Keyword", "work")), null));
            store.write(tx -> tx.messages().store(one.inbox(), set, FlagMode.ADD, FlagSet.of(Flag.SEEN), seq));
            store.write(tx -> tx.messages().copy(one.inbox(), set, folder, one.user()));
            store.write(tx -> tx.messages().claimRecent(folder, 1));
            store.write(tx -> tx.messages().move(folder, StoreContract.all(), two.inbox(), two.user()));
            store.write(tx -> tx.messages().expunge(one.inbox(), set, true));
            store.write(tx -> tx.messages().expunge(one.inbox(), set, false));
        }
        StoreContract.changes(store, one.inbox(), seq);
        store.deliver(StoreContract.message(1), now, List.of(one.destination()));
        store.deliver(attached(), now, List.of(one.destination(), two.destination()));
        store.deliver(attached(), now, List.of(Destination.plain(folder, one.user())));
        store.converter(Layout.PARTS).convert(FIRST + 5_000);
        store.converter(Layout.COMPACT).convert(FIRST + 5_000);
        store.write(tx -> {
            tx.mailboxes().deleteButKeepChildren(folder);
            tx.mailboxes().delete(folder);
            tx.mailboxes().delete(FIRST + LARGE_MAILBOX + first);
            tx.subscriptions().remove(one.user(), one.user(), "Other");
            return folder;
        });
        store.look(tx -> tx.subscriptions().names(one.user()));
        store.write(tx -> {
            tx.users().delete(account(50).user());
            return folder;
        });
    }

    /** What a worker of the queue does, with a queue that is long. */
    private static void queue(SqlStore store) {
        Instant now = Instant.now();
        MailQueue.Due first = store.look(tx -> tx.queue().due(now, null, 500));
        MailQueue.Due next = store.look(tx -> tx.queue().due(now, first.end(), 500));
        List<Long> some = next.mails().stream()
                .limit(20)
                .map(mail -> mail.recipients().getFirst().id())
                .toList();
        List<QueuedMail> mine =
                new ArrayList<>(store.write(tx -> tx.queue().claim("plans", now, now.plusSeconds(60), some)));
        mine.addAll(store.write(tx -> tx.queue().claim("plans", now, now.plusSeconds(60), 20, 200)));
        List<Long> leased =
                mine.stream().map(mail -> mail.recipients().getFirst().id()).toList();
        store.write(tx -> tx.queue().renew("plans", leased, now.plusSeconds(120)));
        store.write(tx -> tx.queue().giveBack("plans", leased.subList(0, 10), now));
        for (List<Long> over : List.of(leased.subList(10, 11), leased.subList(11, leased.size()))) {
            store.deliver(new Delivery(
                    List.of(),
                    List.of(new Portion(
                            List.of(),
                            List.of(),
                            List.of(),
                            over.stream()
                                    .map(each -> Settlement.over(each, "plans"))
                                    .toList()))));
        }
        store.deliver(new Delivery(
                List.of(new Delivery.Content(StoreContract.message(1), now)),
                List.of(new Portion(List.of(), List.of(StoreContract.outgoing("plans", 0, null)), List.of()))));
        List<Long> messages = mine.subList(0, 10).stream().map(QueuedMail::id).toList();
        store.write(tx -> tx.queue().hold(messages, true));
        store.write(tx -> tx.queue().retry(messages, now));
        store.write(tx -> tx.queue().delete(messages, now));
    }

    private static void upkeep(SqlStore store) {
        Collector collector = store.collector(Duration.ZERO);
        collector.run(StoreContract.DATE);
        store.tombstones().run();
        store.tombstones().run();
        collector.run(StoreContract.DATE);
    }

    private static PreparedMessage attached() {
        String text =
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n"
                        + "0123456789abcdef".repeat(600) + "\r\n--b--\r\n";
        return RoundTripContract.prepared(text.getBytes(StandardCharsets.US_ASCII));
    }
}
