package org.jdbmail.sql.upkeep;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUEUE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_UPKEEP;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.TableRows;
import org.jdbmail.core.store.Totals;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.account.AccountImport;
import org.jdbmail.sql.account.SqlMailboxes;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.content.LayoutConverter;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.message.Numbering;
import org.jdbmail.sql.schema.Facts;
import org.jdbmail.sql.transaction.Transactions;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The maintenance of a relational store. */
public final class SqlMaintenance implements Maintenance {
    /** Rows that are removed from a log in one transaction. */
    private static final int PRUNED = 2_000;

    /** Messages that are verified in one go. */
    private static final int VERIFIED = 20;

    private static final List<String> ANALYZED = List.of(
            "{messages}",
            "{physmessage}",
            "{mailboxes}",
            "{users}",
            "{aliases}",
            "{mimeparts}",
            "{partlists}",
            "{header}",
            "{headervalue}",
            "{+content}",
            "{+content_piece}",
            "{+blob}",
            "{+summary}");

    private final Transactions transactions;
    private final ContentLayout compact;
    private final ContentLayout parts;
    private final Checks checks;

    /**
     * The maintenance of one store.
     *
     * @param digest by which DBMail's layout finds parts again
     * @param undelete how long what was expunged can be had back
     */
    public SqlMaintenance(
            Transactions transactions,
            ContentLayout compact,
            ContentLayout parts,
            TextDigest digest,
            Duration undelete) {
        this.transactions = transactions;
        this.compact = compact;
        this.parts = parts;
        this.checks = new Checks(
                transactions,
                new Collector(transactions, Duration.ZERO),
                new Tombstones(transactions, undelete),
                parts,
                new LayoutConverter(transactions, parts, parts),
                digest);
    }

    /** How new messages are written by programs that are not told otherwise. */
    public static Layout written(Db db) {
        return db.first("SELECT said FROM {+fact} WHERE name = '" + Facts.LAYOUT + "'", row -> row.getString(1))
                .map(Facts::layout)
                .orElse(Layout.COMPACT);
    }

    @Override
    public Layouts layouts() {
        return transactions.read(db -> {
            long inCompact = number(db, "SELECT count(*) FROM {+content}");
            return new Layouts(written(db), inCompact, number(db, "SELECT count(*) FROM {physmessage}") - inCompact);
        });
    }

    private static long number(Db db, String query) {
        return db.first(query, row -> row.getLong(1)).orElse(0L);
    }

    @Override
    public void chooseLayout(Layout layout) {
        transactions.write(
                db -> db.update("UPDATE {+fact} SET said = ? WHERE name = '" + Facts.LAYOUT + "'", Facts.word(layout)));
    }

    @Override
    public Converted convert(Layout target, long after) {
        LayoutConverter converter = switch (target) {
            case COMPACT -> new LayoutConverter(transactions, parts, compact);
            case PARTS -> new LayoutConverter(transactions, compact, parts);
        };
        LayoutConverter.Progress progress = converter.convert(after);
        return new Converted(progress.last(), progress.looked(), progress.moved(), List.copyOf(progress.stuck()));
    }

    @Override
    public long count(Check check) {
        return checks.count(check);
    }

    @Override
    public long mend(Check check, long most, LongConsumer step) {
        return checks.mend(check, most, step);
    }

    @Override
    public List<LoginEntry> logins(LoginSearch search) {
        List<Object> values = new ArrayList<>();
        StringBuilder wanted = new StringBuilder(" WHERE 1 = 1");
        // What is not looked for is not in the statement either, so that each database finds the index for the rest.
        and(wanted, values, "userid", search.login());
        and(wanted, values, "status", search.status());
        and(wanted, values, "service", search.service());
        and(wanted, values, "src_ip", search.address());
        return transactions.read(db -> db.list(
                "SELECT userid, service, src_ip, status, " + db.dialect().epoch("login_time") + ", "
                        + db.dialect().epoch("logout_time") + ", bytes_rx, bytes_tx FROM {authlog}"
                        + wanted + " ORDER BY id DESC LIMIT " + Math.max(0, search.most()) + " OFFSET "
                        + Math.max(0, search.offset()),
                row -> new LoginEntry(
                        text(row.getString(1)),
                        text(row.getString(2)),
                        text(row.getString(3)),
                        text(row.getString(4)),
                        Instant.ofEpochSecond(row.getLong(5)),
                        Instant.ofEpochSecond(row.getLong(6)),
                        row.getLong(7),
                        row.getLong(8)),
                values.toArray()));
    }

