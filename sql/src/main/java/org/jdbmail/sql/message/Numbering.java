package org.jdbmail.sql.message;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Messages;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Numbers that are not the database's next one: of messages and mailboxes that bring theirs along. What is about sequences is
 * written by hand: jOOQ's model has none.
 */
public final class Numbering {
    private Numbering() {}

    /** Keeps UIDs, so that nobody else is given one; false if one of them is taken. */
    public static boolean reserve(Db db, NumberSet uids) {
        // Who has drawn a number holds this table until its commit: then all that are drawn later are higher.
        db.dialect().numbersLock("{messages}").ifPresent(db::update);
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
        if (db.dialect().hasSequences()) {
            db.list(
                    "SELECT setval('" + sequence + "', greatest(last_value, ?)) FROM " + sequence,
                    row -> row.getLong(1),
                    number);
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
        boolean isTaken = db.dsl().fetchExists(DBMAIL_MAILBOXES, DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(number));
        if (!isNew || isTaken) {
            return false;
        }
        // MySQL's counter is raised by rows that are inserted, and not by rows that change.
        db.dsl()
                .insertInto(
                        DBMAIL_MAILBOXES,
                        DBMAIL_MAILBOXES.MAILBOX_IDNR,
                        DBMAIL_MAILBOXES.OWNER_IDNR,
                        DBMAIL_MAILBOXES.NAME)
                .select(DSL.select(DSL.val(number), DBMAIL_MAILBOXES.OWNER_IDNR, DSL.val("renumbered " + number))
                        .from(DBMAIL_MAILBOXES)
                        .where(DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(mailboxId)))
                .execute();
        db.dsl()
                .deleteFrom(DBMAIL_MAILBOXES)
                .where(DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(number))
                .execute();
        // All that refers to it follows by its foreign key.
        db.dsl()
                .update(DBMAIL_MAILBOXES)
                .set(DBMAIL_MAILBOXES.MAILBOX_IDNR, number)
                .where(DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(mailboxId))
                .execute();
        continueAbove(db, "{mailbox_idnr_seq}", number);
        db.touch(mailboxId);
        return true;
    }

    /** Lets the numbers of a table that has its own go on above those that are there. */
    public static void continueAboveAll(Db db, Table<?> table) {
        if (!db.dialect().hasSequences() || table.getPrimaryKey() == null) {
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
