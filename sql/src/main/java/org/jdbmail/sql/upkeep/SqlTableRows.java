package org.jdbmail.sql.upkeep;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_PHYSMESSAGE;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_FACT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.TableRows;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.message.Numbering;
import org.jdbmail.sql.transaction.Transactions;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.InsertValuesStepN;
import org.jooq.Record;
import org.jooq.Table;

/** Rows of all tables but those of messages, through jOOQ's model of them: a table that is added later takes part by itself. */
final class SqlTableRows implements TableRows {
    /** Name of what is noted. */
    private static final String NOTE = "restore";

    /** Parameters in one statement. */
    private static final int PARAMETERS = 800;

    private final Transactions transactions;

    SqlTableRows(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Rows read() {
        return transactions.read(db -> {
            Map<String, List<Map<String, String>>> all = new LinkedHashMap<>();
            Set<String> gone = new HashSet<>();
            for (Table<?> table : TableModel.KEPT) {
                List<Map<String, String>> rows = new ArrayList<>();
                for (Record record : db.dsl().selectFrom(table).fetch()) {
                    rows.add(RowText.of(table, record));
                }
                if (table.getName().equals(MAILBOXES)) {
                    // Those that are being removed are nobody's.
                    rows.stream()
                            .filter(row -> "2".equals(row.get("no_select")))
                            .forEach(row -> gone.add(row.getOrDefault("mailbox_idnr", "")));
                }
                rows.removeIf(row -> refersTo(table, MAILBOXES, row, gone)
                        || table.getName().equals(MAILBOXES) && gone.contains(row.get("mailbox_idnr")));
                all.put(table.getName(), rows);
            }
            return new Rows(all);
        });
    }

    private static boolean refersTo(Table<?> table, String other, Map<String, String> row, Set<String> keys) {
        return columns(table, other).stream().anyMatch(column -> keys.contains(row.get(column)));
    }

    /** The columns by which a table refers to another. */
    private static List<String> columns(Table<?> table, String other) {
        List<String> columns = new ArrayList<>();
        for (ForeignKey<?, ?> key : table.getReferences()) {
            if (key.getKey().getTable().getName().equals(other)) {
                columns.add(key.getFields().getFirst().getName());
            }
        }
        return columns;
    }

    @Override
    public boolean isNew() {
        return transactions.read(SqlTableRows::isNew);
    }

    private static boolean isNew(Db db) {
        return !db.dsl().fetchExists(DBMAIL_MAILBOXES)
                && !db.dsl().fetchExists(DBMAIL_PHYSMESSAGE)
                && db.dsl().fetchCount(DBMAIL_USERS) <= 3;
    }

    @Override
    public void write(Rows rows, String note) {
        transactions.write(db -> {
            if (!isNew(db)) {
                throw new Refusal(Reason.ALREADY_EXISTS, "the store is not new: it has accounts, or mail");
            }
            for (Table<?> table : TableModel.KEPT.reversed()) {
                db.dsl().deleteFrom(table).execute();
            }
            for (Table<?> table : TableModel.KEPT) {
                if (!TableModel.isOfMessages(table)) {
                    insert(db, table, rows.of(table.getName()), false);
                    Numbering.continueAboveAll(db, table);
                }
            }
            forget(db);
            db.dsl()
                    .insertInto(JDBMAIL_FACT, JDBMAIL_FACT.NAME, JDBMAIL_FACT.SAID)
                    .values(NOTE, note)
                    .execute();
            return true;
        });
    }

    @Override
    public Optional<String> note() {
        return transactions.read(db -> db.dsl()
                .select(JDBMAIL_FACT.SAID)
                .from(JDBMAIL_FACT)
                .where(JDBMAIL_FACT.NAME.eq(NOTE))
                .fetchOptional(JDBMAIL_FACT.SAID));
    }

    private static void forget(Db db) {
        forget(db, NOTE);
    }

    /** Whether it was there. */
    private static boolean forget(Db db, String name) {
        return db.dsl()
                        .deleteFrom(JDBMAIL_FACT)
                        .where(JDBMAIL_FACT.NAME.eq(name))
                        .execute()
                > 0;
    }

    /** The name of what is noted of an account. */
    private static String note(long account) {
        return NOTE + " " + account;
    }

    @Override
    public void begin(long account, String login) {
        transactions.write(db -> {
            forget(db, note(account));
            return db.dsl()
                    .insertInto(JDBMAIL_FACT, JDBMAIL_FACT.NAME, JDBMAIL_FACT.SAID)
                    .values(note(account), login)
                    .execute();
        });
    }

    @Override
    public boolean isBegun(long account, String login) {
        return transactions.read(db ->
                db.dsl().fetchExists(JDBMAIL_FACT, JDBMAIL_FACT.NAME.eq(note(account)), JDBMAIL_FACT.SAID.eq(login)));
    }

    @Override
    public void finish(Rows rows) {
        transactions.write(db -> {
            for (Table<?> table : TableModel.KEPT) {
                if (TableModel.isOfMessages(table)) {
                    insert(db, table, present(db, table, rows.of(table.getName())), true);
                }
            }
            forget(db);
            return true;
        });
    }

    /** Those whose messages are there. */
    private static List<Map<String, String>> present(Db db, Table<?> table, List<Map<String, String>> rows) {
        List<String> columns = columns(table, "dbmail_messages");
        Set<Long> asked = new TreeSet<>();
        rows.forEach(row -> columns.forEach(column -> asked.add(number(row, column))));
        Set<Long> there = new HashSet<>();
        for (List<Long> chunk : UidCondition.chunks(asked, PARAMETERS)) {
            there.addAll(db.dsl()
                    .select(DBMAIL_MESSAGES.MESSAGE_IDNR)
                    .from(DBMAIL_MESSAGES)
                    .where(db.among(DBMAIL_MESSAGES.MESSAGE_IDNR, chunk))
                    .fetch(DBMAIL_MESSAGES.MESSAGE_IDNR));
        }
        return rows.stream()
                .filter(row -> columns.stream().allMatch(column -> there.contains(number(row, column))))
                .toList();
    }

    @Override
    public void continueAbove(long uid, long physId) {
        transactions.write(db -> {
            Numbering.continueAbove(db, "{message_idnr_seq}", uid);
            Numbering.continueAbove(db, "{physmessage_id_seq}", physId);
            return true;
        });
    }

    @Override
    public void add(Rows rows, long account, Map<Long, Long> users, Map<Long, Long> mailboxes) {
        transactions.write(db -> {
            // Of two that bring back the same account one does this: not every table would keep the rows of both apart.
            if (!forget(db, note(account))) {
                return false;
            }
            for (Table<?> table : TableModel.KEPT) {
                boolean isTheirOwn = table.getName().equals(USERS)
                        || table.getName().equals(MAILBOXES)
                        || TableModel.isOfMessages(table)
                        || table.getReferences().isEmpty();
                if (!isTheirOwn) {
                    insert(db, table, adapted(table, rows, account, users, mailboxes), true);
                }
            }
            return true;
        });
    }

    /** The rows that are an account's, as they are to be now; those that refer to something that isn't here are left out. */
    private static List<Map<String, String>> adapted(
            Table<?> table, Rows rows, long account, Map<Long, Long> users, Map<Long, Long> mailboxes) {
        List<String> ofUsers = columns(table, USERS);
        List<String> ofMailboxes = columns(table, MAILBOXES);
        if (ofUsers.size() + ofMailboxes.size() < table.getReferences().size()) {
            return List.of();
        }
        List<Map<String, String>> adapted = new ArrayList<>();
        for (Map<String, String> row : rows.of(table.getName())) {
            boolean isInMailbox = ofMailboxes.stream().anyMatch(row::containsKey);
            boolean isOwn = isInMailbox
                    ? ofMailboxes.stream().allMatch(column -> mailboxes.containsKey(number(row, column)))
                    : ofUsers.stream().anyMatch(column -> number(row, column) == account);
            Map<String, String> copy = new HashMap<>(row);
            isOwn &= replace(copy, ofUsers, users) && replace(copy, ofMailboxes, mailboxes);
            if (isOwn) {
                TableModel.generated(table).ifPresent(copy::remove);
                adapted.add(copy);
            }
        }
        return adapted;
    }

    private static long number(Map<String, String> row, String column) {
        return Long.parseLong(row.getOrDefault(column, "0"));
    }

    private static boolean replace(Map<String, String> row, List<String> columns, Map<Long, Long> numbers) {
        for (String column : columns) {
            Long now = numbers.get(number(row, column));
            if (now == null && row.containsKey(column)) {
                return false;
            }
            if (now != null) {
                row.put(column, Long.toString(now));
            }
        }
        return true;
    }

    private static void insert(Db db, Table<?> table, List<Map<String, String>> rows, boolean unlessThere) {
        if (rows.isEmpty()) {
            return;
        }
        Optional<String> generated =
                TableModel.generated(table).filter(column -> !rows.getFirst().containsKey(column));
        List<Field<?>> fields = new ArrayList<>();
        for (Field<?> field : table.fields()) {
            if (generated.filter(field.getName()::equals).isEmpty()) {
                fields.add(field);
            }
        }
        int chunk = Math.max(1, PARAMETERS / fields.size());
        for (int from = 0; from < rows.size(); from += chunk) {
            InsertValuesStepN<?> insert = db.dsl().insertInto(table, fields);
            for (Map<String, String> row : rows.subList(from, Math.min(rows.size(), from + chunk))) {
                insert = insert.values(fields.stream()
                        .map(field -> RowText.value(field, row.get(field.getName())))
                        .toArray());
            }
            if (unlessThere) {
                insert.onConflictDoNothing().execute();
            } else {
                Objects.requireNonNull(insert).execute();
            }
        }
    }
}
