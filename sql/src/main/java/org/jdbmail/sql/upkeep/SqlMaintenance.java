package org.jdbmail.sql.upkeep;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_AUTHLOG;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_PBSP;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_PHYSMESSAGE;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_REPLYCACHE;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_CONTENT;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_FACT;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUEUE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUEUE_RECIPIENT;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_SUMMARY;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_UPKEEP;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
import org.jdbmail.sql.jdbc.Utc;
import org.jdbmail.sql.message.Numbering;
import org.jdbmail.sql.schema.Facts;
import org.jdbmail.sql.transaction.Transactions;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The maintenance of a relational store. */
public final class SqlMaintenance implements Maintenance {
    /** Rows that are removed from a log in one transaction. */
    private static final int PRUNED = 2_000;

    private static final Condition SHOWN = DBMAIL_MESSAGES.STATUS.lt(DSL.inline((short) 2));

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
        return db.dsl()
                .select(JDBMAIL_FACT.SAID)
                .from(JDBMAIL_FACT)
                .where(JDBMAIL_FACT.NAME.eq(Facts.LAYOUT))
                .fetchOptional(JDBMAIL_FACT.SAID)
                .map(Facts::layout)
                .orElse(Layout.COMPACT);
    }

    @Override
    public Layouts layouts() {
        return transactions.read(db -> {
            long inCompact = count(db, JDBMAIL_CONTENT, DSL.noCondition());
            return new Layouts(written(db), inCompact, count(db, DBMAIL_PHYSMESSAGE, DSL.noCondition()) - inCompact);
        });
    }

    private static long count(Db db, Table<?> table, Condition which) {
        return db.dsl()
                .select(DSL.count().coerce(Long.class))
                .from(table)
                .where(which)
                .fetchSingle()
                .value1();
    }

    @Override
    public void chooseLayout(Layout layout) {
        transactions.write(db -> db.dsl()
                .update(JDBMAIL_FACT)
                .set(JDBMAIL_FACT.SAID, Facts.word(layout))
                .where(JDBMAIL_FACT.NAME.eq(Facts.LAYOUT))
                .execute());
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
        return transactions.read(db -> db.dsl()
                .selectFrom(DBMAIL_AUTHLOG)
                // What is not looked for is not in the statement either, so that each database finds the index for the
                // rest.
                .where(is(DBMAIL_AUTHLOG.USERID, search.login()))
                .and(is(DBMAIL_AUTHLOG.STATUS, search.status()))
                .and(is(DBMAIL_AUTHLOG.SERVICE, search.service()))
                .and(is(DBMAIL_AUTHLOG.SRC_IP, search.address()))
                .orderBy(order(search))
                .limit(Math.max(0, search.most()))
                .offset(Math.max(0, search.offset()))
                .fetch(row -> new LoginEntry(
                        text(row.getUserid()),
                        text(row.getService()),
                        text(row.getSrcIp()),
                        text(row.getStatus()),
                        instant(row.getLoginTime()),
                        instant(row.getLogoutTime()),
                        number(row.getBytesRx()),
                        number(row.getBytesTx()))));
    }

    private static List<OrderField<?>> order(LoginSearch search) {
        List<Field<?>> by = switch (search.order()) {
            case WHEN -> List.of(DBMAIL_AUTHLOG.ID);
            case LOGIN -> List.of(DBMAIL_AUTHLOG.USERID, DBMAIL_AUTHLOG.ID);
            case SERVICE -> List.of(DBMAIL_AUTHLOG.SERVICE, DBMAIL_AUTHLOG.ID);
            case ADDRESS -> List.of(DBMAIL_AUTHLOG.SRC_IP, DBMAIL_AUTHLOG.ID);
        };
        return by.stream()
                .<OrderField<?>>map(field -> search.isDescending() ? field.desc() : field.asc())
                .toList();
    }

    private static Condition is(Field<@Nullable String> column, String value) {
        return value.isEmpty() ? DSL.noCondition() : column.eq(value);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static long number(@Nullable Number value) {
        return value == null ? 0 : value.longValue();
    }

    private static Instant instant(@Nullable LocalDateTime column) {
        return column == null ? Instant.EPOCH : Utc.instant(column);
    }

    @Override
    public List<LoginCount> countLogins(LoginsBy by, Instant since) {
        return transactions.read(db -> {
            Field<String> what = switch (by) {
                case LOGIN -> DBMAIL_AUTHLOG.USERID;
                case ADDRESS -> DBMAIL_AUTHLOG.SRC_IP;
                case DAY -> DSL.field(db.dialect().dayOf("{0}"), String.class, DBMAIL_AUTHLOG.LOGIN_TIME);
            };
            return db.dsl()
                    .select(what, DSL.count(), DSL.count(DSL.when(DBMAIL_AUTHLOG.STATUS.eq(DSL.inline("failed")), 1)))
                    .from(DBMAIL_AUTHLOG)
                    .where(DBMAIL_AUTHLOG.LOGIN_TIME.ge(Utc.of(since)))
                    .groupBy(what)
                    .orderBy(by == LoginsBy.DAY ? what.asc() : DSL.count().desc())
                    .limit(100)
                    .fetch(row -> new LoginCount(text(row.value1()), row.value2(), row.value3()));
        });
    }

    @Override
    public long countOlder(Log log, Instant than) {
        TableField<?, LocalDateTime> time = time(log);
        return transactions.read(db -> count(db, time.getTable(), time.lt(Utc.of(than))));
    }

    @Override
    public long prune(Log log, Instant than) {
        TableField<?, LocalDateTime> time = time(log);
        Condition older = time.lt(Utc.of(than));
        if (log != Log.LOGINS) {
            // Small, and without a key of one column.
            return transactions.write(
                    db -> db.dsl().deleteFrom(time.getTable()).where(older).execute());
        }
        long removed = 0;
        while (true) {
            List<Long> some = transactions.read(db -> db.dsl()
                    .select(DBMAIL_AUTHLOG.ID)
                    .from(DBMAIL_AUTHLOG)
                    .where(older)
                    .orderBy(DBMAIL_AUTHLOG.ID)
                    .limit(PRUNED)
                    .fetch(DBMAIL_AUTHLOG.ID));
            if (some.isEmpty()) {
                return removed;
            }
            removed += transactions.write(db -> db.dsl()
                    .deleteFrom(DBMAIL_AUTHLOG)
                    .where(older)
                    .and(DBMAIL_AUTHLOG.ID.le(some.getLast()))
                    .execute());
        }
    }

    private static TableField<?, LocalDateTime> time(Log log) {
        return switch (log) {
            case REPLIES -> DBMAIL_REPLYCACHE.LASTSEEN;
            case ADDRESSES -> DBMAIL_PBSP.SINCE;
            case LOGINS -> DBMAIL_AUTHLOG.LOGIN_TIME;
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
        return transactions.read(db -> db.dsl()
                .select(DBMAIL_MESSAGES.MESSAGE_IDNR)
                .from(DBMAIL_MESSAGES)
                .join(DBMAIL_PHYSMESSAGE)
                .on(DBMAIL_PHYSMESSAGE.ID.eq(DBMAIL_MESSAGES.PHYSMESSAGE_ID))
                .where(DBMAIL_MESSAGES.MAILBOX_IDNR.eq(mailboxId))
                .and(SHOWN)
                .and(DBMAIL_MESSAGES.MESSAGE_IDNR.gt(afterUid))
                .and(DBMAIL_PHYSMESSAGE.INTERNAL_DATE.lt(Utc.of(before)))
                .orderBy(DBMAIL_MESSAGES.MESSAGE_IDNR)
                .limit(most)
                .fetch(DBMAIL_MESSAGES.MESSAGE_IDNR));
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
        return transactions.write(db -> UpkeepTask.claim(db, task, now, every) || UpkeepTask.begin(db, task, now));
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
            db.analyze(ANALYZED);
            return true;
        });
    }

    @Override
    public Sizes sizes() {
        return transactions.read(StoredSizes::of);
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
                    count(db, JDBMAIL_QUEUE_RECIPIENT, JDBMAIL_QUEUE_RECIPIENT.HELD.ne((short) 0)),
                    Optional.ofNullable(queued.value2()).map(Utc::instant));
        });
    }

    @Override
    public Verified verify(long after) {
        List<Long> ids = transactions.read(db -> db.dsl()
                .select(DBMAIL_PHYSMESSAGE.ID)
                .from(DBMAIL_PHYSMESSAGE)
                .where(DBMAIL_PHYSMESSAGE.ID.gt(after))
                .orderBy(DBMAIL_PHYSMESSAGE.ID)
                .limit(VERIFIED)
                .fetch(DBMAIL_PHYSMESSAGE.ID));
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
            long size = transactions.read(db -> db.dsl()
                    .select(JDBMAIL_SUMMARY.SIZE)
                    .from(JDBMAIL_SUMMARY)
                    .where(JDBMAIL_SUMMARY.PHYSMESSAGE_ID.eq(id))
                    .fetchOptional(JDBMAIL_SUMMARY.SIZE)
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
        return transactions.read(db -> db.dsl()
                .fetchExists(
                        DBMAIL_MESSAGES, DBMAIL_MESSAGES.PHYSMESSAGE_ID.eq(id).and(SHOWN)));
    }

    @Override
    public TableRows tables() {
        return new SqlTableRows(transactions);
    }
}
