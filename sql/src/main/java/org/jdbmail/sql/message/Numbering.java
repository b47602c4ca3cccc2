package org.jdbmail.sql.message;

import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Messages;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;

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
        raise(db, "{message_idnr_seq}", uids.high(uids.ranges() - 1));
        return true;
    }

    /** Lets a sequence go on above a number; other databases see to that by themselves. */
    private static void raise(Db db, String sequence, long number) {
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
        raise(db, "{mailbox_idnr_seq}", number);
        db.touch(mailboxId);
        return true;
    }
}
