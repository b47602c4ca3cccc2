package org.jdbmail.sql.message;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Messages;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Dialect;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jooq.Table;
import org.jooq.TableField;

/** Numbers that are not the database's next one: of messages and mailboxes that bring theirs along. */
public final class Numbering {
    private Numbering() {}

    /** Keeps UIDs, so that nobody else is given one; false if one of them is taken. */
    public static boolean reserve(Db db, NumberSet uids) {
        switch (db.dialect()) {
            // Who has drawn a number holds this table until its commit: then all that are drawn later are higher.
            case POSTGRESQL -> db.update("LOCK TABLE {messages} IN SHARE ROW EXCLUSIVE MODE");
            // A number that is inserted raises the counter, and none is drawn long before its row is there.
            case MYSQL, SQLITE -> {}
        }
        for (UidCondition condition : UidCondition.of("message_idnr", uids)) {
            long[] found = new long[1];
            db.each("SELECT count(*) FROM {messages} WHERE ", condition, "", row -> found[0] = row.getLong(1));
            if (found[0] > 0) {
                return false;
            }
        }
        continueAbove(db, "{message_idnr_seq}", uids.high(uids.ranges() - 1));
        return true;
    }

    /** Lets a sequence go on above a number; other databases see to that by themselves. */
    public static void continueAbove(Db db, String sequence, long number) {
        switch (db.dialect()) {
            case POSTGRESQL ->
                db.list(
                        "SELECT setval('" + sequence + "', greatest(last_value, ?)) FROM " + sequence,
                        row -> row.getLong(1),
                        number);
            case MYSQL, SQLITE -> {}
        }
    }

    /** Gives a mailbox that never had a message another number; false if it had one, or the number is taken. */
    public static boolean renumber(Db db, long mailboxId, long number) {
        MailboxRow mailbox = new MailboxRow(db);
        mailbox.lock(mailboxId);
        boolean isNew = mailbox.state(mailboxId)
                .map(Messages.State::uidNext)
                .filter(next -> next == 1)
                .isPresent();
        boolean isTaken = db.first("SELECT 1 FROM {mailboxes} WHERE mailbox_idnr = ?", row -> row.getInt(1), number)
                .isPresent();
        if (!isNew || isTaken) {
            return false;
        }
        // MySQL's counter is raised by rows that are inserted, and not by rows that change.
        db.update(
                "INSERT INTO {mailboxes} (mailbox_idnr, owner_idnr, name) SELECT ?, owner_idnr, ? FROM {mailboxes}"
                        + " WHERE mailbox_idnr = ?",
                number,
                "renumbered " + number,
                mailboxId);
        db.update("DELETE FROM {mailboxes} WHERE mailbox_idnr = ?", number);
        // All that refers to it follows by its foreign key.
        db.update("UPDATE {mailboxes} SET mailbox_idnr = ? WHERE mailbox_idnr = ?", number, mailboxId);
        continueAbove(db, "{mailbox_idnr_seq}", number);
        db.touch(mailboxId);
        return true;
    }

    /** Lets the numbers of a table that has its own go on above those that are there. */
    public static void continueAboveAll(Db db, Table<?> table) {
        if (db.dialect() != Dialect.POSTGRESQL || table.getPrimaryKey() == null) {
            return;
        }
        for (TableField<?, ?> field : table.getPrimaryKey().getFields()) {
            String name = table.getName().startsWith("jdbmail_")
                    ? "{+" + table.getName().substring("jdbmail_".length()) + "}"
                    : "{" + table.getName().substring("dbmail_".length()) + "}";
            for (String sequence : sequences(db, name, field.getName())) {
                db.eachOnce(
                        "SELECT setval('" + sequence + "', greatest((SELECT last_value FROM " + sequence
                                + "), coalesce((SELECT max(" + field.getName() + ") FROM " + name + "), 1)))",
                        row -> {});
            }
        }
    }

    /** The sequence that a column's numbers come from, if they do: its own, or that of its default. */
    private static List<String> sequences(Db db, String table, String column) {
        List<String> sequences = new ArrayList<>();
        db.eachOnce(
                "SELECT coalesce(pg_get_serial_sequence('" + table + "', '" + column + "'),"
                        + " substring(pg_get_expr(d.adbin, d.adrelid) from '''([^'']+)'''))"
                        + " FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                        + " WHERE a.attrelid = '" + table + "'::regclass AND a.attname = '" + column + "'",
                row -> {
                    String sequence = row.getString(1);
                    if (sequence != null) {
                        sequences.add(sequence);
                    }
                });
        return sequences;
    }
}
