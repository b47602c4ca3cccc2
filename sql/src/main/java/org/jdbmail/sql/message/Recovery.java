package org.jdbmail.sql.message;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_PHYSMESSAGE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_EXPUNGE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_SUMMARY;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Messages.Copied;
import org.jdbmail.core.store.Messages.Expunged;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.jdbc.Utc;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Expunged messages that can be had back. Their tombstones hold on to their contents; when each was expunged says
 * {@code jdbmail_expunge}, by mailbox and seq, so that an EXPUNGE of any number of messages costs one row. A message that comes back
 * takes along the {@code unique_id}: its tombstone has none from then on, and so is known to be done with. What takes sets of UIDs of
 * any form is written by hand ({@link UidCondition}).
 */
public final class Recovery {
    private static final String LOST =
            " FROM {messages} m JOIN {+expunge} e ON e.mailbox_idnr = m.mailbox_idnr AND e.seq = m.seq"
                    + " JOIN {physmessage} p ON p.id = m.physmessage_id";

    private static final String CONDITION =
            " WHERE m.mailbox_idnr = ? AND m.status > 1 AND m.status < 4 AND m.unique_id <> '' AND e.done >= ?";

    private static final String BACK = "INSERT INTO {messages} (" + MessageRows.COLUMNS + ") SELECT m.mailbox_idnr,"
            + " m.physmessage_id, m.seen_flag, m.answered_flag, m.flagged_flag, 0, m.draft_flag, 1, m.unique_id, 0, ?"
            + " FROM {messages} m WHERE m.mailbox_idnr = ? AND m.status > 1 AND ";

    private final Db db;

    Recovery(Db db) {
        this.db = db;
    }

    /** Notes when messages of a mailbox became tombstones with that seq. */
    static void note(Db db, long mailboxId, long seq) {
        db.update("INSERT INTO {+expunge} (mailbox_idnr, seq, done) VALUES (?, ?, ?)", mailboxId, seq, Instant.now());
    }

    /** An EXPUNGE: which seq it gave to tombstones of which mailbox. */
    public record Noted(long mailboxId, long seq) {}

    /** Those before that time whose tombstones are gone. */
    public static List<Noted> done(Db db, Instant before, int most) {
        // By hand for a plus, which keeps databases from looking through all tombstones for each, where they take a seq
        // for one that many messages have.
        return db.list(
                "SELECT e.mailbox_idnr, e.seq FROM {+expunge} e WHERE e.done < ? AND NOT EXISTS (SELECT 1 FROM {messages} m"
                        + " WHERE m.mailbox_idnr = e.mailbox_idnr AND m.seq = e.seq AND +m.status > 1) LIMIT " + most,
                row -> new Noted(row.getLong(1), row.getLong(2)),
                before);
    }

    /** Forgets when messages were expunged. */
    public static void forget(Db db, List<Noted> expunges) {
        expunges.forEach(one -> db.dsl()
                .deleteFrom(JDBMAIL_EXPUNGE)
                .where(JDBMAIL_EXPUNGE.MAILBOX_IDNR.eq(one.mailboxId()))
                .and(JDBMAIL_EXPUNGE.SEQ.eq(one.seq()))
                .execute());
    }

