package org.jdbmail.sql.queue;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUEUE_RECIPIENT;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Settlement;
import org.jdbmail.mime.charset.Texts;
import org.jdbmail.sql.content.ContentRows;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/**
 * Puts mail into the queue, and takes out what is over: both within a delivery's transaction.
 *
 * <p>By hand: each message that is taken or sent runs it, which {@code ./x bench smtp} and {@code queue} measure.
 */
public final class QueueRows {
    private static final String COLUMNS = "physmessage_id, created, origin, sender, skipped, added, body, utf8, ret,"
            + " envelope_id, due, due_returns";

    private static final String MESSAGE =
            "INSERT INTO {+queue} (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String RECIPIENT = "INSERT INTO {+queue_recipient} (queue_id, target, original, notify, held,"
            + " attempts, next_attempt, warned) VALUES (?, ?, ?, ?, ?, 0, ?, 0)";

    private static final String WHOLE = "WITH phys AS (INSERT INTO {physmessage} (id, " + ContentRows.PHYSICAL_COLUMNS
            + ") VALUES (?, " + ContentRows.PHYSICAL_PARAMETERS
            + ") RETURNING id), content AS (INSERT INTO {+content} ("
            + ContentRows.COLUMNS + ") SELECT id, " + ContentRows.BYTES_PARAMETERS + ", 0 FROM phys), mail AS ("
            + "INSERT INTO {+queue} (" + COLUMNS
            + ") SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? AS timestamp), ? FROM phys"
            + " RETURNING id) INSERT INTO {+queue_recipient} (queue_id, held, attempts, next_attempt, warned, target,"
            + " original, notify) SELECT mail.id, ?, 0, ?, 0, r.target, r.original, r.notify"
            + " FROM mail, unnest(?::varchar[], ?::varchar[], ?::bigint[]) AS r (target, original, notify)";

    /** Messages that go into the queue at once: there is a text for each number, which each connection prepares at its first use. */
    public static final int MOST_WHOLE = 16;

    private static final List<String> WHOLES = IntStream.rangeClosed(0, MOST_WHOLE)
            .mapToObj(count -> String.join(";", Collections.nCopies(count, WHOLE)))
            .toList();

    /** Its recipient goes with it. Two who take out the last two at the same time both see the other, and go the long way. */
    private static final String LAST = "DELETE FROM {+queue} WHERE NOT EXISTS (SELECT 1 FROM {+queue_recipient} o"
            + " WHERE o.queue_id = {+queue}.id AND o.id <> ?) AND id ="
            + " (SELECT r.queue_id FROM {+queue_recipient} r WHERE r.id = ? AND r.lease_owner = ?)";

    /** The same for many at once, on PostgreSQL. */
    private static final String LASTS = "DELETE FROM {+queue} q USING {+queue_recipient} r,"
            + " unnest(?::bigint[], ?::varchar[]) AS given (id, owner)"
            + " WHERE r.id = given.id AND r.lease_owner = given.owner AND q.id = r.queue_id AND NOT EXISTS"
            + " (SELECT 1 FROM {+queue_recipient} o WHERE o.queue_id = q.id AND o.id <> r.id) RETURNING r.id";

    private static final String LEASED = "SELECT r.id, r.queue_id, r.lease_owner FROM {+queue_recipient} r"
            + " JOIN {+queue} q ON q.id = r.queue_id WHERE r.id";

    private static final String AGAIN = "UPDATE {+queue_recipient} SET next_attempt = ?, last_reply = ?, warned = ?,"
            + " lease_owner = NULL, lease_until = NULL WHERE id";

    private static final String EMPTY =
            " AND NOT EXISTS (SELECT 1 FROM {+queue_recipient} WHERE queue_id = {+queue}.id)";

    /** Characters of a reply that are kept. */
    private static final int LONGEST_REPLY = 1000;

    private static final int LONGEST_ORIGIN = 64;

    private QueueRows() {}

    /** Puts mail into the queue, due at once unless it is held. */
    public static void insert(Db db, Outgoing mail, long physId, Instant now) {
        List<@Nullable Object> values = values(mail, now);
        values.addFirst(physId);
        long id = db.insert(MESSAGE, "id", values.toArray());
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

    /** What is in a row of the queue behind the message's content. */
    private static List<@Nullable Object> values(Outgoing mail, Instant now) {
        MailParameters parameters = mail.parameters();
        Outgoing.Due due = mail.due();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(now);
        values.add(Texts.cut(mail.origin(), LONGEST_ORIGIN));
        values.add(mail.sender().plain());
        values.add(mail.skipped());
        values.add(mail.prefix());
        values.add(Codes.of(parameters.body()));
        values.add(parameters.utf8() ? 1 : 0);
        values.add(Codes.of(parameters.returned()));
        values.add(parameters.envelopeId());
        values.add(due == null ? null : due.by());
        values.add(due != null && due.isReturned() ? 1 : 0);
        return values;
    }

    /**
     * What {@link #insertWhole} takes of a message.
     *
     * @param content id, octets twice and time of the physical message; head, body and packing
     */
    public static List<@Nullable Object> whole(List<@Nullable Object> content, Outgoing mail, Instant now) {
        List<@Nullable Object> values = new ArrayList<>(content);
        values.addAll(values(mail, now));
        List<OutgoingRecipient> all = mail.recipients();
        values.add(mail.isHeld() ? 1 : 0);
        values.add(now);
        values.add(all.stream().map(each -> each.target().stored()).toArray(String[]::new));
        values.add(all.stream().map(each -> Codes.original(each.parameters())).toArray(String[]::new));
        values.add(
                all.stream().map(each -> (long) Codes.notify(each.parameters())).toArray(Long[]::new));
        return values;
    }

    /**
     * Puts messages into the queue together with their content, each in one statement, all of them in one round trip and one transaction, on PostgreSQL.
     *
     * @param messages at most {@link #MOST_WHOLE}
     */
    public static void insertWhole(Db db, List<List<@Nullable Object>> messages) {
        List<@Nullable Object> values = new ArrayList<>();
        messages.forEach(values::addAll);
        db.pipeline(WHOLES.get(messages.size()), row -> {}, values.toArray());
    }

    /**
     * Takes messages out of the queue whose last recipients are over, in one statement, on PostgreSQL.
     *
     * @param settlements each of one who is over
     * @return the recipients whose message is gone; of all others nothing is noted
     */
    public static Set<Long> settleLast(Db db, List<Settlement> settlements) {
        Set<Long> gone = new HashSet<>();
        db.each(
                LASTS,
                row -> gone.add(row.getLong(1)),
                settlements.stream().map(Settlement::recipientId).toArray(Long[]::new),
                settlements.stream().map(Settlement::owner).toArray(String[]::new));
        return gone;
    }

    /** Waits until whoever is putting mail into the queue has ended, on PostgreSQL: he may have been cut off in the midst of his commit. */
    public static void awaitInserts(Db db) {
        db.updateOnce("LOCK TABLE {+queue} IN SHARE MODE");
    }

    /**
     * Notes what came of an attempt; false, and nothing is noted, if a lease that is spoken of is another's by now. The number of statements does not grow with that of the recipients
     * of whom the same is to be noted.
     */
    public static boolean settle(Db db, List<Settlement> settlements) {
        if (settlements.isEmpty()) {
            return true;
        }
        if (settlements.size() == 1 && settlements.getFirst().result() instanceof Settlement.Over) {
            // The usual case: a message for one, which leaves with him.
            Settlement only = settlements.getFirst();
            if (db.update(LAST, only.recipientId(), only.recipientId(), only.owner()) > 0) {
                return true;
            }
        }
        Map<Long, Settlement> left = new HashMap<>();
        settlements.forEach(each -> left.put(each.recipientId(), each));
        Set<Long> messages = new TreeSet<>();
        // The messages too are ours until the end: of two that take out the last recipients of one, the second must see
        // that nobody is left. On another node of a cluster it does not: upkeep removes what is left empty.
        db.eachOf(
                LEASED,
                List.copyOf(left.keySet()),
                " ORDER BY r.id" + db.dialect().forUpdate(),
                row -> {
                    Settlement known = left.get(row.getLong(1));
                    if (known != null && known.owner().equals(row.getString(3))) {
                        messages.add(row.getLong(2));
                        left.remove(row.getLong(1));
                    }
                });
        if (!left.isEmpty()) {
            return false;
        }
        List<Long> over = new ArrayList<>();
        Map<Settlement.Later, List<Long>> later = new LinkedHashMap<>();
        for (Settlement each : settlements) {
            switch (each.result()) {
                case Settlement.Over() -> over.add(each.recipientId());
                case Settlement.Later again ->
                    later.computeIfAbsent(again, key -> new ArrayList<>()).add(each.recipientId());
            }
        }
        later.forEach((again, ids) -> db.updateOf(
                AGAIN, ids, "", again.next(), Texts.cut(again.reply(), LONGEST_REPLY), again.isWarned() ? 1 : 0));
        if (!over.isEmpty()) {
            db.dsl()
                    .deleteFrom(JDBMAIL_QUEUE_RECIPIENT)
                    .where(db.among(JDBMAIL_QUEUE_RECIPIENT.ID, over))
                    .execute();
            removeEmpty(db, messages);
        }
        return true;
    }

    /** Removes those of these messages that have no recipient any more; how many. */
    public static int removeEmpty(Db db, Collection<Long> messages) {
        return messages.isEmpty() ? 0 : db.updateOf("DELETE FROM {+queue} WHERE id", messages, EMPTY);
    }

    static LocalDateTime utc(Instant when) {
        return LocalDateTime.ofEpochSecond(when.getEpochSecond(), 0, ZoneOffset.UTC);
    }
}
