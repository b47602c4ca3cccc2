package org.jdbmail.sql.delivery;

import java.util.List;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.sql.content.ContentRows;
import org.jdbmail.sql.content.SummaryRows;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.message.MessageRows;
import org.jspecify.annotations.Nullable;

/**
 * The usual delivery on MariaDB: one message without shared blobs to one mailbox, in one compound statement and one round trip,
 * its transaction included. It takes the same steps as {@link StepwiseDelivery}, with the ids that the database gives in
 * variables of the statement.
 *
 * <p>If a step fails, the transaction stays open until {@link org.jdbmail.sql.transaction.Transactions#writeOnce} rolls it
 * back.
 *
 * <p>Parameters stand only inside of its SQL statements: MariaDB refuses them in {@code SET} and {@code IF}.
 *
 * <p>By hand: it is what {@code ./x bench --only lmtp} measures with one session.
 */
final class CompoundDelivery {
    private static final String STATEMENT = """
            BEGIN NOT ATOMIC
              DECLARE modseq, phys, uid BIGINT DEFAULT 0;
              SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
              START TRANSACTION;
              UPDATE {mailboxes} SET seq = last_insert_id(seq + 1) WHERE mailbox_idnr = ? AND no_select = 0;
              IF row_count() > 0 THEN
                SET modseq = last_insert_id();
                UPDATE {users} SET curmail_size = curmail_size + ?
                WHERE user_idnr = ? AND (maxmail_size = 0 OR curmail_size + ? <= maxmail_size);
                IF row_count() > 0 THEN
                  INSERT INTO {physmessage} (%s) VALUES (%s);
                  SET phys = last_insert_id();
                  INSERT INTO {+content} (%s) VALUES (phys, %s, 0);
                  INSERT INTO {+summary} (physmessage_id, %s)
                  VALUES (phys, %s);
                  INSERT INTO {messages} (%s)
                  VALUES (?, phys, %s, 0, modseq);
                  SET uid = last_insert_id();
                END IF;
              END IF;
              IF uid > 0 THEN
                COMMIT;
              ELSE
                ROLLBACK;
              END IF;
              SELECT modseq, uid, phys;
            END""".formatted(
                    ContentRows.PHYSICAL_COLUMNS,
                    ContentRows.PHYSICAL_PARAMETERS,
                    ContentRows.COLUMNS,
                    ContentRows.BYTES_PARAMETERS,
                    SummaryRows.COLUMNS,
                    SummaryRows.PARAMETERS,
                    MessageRows.COLUMNS,
                    MessageRows.STATE_PARAMETERS);

    private final Db db;

    CompoundDelivery(Db db) {
        this.db = db;
    }

    Delivered deliver(PlainDelivery delivery) {
        long mailboxId = delivery.destination().mailboxId();
        List<@Nullable Object> values = delivery.values();
        values.add(values.size() - MessageRows.STATE, mailboxId);
        long[] row = db.compound(
                STATEMENT,
                found -> new long[] {found.getLong(1), found.getLong(2), found.getLong(3)},
                values.toArray());
        if (row[0] == 0) {
            return new Delivered.Refused(Refusals.noMailbox());
        }
        if (row[1] == 0) {
            return new Delivered.Refused(
                    Refusals.notCharged(db, delivery.destination().chargedUserId()));
        }
        db.touch(mailboxId);
        return new Delivered.Stored(row[1], row[0], row[2]);
    }
}