    List<Expunged> expunged(long mailboxId, Instant since) {
        return db.dsl()
                .select(
                        DBMAIL_MESSAGES.MESSAGE_IDNR,
                        JDBMAIL_EXPUNGE.DONE,
                        DBMAIL_PHYSMESSAGE.INTERNAL_DATE,
                        DBMAIL_PHYSMESSAGE.MESSAGESIZE,
                        JDBMAIL_SUMMARY.FROM_FIELD,
                        JDBMAIL_SUMMARY.SUBJECT)
                .from(DBMAIL_MESSAGES)
                .join(JDBMAIL_EXPUNGE)
                .on(JDBMAIL_EXPUNGE.MAILBOX_IDNR.eq(DBMAIL_MESSAGES.MAILBOX_IDNR))
                .and(JDBMAIL_EXPUNGE.SEQ.eq(DBMAIL_MESSAGES.SEQ))
                .join(DBMAIL_PHYSMESSAGE)
                .on(DBMAIL_PHYSMESSAGE.ID.eq(DBMAIL_MESSAGES.PHYSMESSAGE_ID))
                .leftJoin(JDBMAIL_SUMMARY)
                .on(JDBMAIL_SUMMARY.PHYSMESSAGE_ID.eq(DBMAIL_MESSAGES.PHYSMESSAGE_ID))
                .where(DBMAIL_MESSAGES.MAILBOX_IDNR.eq(mailboxId))
                .and(DBMAIL_MESSAGES.STATUS.gt(DSL.inline((short) 1)))
                .and(DBMAIL_MESSAGES.STATUS.lt(DSL.inline((short) 4)))
                .and(DBMAIL_MESSAGES.UNIQUE_ID.ne(DSL.inline("")))
                .and(JDBMAIL_EXPUNGE.DONE.ge(Utc.of(since)))
                .orderBy(DBMAIL_MESSAGES.MESSAGE_IDNR)
                .fetch(row -> new Expunged(
                        row.value1(),
                        Utc.instant(row.value2()),
                        Utc.instant(row.value3()),
                        row.value4(),
                        text(row.value5()),
                        text(row.value6())));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    List<Copied> bringBack(long mailboxId, NumberSet uids, Instant since, long chargedUserId) {
        MailboxRow mailbox = new MailboxRow(db);
        long seq = mailbox.raise(mailboxId);
        Map<String, Long> wanted = new HashMap<>();
        long[] octets = new long[1];
        NumberSet.Builder found = new NumberSet.Builder();
        db.each(
                "SELECT m.message_idnr, m.unique_id, p.messagesize" + LOST + CONDITION + " ORDER BY m.message_idnr",
                row -> {
                    if (uids.contains(row.getLong(1))) {
                        wanted.put(row.getString(2), row.getLong(1));
                        found.add(row.getLong(1));
                        octets[0] += row.getLong(3);
                    }
                },
                mailboxId,
                since);
        NumberSet old = found.build();
        if (old.isEmpty()) {
            mailbox.lower(mailboxId);
            return List.of();
        }
        new Quota(db).chargeOrRefuse(chargedUserId, octets[0]);
        for (UidCondition condition : UidCondition.of("m.message_idnr", old)) {
            db.update(BACK, condition, " AND m.unique_id <> '' ORDER BY m.message_idnr", seq, mailboxId);
        }
        List<Copied> copied = new ArrayList<>();
        // Sorted here, for the sake of the plan: see Copier.
        db.each(
                "SELECT message_idnr, unique_id FROM {messages} WHERE mailbox_idnr = ? AND seq = ? AND status < 2",
                row -> {
                    Long before = wanted.get(row.getString(2));
                    if (before != null) {
                        copied.add(new Copied(before, row.getLong(1)));
                    }
                },
                mailboxId,
                seq);
        copied.sort(Comparator.comparingLong(Copied::uid));
        for (UidCondition condition : UidCondition.of("message_idnr", old)) {
            db.update(
                    "UPDATE {messages} SET unique_id = '' WHERE mailbox_idnr = ? AND status > 1 AND ",
                    condition,
                    "",
                    mailboxId);
        }
        new SaveTimes(db).noteNew(mailboxId, seq, Instant.now());
        keywords(old, copied);
        return copied;
    }

    private void keywords(NumberSet old, List<Copied> copied) {
        Map<Long, Long> now = new HashMap<>();
        copied.forEach(pair -> now.put(pair.sourceUid(), pair.uid()));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (UidCondition condition : UidCondition.of("message_idnr", old)) {
            db.each("SELECT message_idnr, keyword FROM {keywords} WHERE ", condition, "", row -> {
                Long uid = now.get(row.getLong(1));
                if (uid != null) {
                    rows.add(new @Nullable Object[] {uid, row.getString(2)});
                }
            });
        }
        db.batch("INSERT INTO {keywords} (message_idnr, keyword) VALUES (?, ?)", rows);
    }
}