    private static void and(StringBuilder wanted, List<Object> values, String column, String value) {
        if (!value.isEmpty()) {
            wanted.append(" AND ").append(column).append(" = ?");
            values.add(value);
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    @Override
    public List<LoginCount> countLogins(LoginsBy by, Instant since) {
        return transactions.read(db -> {
            String what = switch (by) {
                case LOGIN -> "userid";
                case ADDRESS -> "src_ip";
                case DAY ->
                    switch (db.dialect()) {
                        case SQLITE -> "substr(login_time, 1, 10)";
                        case POSTGRESQL, MYSQL -> "CAST(CAST(login_time AS date) AS char(10))";
                    };
            };
            return db.list(
                    "SELECT " + what + " AS what, count(*) AS times, sum(CASE WHEN status = 'failed' THEN 1 ELSE 0 END)"
                            + " FROM {authlog} WHERE login_time >= ? GROUP BY " + what + " ORDER BY "
                            + (by == LoginsBy.DAY ? "what" : "times DESC") + " LIMIT 100",
                    row -> new LoginCount(text(row.getString(1)), row.getLong(2), row.getLong(3)),
                    since);
        });
    }

    @Override
    public long countOlder(Log log, Instant than) {
        return transactions.read(db -> db.first("SELECT count(*) FROM " + older(log), row -> row.getLong(1), than)
                .orElse(0L));
    }

    @Override
    public long prune(Log log, Instant than) {
        String delete = "DELETE FROM " + older(log);
        if (log != Log.LOGINS) {
            return transactions.write(db -> db.update(delete, than)); // small, and without a key of one column
        }
        long removed = 0;
        while (true) {
            long last = transactions.read(db -> db.first(
                            "SELECT max(id) FROM (SELECT id FROM " + older(log) + " ORDER BY id LIMIT " + PRUNED
                                    + ") x",
                            row -> row.getLong(1),
                            than)
                    .orElse(0L));
            if (last == 0) {
                return removed;
            }
            removed += transactions.write(db -> db.update(delete + " AND id <= ?", than, last));
        }
    }

    private static String older(Log log) {
        return switch (log) {
            case REPLIES -> "{replycache} WHERE lastseen < ?";
            case ADDRESSES -> "{pbsp} WHERE since < ?";
            case LOGINS -> "{authlog} WHERE login_time < ?";
        };
    }

    @Override
    public void addAccounts(List<NewAccount> accounts) {
        transactions.write(db -> {
            AccountImport.run(db, accounts);
            return accounts.size();
        });
    }

    @Override
    public List<Mailbox> mailboxesNamed(String name) {
        return transactions.read(db -> new SqlMailboxes(db, () -> {}).named(name));
    }

    @Override
    public List<Long> older(long mailboxId, Instant before, long afterUid, int most) {
        return transactions.read(db -> db.list("""
                SELECT m.message_idnr FROM {messages} m JOIN {physmessage} p ON p.id = m.physmessage_id
                WHERE m.mailbox_idnr = ? AND m.status < 2 AND m.message_idnr > ? AND p.internal_date < ?
                ORDER BY m.message_idnr LIMIT\s""" + most, row -> row.getLong(1), mailboxId, afterUid, before));
    }

    @Override
    public boolean reserveUids(NumberSet uids) {
        return uids.isEmpty()
                || uids.high(uids.ranges() - 1) <= LARGEST_NUMBER
                        && transactions.write(db -> Numbering.reserve(db, uids));
    }

    @Override
    public boolean renumberMailbox(long mailboxId, long number) {
        return number > 0
                && number <= Integer.MAX_VALUE
                && transactions.write(db -> Numbering.renumber(db, mailboxId, number));
    }

    @Override
    public boolean claim(String task, Instant now, Duration every) {
        return transactions.write(db ->
                db.update("UPDATE {+upkeep} SET done = ? WHERE task = ? AND done <= ?", now, task, now.minus(every)) > 0
                        || db.update(
                                        db.dialect().insertIgnore() + " {+upkeep} (task, done) VALUES (?, ?)"
                                                + db.dialect().orIgnore(),
                                        task,
                                        now)
                                > 0);
    }

    @Override
    public Map<String, Instant> tasks() {
        return transactions.read(db -> {
            Map<String, Instant> tasks = new TreeMap<>();
            db.dsl()
                    .select(JDBMAIL_UPKEEP.TASK, JDBMAIL_UPKEEP.DONE)
                    .from(JDBMAIL_UPKEEP)
                    .forEach(row -> tasks.put(row.value1(), row.value2().toInstant(ZoneOffset.UTC)));
            return tasks;
        });
    }

    @Override
    public void analyze() {
        transactions.write(db -> {
            switch (db.dialect()) {
                case POSTGRESQL -> db.updateOnce("ANALYZE " + String.join(", ", ANALYZED));
                case MYSQL -> db.list("ANALYZE TABLE " + String.join(", ", ANALYZED), row -> row.getString(1));
                case SQLITE -> db.updateOnce("ANALYZE");
            }
            return true;
        });
    }

    @Override
    public Sizes sizes() {
        return transactions.read(db -> {
            long[] shown = db.first("""
                            SELECT count(*), coalesce(sum(p.messagesize), 0) FROM {messages} m
                            JOIN {physmessage} p ON p.id = m.physmessage_id WHERE m.status < 2""", row -> new long[] {row.getLong(1), row.getLong(2)})
                    .orElseThrow();
            long[] stored = db.first("SELECT count(*), coalesce(sum(messagesize), 0) FROM {physmessage}", row ->
                            new long[] {row.getLong(1), row.getLong(2)})
                    .orElseThrow();
            return new Sizes(
                    shown[0],
                    shown[1],
                    number(db, "SELECT count(*) FROM {messages} WHERE status > 1"),
                    stored[0],
                    stored[1],
                    number(db, "SELECT count(*) FROM {+blob}") + number(db, "SELECT count(*) FROM {mimeparts}"),
                    number(db, "SELECT coalesce(sum(size), 0) FROM {+blob}")
                            + number(db, "SELECT coalesce(sum(size), 0) FROM {mimeparts}"),
                    number(db, "SELECT count(*) FROM {+content_piece}")
                            + number(db, "SELECT count(*) FROM {partlists}"),
                    number(
                                    db,
                                    "SELECT coalesce(sum(b.size), 0) FROM {+content_piece} c JOIN {+blob} b ON b.id = c.blob_id")
                            + number(
                                    db,
                                    "SELECT coalesce(sum(b.size), 0) FROM {partlists} c JOIN {mimeparts} b"
                                            + " ON b.id = c.part_id"));
        });
    }

    @Override
    public Totals totals() {
        return transactions.read(db -> {
            var accounts = db.dsl()
                    .select(
                            DSL.count(),
                            DSL.sum(DBMAIL_USERS.CURMAIL_SIZE),
                            DSL.count(DSL.when(
                                    DBMAIL_USERS
                                            .MAXMAIL_SIZE
                                            .gt(0L)
                                            .and(DBMAIL_USERS.CURMAIL_SIZE.ge(DBMAIL_USERS.MAXMAIL_SIZE.minus(
                                                    DBMAIL_USERS.MAXMAIL_SIZE.div(10L)))),
                                    1)))
                    .from(DBMAIL_USERS)
                    .where(DBMAIL_USERS.USERID.notIn(User.INTERNAL_DELIVERY, User.ANYONE, User.PUBLIC))
                    .fetchSingle();
            var queued = db.dsl()
                    .select(DSL.count(), DSL.min(JDBMAIL_QUEUE.CREATED))
                    .from(JDBMAIL_QUEUE)
                    .fetchSingle();
            return new Totals(
                    accounts.value1(),
                    Optional.ofNullable(accounts.value2())
                            .map(BigDecimal::longValue)
                            .orElse(0L),
                    accounts.value3(),
                    queued.value1(),
                    number(db, "SELECT count(*) FROM {+queue_recipient} WHERE held <> 0"),
                    Optional.ofNullable(queued.value2()).map(time -> time.toInstant(ZoneOffset.UTC)));
        });
    }

    @Override
    public Verified verify(long after) {
        List<Long> ids = transactions.read(db -> db.list(
                "SELECT id FROM {physmessage} WHERE id > ? ORDER BY id LIMIT " + VERIFIED,
                row -> row.getLong(1),
                after));
        if (ids.isEmpty()) {
            return new Verified(after, 0, List.of());
        }
        List<Damage> damaged = new ArrayList<>();
        for (Long id : ids) {
            String wrong = verified(id);
            if (!wrong.isEmpty() && isShown(id)) {
                damaged.add(new Damage(id, wrong));
            }
        }
        return new Verified(ids.getLast(), ids.size(), List.copyOf(damaged));
    }

    /** What is wrong with a message; empty if it is whole. */
    private String verified(long id) {
        try {
            Map<Long, MessageBytes> found = new HashMap<>();
            found.putAll(transactions.read(db -> compact.read(db, List.of(id))));
            if (found.isEmpty()) {
                found.putAll(transactions.read(db -> parts.read(db, List.of(id))));
            }
            MessageBytes message = found.get(id);
            if (message == null) {
                return "it has no content";
            }
            message.slice(0, message.size());
            long size = transactions.read(
                    db -> db.first("SELECT size FROM {+summary} WHERE physmessage_id = ?", row -> row.getLong(1), id)
                            .orElse(-1L));
            return size >= 0 && size != message.size()
                    ? "it has " + message.size() + " octets, its summary says " + size
                    : "";
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.UNAVAILABLE) {
                throw refusal;
            }
            return refusal.text();
        }
    }

    /** Somebody may have expunged it, and the collector taken it away, while it was read. */
    private boolean isShown(long id) {
        return transactions.read(db -> db.first(
                        "SELECT 1 FROM {messages} WHERE physmessage_id = ? AND status < 2 LIMIT 1", row -> true, id)
                .isPresent());
    }

    @Override
    public TableRows tables() {
        return new SqlTableRows(transactions);
    }
}
