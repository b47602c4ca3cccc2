package org.jdbmail.sql.queue;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUEUE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUEUE_RECIPIENT;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Settlement;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Puts mail into the queue, and takes out what is over: both within a delivery's transaction.
 *
 * <p>By hand: what is put into the queue is part of a delivery; the rest is by jOOQ.
 */
public final class QueueRows {
    private static final String MESSAGE =
            "INSERT INTO {+queue} (physmessage_id, created, origin, sender, skipped, added,"
                    + " body, utf8, ret, envelope_id, due, due_returns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String RECIPIENT = "INSERT INTO {+queue_recipient} (queue_id, target, original, notify, held,"
            + " attempts, next_attempt, warned) VALUES (?, ?, ?, ?, ?, 0, ?, 0)";

    /** Characters of a reply that are kept. */
    private static final int LONGEST_REPLY = 1000;

    private static final int LONGEST_ORIGIN = 64;

    private QueueRows() {}

    /** Puts mail into the queue, due at once unless it is held. */
    public static void insert(Db db, Outgoing mail, long physId, Instant now) {
        MailParameters parameters = mail.parameters();
        Outgoing.Due due = mail.due();
        long id = db.insert(
                MESSAGE,
                "id",
                physId,
                now,
                cut(mail.origin(), LONGEST_ORIGIN),
                mail.sender().plain(),
                mail.skipped(),
                mail.prefix(),
                Codes.of(parameters.body()),
                parameters.utf8() ? 1 : 0,
                Codes.of(parameters.returned()),
                parameters.envelopeId(),
                due == null ? null : due.by(),
                due != null && due.isReturned() ? 1 : 0);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (OutgoingRecipient recipient : mail.recipients()) {
            rows.add(new @Nullable Object[] {
                id,
                recipient.target().stored(),
                Codes.original(recipient.parameters()),
                Codes.notify(recipient.parameters()),
                mail.isHeld() ? 1 : 0,
                now
            });
        }
        db.batch(RECIPIENT, rows);
    }

    /** Whether the lease that a settlement speaks of is still there; it can't be lost any more then. */
    public static boolean isLeased(Db db, Settlement settlement) {
        return db.dsl()
                        .update(JDBMAIL_QUEUE_RECIPIENT)
                        .set(JDBMAIL_QUEUE_RECIPIENT.LEASE_OWNER, settlement.owner())
                        .where(JDBMAIL_QUEUE_RECIPIENT.ID.eq(settlement.recipientId()))
                        .and(JDBMAIL_QUEUE_RECIPIENT.LEASE_OWNER.eq(settlement.owner()))
                        .execute()
                > 0;
    }

    /** Notes what came of an attempt. */
    public static void settle(Db db, Settlement settlement) {
        switch (settlement.result()) {
            case Settlement.Over() -> remove(db, settlement.recipientId());
            case Settlement.Later(Instant next, String reply, boolean isWarned) ->
                db.dsl()
                        .update(JDBMAIL_QUEUE_RECIPIENT)
                        .set(JDBMAIL_QUEUE_RECIPIENT.NEXT_ATTEMPT, utc(next))
                        .set(JDBMAIL_QUEUE_RECIPIENT.LAST_REPLY, cut(reply, LONGEST_REPLY))
                        .set(JDBMAIL_QUEUE_RECIPIENT.WARNED, (short) (isWarned ? 1 : 0))
                        .set(JDBMAIL_QUEUE_RECIPIENT.LEASE_OWNER, (String) null)
                        .set(JDBMAIL_QUEUE_RECIPIENT.LEASE_UNTIL, (LocalDateTime) null)
                        .where(JDBMAIL_QUEUE_RECIPIENT.ID.eq(settlement.recipientId()))
                        .execute();
        }
    }

    private static void remove(Db db, long recipientId) {
        List<Long> messages = db.dsl()
                .select(JDBMAIL_QUEUE_RECIPIENT.QUEUE_ID)
                .from(JDBMAIL_QUEUE_RECIPIENT)
                .where(JDBMAIL_QUEUE_RECIPIENT.ID.eq(recipientId))
                .fetch(JDBMAIL_QUEUE_RECIPIENT.QUEUE_ID);
        db.dsl()
                .deleteFrom(JDBMAIL_QUEUE_RECIPIENT)
                .where(JDBMAIL_QUEUE_RECIPIENT.ID.eq(recipientId))
                .execute();
        removeEmpty(db, messages);
    }

    /** Removes those of these messages that have no recipient any more; how many. */
    static int removeEmpty(Db db, List<Long> messages) {
        return db.dsl()
                .deleteFrom(JDBMAIL_QUEUE)
                .where(JDBMAIL_QUEUE.ID.in(messages))
                .and(DSL.notExists(DSL.selectOne()
                        .from(JDBMAIL_QUEUE_RECIPIENT)
                        .where(JDBMAIL_QUEUE_RECIPIENT.QUEUE_ID.eq(JDBMAIL_QUEUE.ID))))
                .execute();
    }

    static LocalDateTime utc(Instant when) {
        return LocalDateTime.ofEpochSecond(when.getEpochSecond(), 0, ZoneOffset.UTC);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
