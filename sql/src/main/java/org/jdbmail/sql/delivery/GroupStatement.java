package org.jdbmail.sql.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.sql.content.SummaryRows;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/**
 * Several plain deliveries on PostgreSQL in one statement: {@link OneStatementDelivery} for a list. Getting ready for such a
 * statement (some thirty tables and indexes are opened), its round trip and the sync of its commit are most of what a small
 * delivery costs, and here a group shares them.
 *
 * <p>Values come as one array for each column, so that the text is the same for any number of rows and is prepared once.
 *
 * <p>As there, each part reads the one that it must follow: the mailboxes' rows are locked first, in ascending order, then
 * the accounts are charged, and ids are drawn for what came out of both, in the order of the list, so that UID and MODSEQ
 * rise together. What goes to one account is charged together: where that is more than it may hold, none of it is stored.
 */
final class GroupStatement {
    private static final String SUMMARY_VALUES =
            SummaryRows.COLUMNS.replace("sent_date", "to_timestamp(sent_date) AT TIME ZONE 'UTC'");

    private static final String FLAGS = Arrays.stream(Flag.values())
            .map(flag -> "(flags >> " + Integer.numberOfTrailingZeros(flag.bit()) + ") & 1")
            .collect(Collectors.joining(", "));

    /** How the values of a column travel, in the order of {@link #row}: a time as its seconds since 1970, which are binary. */
    private enum Type {
        NUMBER("bigint"),
        TEXT("varchar"),
        BYTES("bytea");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        Object array(List<List<@Nullable Object>> rows, int column) {
            Stream<@Nullable Object> values = rows.stream().map(row -> row.get(column));
            return switch (this) {
                case NUMBER -> values.map(Type::number).toArray(Long[]::new);
                case TEXT -> values.toArray(String[]::new);
                case BYTES -> values.toArray(byte[][]::new);
            };
        }

        private static @Nullable Long number(@Nullable Object value) {
            return switch (value) {
                case null -> null;
                case Instant instant -> instant.getEpochSecond();
                case Number number -> number.longValue();
                default -> throw new IllegalArgumentException("not a number: " + value.getClass());
            };
        }
    }

    private static final List<Type> TYPES = List.of(
            Type.NUMBER,
            Type.NUMBER,
            Type.NUMBER,
            Type.NUMBER, // mailbox, account, octets, received
            Type.BYTES,
            Type.BYTES,
            Type.NUMBER, // head, body, packing
            Type.NUMBER,
            Type.NUMBER,
            Type.TEXT, // flags, recent, unique_id
            Type.NUMBER,
            Type.NUMBER,
            Type.NUMBER, // version, size, line_count
            Type.BYTES,
            Type.BYTES, // envelope, bodystructure
            Type.TEXT,
            Type.TEXT,
            Type.TEXT,
            Type.TEXT,
            Type.TEXT,
            Type.NUMBER); // subject ... sent_date

