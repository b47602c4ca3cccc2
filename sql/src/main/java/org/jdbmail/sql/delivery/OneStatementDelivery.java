package org.jdbmail.sql.delivery;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.sql.content.CompactMessage.Piece;
import org.jdbmail.sql.content.ContentRows;
import org.jdbmail.sql.content.SummaryRows;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.message.MessageRows;
import org.jspecify.annotations.Nullable;

/**
 * The usual delivery on PostgreSQL: one message to one mailbox, in one statement and one round trip. What it shares with others
 * is stored before.
 *
 * <p>The database runs the parts of such a statement in whatever order it likes, except that one that reads what another
 * returns comes after it. So each part here reads the one that it must follow: the mailbox's row is locked first, then the
 * account is charged, and the message's id, which is its UID, is drawn from its sequence only for the row that came out of
 * the lock. If mailbox or account refuse, the later parts find no row and do nothing.
 *
 * <p>By hand: it is what {@code ./x bench --only lmtp} measures with one session.
 */
final class OneStatementDelivery {
    private static final String PLAIN = statement("", "", "0", "");

    private static final String UNLESS_LOCKED = statement("", " AND " + Refusals.LOCK_TIMEOUT, "0", "");

    private static final String WITH_PIECES = statement(
            "given AS MATERIALIZED (SELECT * FROM unnest(?::bigint[], ?::bigint[]) AS given (position, blob)), ",
            "",
            "(SELECT count(*) FROM given)",
            """
            , piece AS (
              INSERT INTO {+content_piece} (physmessage_id, position, blob_id)
              SELECT phys.id, given.position, given.blob FROM phys, given
            )""");

    private static String statement(String given, String condition, String pieces, String piece) {
        return """
            WITH %s box AS (
              UPDATE {mailboxes} SET seq = seq + 1 WHERE mailbox_idnr = ? AND no_select = 0%s
              RETURNING mailbox_idnr, seq
            ), charged AS (
              UPDATE {users} u SET curmail_size = u.curmail_size + ? FROM box
              WHERE u.user_idnr = ? AND (u.maxmail_size = 0 OR u.curmail_size + ? <= u.maxmail_size)
              RETURNING u.user_idnr, box.mailbox_idnr, box.seq
            ), phys AS (
              INSERT INTO {physmessage} (%s) SELECT %s FROM charged
              RETURNING id
            ), content AS (
              INSERT INTO {+content} (%s) SELECT id, %s, %s FROM phys
            ), summary AS (
              INSERT INTO {+summary} (physmessage_id, %s)
              SELECT id, %s FROM phys
            ), message AS (
              INSERT INTO {messages} (%s)
              SELECT charged.mailbox_idnr, phys.id, %s, 0, charged.seq FROM charged, phys
              RETURNING message_idnr
            )%s
            SELECT coalesce((SELECT seq FROM box), 0), coalesce((SELECT message_idnr FROM message), 0),
              coalesce((SELECT id FROM phys), 0)""".formatted(
                        given,
                        condition,
                        ContentRows.PHYSICAL_COLUMNS,
                        ContentRows.PHYSICAL_PARAMETERS,
                        ContentRows.COLUMNS,
                        ContentRows.BYTES_PARAMETERS,
                        pieces,
                        SummaryRows.COLUMNS,
                        SummaryRows.PARAMETERS,
                        MessageRows.COLUMNS,
                        MessageRows.STATE_PARAMETERS,
                        piece);
    }

    private final Db db;

    OneStatementDelivery(Db db) {
        this.db = db;
    }

    /** Delivers a message without blobs. */
    Delivered deliver(PlainDelivery delivery) {
        return deliver(PLAIN, delivery, delivery.values());
    }

    /** As {@link #deliver(PlainDelivery)}, but fails where somebody else has a row locked, see {@link Refusals#isLocked}. */
    Delivered deliverUnlessLocked(PlainDelivery delivery) {
        return deliver(UNLESS_LOCKED, delivery, delivery.values());
    }

    /** Delivers a message whose blobs are stored already. */
    Delivered deliver(PlainDelivery delivery, List<Piece> pieces) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(pieces.stream().map(Piece::position).toArray(Long[]::new));
        values.add(pieces.stream().map(Piece::blobId).toArray(Long[]::new));
        values.addAll(delivery.values());
        return deliver(WITH_PIECES, delivery, values);
    }

    private Delivered deliver(String statement, PlainDelivery delivery, List<@Nullable Object> values) {
        Destination destination = delivery.destination();
        long[] row = db.first(
                        statement,
                        found -> new long[] {found.getLong(1), found.getLong(2), found.getLong(3)},
                        values.toArray())
                .orElseThrow();
        if (row[0] == 0) {
            return new Delivered.Refused(Refusals.noMailbox());
        }
        if (row[1] == 0) {
            return new Delivered.Refused(Refusals.notCharged(db, destination.chargedUserId()));
        }
        db.touch(destination.mailboxId());
        return new Delivered.Stored(row[1], row[0], row[2]);
    }
}
