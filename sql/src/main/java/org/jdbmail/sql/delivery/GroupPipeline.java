package org.jdbmail.sql.delivery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.sql.content.ContentRows;
import org.jdbmail.sql.content.SummaryRows;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.message.MessageRows;
import org.jspecify.annotations.Nullable;

/**
 * Several plain deliveries on PostgreSQL in one round trip and one transaction: plain statements that are sent one behind the
 * other. The round trip, getting ready for each table and its indexes, and the sync of the commit are most of what a small
 * delivery costs, and here a group shares them.
 *
 * <p>No statement can know what came of the one before, and the commit follows at once. So all or nothing is stored: a mailbox
 * or an account that does not take its messages makes a statement fail, and with it the group. The rows of the mailboxes are
 * locked first, in ascending order, then the accounts are charged; UIDs are drawn under these locks and in the order of the
 * group, so that UID and MODSEQ rise together.
 *
 * <p>By hand: it is what {@code ./x bench --only lmtp} measures with many sessions.
 */
final class GroupPipeline {
    /** Deliveries in a group at most: there is a text for each number, which each connection prepares at its first use. */
    static final int MOST = 16;

    /** Divides by zero unless something holds: that fails, and tells nothing of the row. */
    private static final String ONLY_IF = " / CASE WHEN %s THEN 1 ELSE 0 END";

    private static final String FLAGS = Arrays.stream(Flag.values())
            .map(flag -> "(flags >> " + Integer.numberOfTrailingZeros(flag.bit()) + ") & 1")
            .collect(Collectors.joining(", "));

    private static final List<String> TEXTS =
            IntStream.rangeClosed(0, MOST).mapToObj(GroupPipeline::text).toList();

    private final Db db;

    GroupPipeline(Db db) {
        this.db = db;
    }

    private static String text(int messages) {
        return """
            UPDATE {mailboxes} m SET seq = seq + n%s
            FROM (
              SELECT mailbox_idnr FROM {mailboxes} WHERE mailbox_idnr = ANY (?) AND %s
              ORDER BY mailbox_idnr FOR NO KEY UPDATE
            ) locked, unnest(?::bigint[], ?::bigint[]) AS given (mailbox, n)
            WHERE m.mailbox_idnr = locked.mailbox_idnr AND given.mailbox = locked.mailbox_idnr;
            UPDATE {users} SET curmail_size = curmail_size + octets%s
            FROM unnest(?::bigint[], ?::bigint[]) AS given (account, octets) WHERE user_idnr = account;
            INSERT INTO {physmessage} (id, %s) VALUES %s;
            INSERT INTO {+content} (%s) VALUES %s;
            INSERT INTO {+summary} (physmessage_id, %s) VALUES %s;
            INSERT INTO {messages} (%s)
            SELECT mailbox, id, %s, recent, unique_id, 0,
              coalesce((SELECT seq FROM {mailboxes}, {users} WHERE mailbox_idnr = mailbox AND user_idnr = account) - later,
                id / 0)
            FROM (VALUES %s) AS given (mailbox, account, id, flags, recent, unique_id, later) ORDER BY id
            RETURNING physmessage_id, message_idnr, seq""".formatted(
                        ONLY_IF.formatted("no_select = 0"),
                        Refusals.LOCK_TIMEOUT,
                        ONLY_IF.formatted("maxmail_size = 0 OR curmail_size + octets <= maxmail_size"),
                        ContentRows.PHYSICAL_COLUMNS,
                        rows("(?, " + ContentRows.PHYSICAL_PARAMETERS + ")", messages),
                        ContentRows.COLUMNS,
                        rows("(?, " + ContentRows.BYTES_PARAMETERS + ", 0)", messages),
                        SummaryRows.COLUMNS,
                        rows("(?, " + SummaryRows.PARAMETERS + ")", messages),
                        MessageRows.COLUMNS,
                        FLAGS,
                        rows("(?::bigint, ?::bigint, ?::bigint, ?::int, ?::int, ?::varchar, ?::bigint)", messages));
    }

    private static String rows(String row, int number) {
        return String.join(", ", Collections.nCopies(number, row));
    }

    /**
     * Carries it out; when this returns, all of it is committed.
     *
     * @param group at most {@link #MOST}
     * @param physIds an id for each, in ascending order
     */
    List<Delivered> deliver(List<PlainDelivery> group, List<Long> physIds) {
        // In ascending order, in which mailboxes are locked.
        SortedMap<Long, Long> messages = new TreeMap<>();
        SortedMap<Long, Long> octets = new TreeMap<>();
        for (PlainDelivery delivery : group) {
            messages.merge(delivery.destination().mailboxId(), 1L, Long::sum);
            octets.merge(
                    delivery.destination().chargedUserId(),
                    (long) delivery.message().size(),
                    Long::sum);
        }
        List<@Nullable Object> parameters = new ArrayList<>(5 + group.size() * 27);
        parameters.add(numbers(messages.keySet()));
        parameters.add(numbers(messages.keySet()));
        parameters.add(numbers(messages.values()));
        parameters.add(numbers(octets.keySet()));
        parameters.add(numbers(octets.values()));
        for (int i = 0; i < group.size(); i++) {
            long size = group.get(i).message().size();
            parameters.addAll(List.of(physIds.get(i), size, size, group.get(i).internalDate()));
        }
        for (int i = 0; i < group.size(); i++) {
            var content = group.get(i).content();
            parameters.addAll(List.of(
                    physIds.get(i),
                    content.head(),
                    content.rest().bytes(),
                    content.rest().packing().code()));
        }
        for (int i = 0; i < group.size(); i++) {
            parameters.add(physIds.get(i));
            parameters.addAll(SummaryRows.values(group.get(i).message().summary()));
        }
        Map<Long, Long> later = new HashMap<>(messages);
        for (int i = 0; i < group.size(); i++) {
            var destination = group.get(i).destination();
            parameters.addAll(List.of(
                    destination.mailboxId(),
                    destination.chargedUserId(),
                    physIds.get(i),
                    destination.flags().system(),
                    destination.recent() ? 1 : 0,
                    group.get(i).uniqueId(),
                    later.merge(destination.mailboxId(), -1L, Long::sum)));
        }
        Map<Long, Delivered> stored = new HashMap<>();
        db.pipeline(
                TEXTS.get(group.size()),
                row -> stored.put(row.getLong(1), new Delivered.Stored(row.getLong(2), row.getLong(3), row.getLong(1))),
                parameters.toArray());
        messages.keySet().forEach(db::touch);
        return physIds.stream().<Delivered>map(stored::get).toList();
    }

    private static Long[] numbers(Collection<Long> numbers) {
        return numbers.toArray(Long[]::new);
    }
}