    private static final String STATEMENT =
            """
            WITH given AS MATERIALIZED (
              SELECT *, row_number() OVER (PARTITION BY mailbox ORDER BY place) AS nth
              FROM unnest(%s) WITH ORDINALITY AS given (
                mailbox, account, octets, received, head, body, packing, flags, recent, unique_id, %s, place)
            ), boxes AS (
              UPDATE {mailboxes} m SET seq = m.seq + counts.n
              FROM (
                SELECT mailbox_idnr FROM {mailboxes} WHERE mailbox_idnr = ANY (?) AND no_select = 0
                ORDER BY mailbox_idnr FOR NO KEY UPDATE
              ) locked, (
                SELECT mailbox, max(nth) AS n FROM given GROUP BY mailbox
              ) counts
              WHERE m.mailbox_idnr = locked.mailbox_idnr AND counts.mailbox = locked.mailbox_idnr
              RETURNING m.mailbox_idnr, m.seq - counts.n AS seq
            ), sums AS MATERIALIZED (
              SELECT account, cast(sum(octets) AS bigint) AS octets FROM given JOIN boxes ON mailbox_idnr = mailbox
              GROUP BY account ORDER BY account
            ), charged AS (
              UPDATE {users} u SET curmail_size = u.curmail_size + sums.octets FROM sums
              WHERE u.user_idnr = account AND (u.maxmail_size = 0 OR u.curmail_size + sums.octets <= u.maxmail_size)
              RETURNING u.user_idnr
            ), taken AS MATERIALIZED (
              SELECT given.*, boxes.seq + nth AS seq, nextval('{physmessage}_id_seq') AS id
              FROM given JOIN boxes ON mailbox_idnr = mailbox JOIN charged ON user_idnr = account
              ORDER BY place
            ), phys AS (
              INSERT INTO {physmessage} (id, messagesize, rfcsize, internal_date)
              SELECT id, octets, octets, to_timestamp(received) AT TIME ZONE 'UTC' FROM taken
            ), content AS (
              INSERT INTO {+content} (physmessage_id, head, body, packing, pieces)
              SELECT id, head, body, packing, 0 FROM taken
            ), summary AS (
              INSERT INTO {+summary} (physmessage_id, %s) SELECT id, %s FROM taken
            ), message AS (
              INSERT INTO {messages} (mailbox_idnr, physmessage_id, seen_flag, answered_flag, flagged_flag,
                deleted_flag, draft_flag, recent_flag, unique_id, status, seq)
              SELECT mailbox, id, %s, recent, unique_id, 0, seq FROM taken
              RETURNING message_idnr, physmessage_id
            )
            SELECT given.place, coalesce(boxes.seq + given.nth, 0), coalesce(message_idnr, 0), coalesce(taken.id, 0)
            FROM given LEFT JOIN boxes ON mailbox_idnr = mailbox
              LEFT JOIN taken ON taken.place = given.place LEFT JOIN message ON physmessage_id = taken.id""".formatted(parameters(), SummaryRows.COLUMNS, SummaryRows.COLUMNS, SUMMARY_VALUES, FLAGS);

    private final Db db;

    GroupStatement(Db db) {
        this.db = db;
    }

    /**
     * Carries it out.
     *
     * @return what became of each, in their order; null for one that could not be charged, which says little where others were
     *     for the same account
     */
    List<@Nullable Delivered> deliver(List<PlainDelivery> group) {
        List<@Nullable Object> parameters = new ArrayList<>(TYPES.size() + 1);
        List<List<@Nullable Object>> rows =
                group.stream().map(GroupStatement::row).toList();
        for (int column = 0; column < TYPES.size(); column++) {
            parameters.add(TYPES.get(column).array(rows, column));
        }
        parameters.add(group.stream()
                .map(delivery -> delivery.destination().mailboxId())
                .distinct()
                .toArray(Long[]::new));
        @Nullable Delivered[] outcomes = new Delivered[group.size()];
        db.list(
                STATEMENT,
                row -> {
                    int place = row.getInt(1) - 1;
                    outcomes[place] = outcome(group.get(place), row.getLong(2), row.getLong(3), row.getLong(4));
                    return place;
                },
                parameters.toArray());
        return Arrays.asList(outcomes);
    }

    private @Nullable Delivered outcome(PlainDelivery delivery, long seq, long uid, long physId) {
        if (seq == 0) {
            return Refusals.noMailbox();
        }
        if (uid == 0) {
            return null;
        }
        db.touch(delivery.destination().mailboxId());
        return new Delivered.Stored(uid, seq, physId);
    }

    /** The values of one delivery, in the order of the columns. */
    private static List<@Nullable Object> row(PlainDelivery delivery) {
        List<@Nullable Object> values = new ArrayList<>(TYPES.size());
        values.add(delivery.destination().mailboxId());
        values.add(delivery.destination().chargedUserId());
        values.add(delivery.message().size());
        values.add(delivery.internalDate());
        values.add(delivery.content().head());
        values.add(delivery.content().rest().bytes());
        values.add(delivery.content().rest().packing().code());
        values.add(delivery.destination().flags().system());
        values.add(delivery.destination().recent() ? 1 : 0);
        values.add(PlainDelivery.uniqueId());
        values.addAll(SummaryRows.values(delivery.message().summary()));
        return values;
    }

    private static String parameters() {
        return TYPES.stream().map(type -> "?::" + type.sql + "[]").collect(Collectors.joining(", "));
    }
}
