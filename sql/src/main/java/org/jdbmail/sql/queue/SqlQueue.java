package org.jdbmail.sql.queue;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUEUE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUEUE_RECIPIENT;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.store.MailQueue;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.sql.account.Folded;
import org.jdbmail.sql.account.Totalled;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The queue of mail to send. */
public final class SqlQueue implements MailQueue {
    private final Db db;

    public SqlQueue(Db db) {
        this.db = db;
    }

    /** What an update that takes it sees of a row again, after whoever took it before has committed. */
    private static Condition isFree(Instant now) {
        return JDBMAIL_QUEUE_RECIPIENT
                .LEASE_UNTIL
                .isNull()
                .or(JDBMAIL_QUEUE_RECIPIENT.LEASE_UNTIL.le(QueueRows.utc(now)));
    }

    private static Condition isWaiting(Instant now) {
        return JDBMAIL_QUEUE_RECIPIENT.HELD.eq((short) 0).and(isFree(now));
    }

    private static Condition isDue(Instant now) {
        return isWaiting(now).and(JDBMAIL_QUEUE_RECIPIENT.NEXT_ATTEMPT.le(QueueRows.utc(now)));
    }

    @Override
    public List<QueuedMail> claim(String owner, Instant now, Instant until, int messages, int most) {
        return claim(owner, now, until, first(now, messages, most));
    }

    @Override
    public List<QueuedMail> claim(String owner, Instant now, Instant until, Collection<Long> recipientIds) {
        if (recipientIds.isEmpty()) {
            return List.of();
        }
        // The next attempt moves with the lease: if this process dies in the middle, the message comes again, but not
        // at once.
        db.dsl()
                .update(JDBMAIL_QUEUE_RECIPIENT)
                .set(JDBMAIL_QUEUE_RECIPIENT.LEASE_OWNER, owner)
                .set(JDBMAIL_QUEUE_RECIPIENT.LEASE_UNTIL, QueueRows.utc(until))
                .set(JDBMAIL_QUEUE_RECIPIENT.NEXT_ATTEMPT, QueueRows.utc(until))
                .set(JDBMAIL_QUEUE_RECIPIENT.LAST_ATTEMPT, QueueRows.utc(now))
                .set(JDBMAIL_QUEUE_RECIPIENT.ATTEMPTS, JDBMAIL_QUEUE_RECIPIENT.ATTEMPTS.plus(1))
                .where(db.among(JDBMAIL_QUEUE_RECIPIENT.ID, recipientIds))
                .and(isWaiting(now))
                .execute();
        return read(
                db.among(JDBMAIL_QUEUE_RECIPIENT.ID, recipientIds).and(JDBMAIL_QUEUE_RECIPIENT.LEASE_OWNER.eq(owner)));
    }

    private List<Long> first(Instant now, int messages, int most) {
        List<Long> ids = new ArrayList<>();
        Set<Long> of = new HashSet<>();
        db.dsl()
                .select(JDBMAIL_QUEUE_RECIPIENT.ID, JDBMAIL_QUEUE_RECIPIENT.QUEUE_ID)
                .from(JDBMAIL_QUEUE_RECIPIENT)
                .where(isDue(now))
                .orderBy(JDBMAIL_QUEUE_RECIPIENT.NEXT_ATTEMPT, JDBMAIL_QUEUE_RECIPIENT.ID)
                .limit(most)
                .forEach(row -> {
                    if (of.contains(row.value2()) || of.size() < messages) {
                        of.add(row.value2());
                        ids.add(row.value1());
                    }
                });
        return ids;
    }

    @Override
    public Due due(Instant now, @Nullable Mark after, int most) {
        Condition isLater = after == null
                ? DSL.noCondition()
                : JDBMAIL_QUEUE_RECIPIENT
                        .NEXT_ATTEMPT
                        .gt(QueueRows.utc(after.next()))
                        .or(JDBMAIL_QUEUE_RECIPIENT
                                .NEXT_ATTEMPT
                                .eq(QueueRows.utc(after.next()))
                                .and(JDBMAIL_QUEUE_RECIPIENT.ID.gt(after.recipientId())));
        List<Record> rows = new ArrayList<>(joined().where(isDue(now))
                // For the index: the rest of the condition says it again, and more.
                .and(JDBMAIL_QUEUE_RECIPIENT.NEXT_ATTEMPT.ge(
                        QueueRows.utc(after == null ? Instant.EPOCH : after.next())))
                .and(isLater)
                .orderBy(JDBMAIL_QUEUE_RECIPIENT.NEXT_ATTEMPT, JDBMAIL_QUEUE_RECIPIENT.ID)
                .limit(most)
                .fetch());
        if (rows.size() < most) {
            return new Due(together(rows), null);
        }
        QueuedRecipient last = recipient(rows.getLast());
        return new Due(together(rows), new Mark(last.nextAttempt(), last.id()));
    }

    @Override
    public int renew(String owner, Collection<Long> recipientIds, Instant until) {
        return db.dsl()
                .update(JDBMAIL_QUEUE_RECIPIENT)
                .set(JDBMAIL_QUEUE_RECIPIENT.LEASE_UNTIL, QueueRows.utc(until))
                .set(JDBMAIL_QUEUE_RECIPIENT.NEXT_ATTEMPT, QueueRows.utc(until))
                .where(db.among(JDBMAIL_QUEUE_RECIPIENT.ID, recipientIds))
                .and(JDBMAIL_QUEUE_RECIPIENT.LEASE_OWNER.eq(owner))
                .execute();
    }

    @Override
    public int giveBack(String owner, Collection<Long> recipientIds, Instant next) {
        return db.dsl()
                .update(JDBMAIL_QUEUE_RECIPIENT)
                .set(JDBMAIL_QUEUE_RECIPIENT.LEASE_OWNER, (String) null)
                .set(JDBMAIL_QUEUE_RECIPIENT.LEASE_UNTIL, (LocalDateTime) null)
                .set(JDBMAIL_QUEUE_RECIPIENT.NEXT_ATTEMPT, QueueRows.utc(next))
                .set(JDBMAIL_QUEUE_RECIPIENT.ATTEMPTS, JDBMAIL_QUEUE_RECIPIENT.ATTEMPTS.minus(1))
                .where(db.among(JDBMAIL_QUEUE_RECIPIENT.ID, recipientIds))
                .and(JDBMAIL_QUEUE_RECIPIENT.LEASE_OWNER.eq(owner))
                .execute();
    }

    @Override
    public List<QueuedMail> list(long afterId, int most) {
        List<Long> ids = db.dsl()
                .select(JDBMAIL_QUEUE.ID)
                .from(JDBMAIL_QUEUE)
                .where(JDBMAIL_QUEUE.ID.gt(afterId))
                .orderBy(JDBMAIL_QUEUE.ID)
                .limit(most)
                .fetch(JDBMAIL_QUEUE.ID);
        return ids.isEmpty() ? List.of() : read(db.among(JDBMAIL_QUEUE.ID, ids));
    }

    @Override
    public Page page(Search search) {
        String glob = "*" + search.text() + "*";
        Condition wanted = search.text().isEmpty()
                ? DSL.noCondition()
                : Folded.globInOurs(JDBMAIL_QUEUE.SENDER, glob)
                        .or(JDBMAIL_QUEUE.ID.in(DSL.select(JDBMAIL_QUEUE_RECIPIENT.QUEUE_ID)
                                .from(JDBMAIL_QUEUE_RECIPIENT)
                                .where(Folded.globInOurs(JDBMAIL_QUEUE_RECIPIENT.TARGET, glob))));
        // Who came first has the lower id.
        List<Field<?>> by = switch (search.order()) {
            case CREATED -> List.of(JDBMAIL_QUEUE.ID);
            case SENDER -> List.of(JDBMAIL_QUEUE.SENDER, JDBMAIL_QUEUE.ID);
        };
        Totalled<Long> page = Totalled.read(
                db,
                List.of(JDBMAIL_QUEUE.ID),
                JDBMAIL_QUEUE,
                wanted,
                !search.text().isEmpty(),
                by.stream()
                        .map(field -> search.isDescending() ? field.desc() : field.asc())
                        .toList(),
                new Totalled.Cut(search.offset(), search.most()),
                row -> row.get(JDBMAIL_QUEUE.ID));
        List<Long> ids = page.rows();
        List<QueuedMail> rows = ids.isEmpty() ? List.of() : read(db.among(JDBMAIL_QUEUE.ID, ids));
        return new Page(
                page.total(),
                rows.stream()
                        .sorted(Comparator.comparingInt(mail -> ids.indexOf(mail.id())))
                        .toList());
    }

    @Override
    public Optional<QueuedMail> find(long id) {
        return read(JDBMAIL_QUEUE.ID.eq(id)).stream().findFirst();
    }

    @Override
    public int hold(Collection<Long> ids, boolean isHeld) {
        return db.dsl()
                .update(JDBMAIL_QUEUE_RECIPIENT)
                .set(JDBMAIL_QUEUE_RECIPIENT.HELD, (short) (isHeld ? 1 : 0))
                .where(db.among(JDBMAIL_QUEUE_RECIPIENT.QUEUE_ID, ids))
                .execute();
    }

    @Override
    public int retry(Collection<Long> ids, Instant now) {
        return db.dsl()
                .update(JDBMAIL_QUEUE_RECIPIENT)
                .set(JDBMAIL_QUEUE_RECIPIENT.NEXT_ATTEMPT, QueueRows.utc(now))
                .where(db.among(JDBMAIL_QUEUE_RECIPIENT.QUEUE_ID, ids))
                .and(isFree(now))
                .execute();
    }

    @Override
    public int bounce(Collection<Long> ids, Instant now) {
        // RFC 2852's time that is over: who works on the queue then sends nothing but the report.
        db.dsl()
                .update(JDBMAIL_QUEUE)
                .set(JDBMAIL_QUEUE.DUE, QueueRows.utc(now.minusSeconds(1)))
                .set(JDBMAIL_QUEUE.DUE_RETURNS, (short) 1)
                .where(db.among(JDBMAIL_QUEUE.ID, ids))
                .execute();
        // What is held goes back too.
        hold(ids, false);
        return retry(ids, now);
    }

    @Override
    public int delete(Collection<Long> ids, Instant now) {
        db.dsl()
                .deleteFrom(JDBMAIL_QUEUE_RECIPIENT)
                .where(db.among(JDBMAIL_QUEUE_RECIPIENT.QUEUE_ID, ids))
                .and(isFree(now))
                .execute();
        return QueueRows.removeEmpty(db, ids);
    }

    private SelectOnConditionStep<Record> joined() {
        return db.dsl()
                .select(JDBMAIL_QUEUE.fields())
                .select(JDBMAIL_QUEUE_RECIPIENT.fields())
                .from(JDBMAIL_QUEUE)
                .join(JDBMAIL_QUEUE_RECIPIENT)
                .on(JDBMAIL_QUEUE_RECIPIENT.QUEUE_ID.eq(JDBMAIL_QUEUE.ID));
    }

    private List<QueuedMail> read(Condition condition) {
        return together(joined().where(condition)
                .orderBy(JDBMAIL_QUEUE.ID, JDBMAIL_QUEUE_RECIPIENT.ID)
                .fetch());
    }

    /** The recipients of each message with it. */
    private static List<QueuedMail> together(List<? extends Record> rows) {
        Map<Long, QueuedMail> messages = new LinkedHashMap<>();
        Map<Long, List<QueuedRecipient>> recipients = new LinkedHashMap<>();
        for (Record row : rows) {
            long id = row.get(JDBMAIL_QUEUE.ID);
            messages.computeIfAbsent(id, key -> mail(row));
            recipients.computeIfAbsent(id, key -> new ArrayList<>()).add(recipient(row));
        }
        return messages.values().stream()
                .map(mail -> mail.with(recipients.getOrDefault(mail.id(), List.of())))
                .toList();
    }

    private static QueuedMail mail(Record row) {
        LocalDateTime due = row.get(JDBMAIL_QUEUE.DUE);
        return new QueuedMail(
                row.get(JDBMAIL_QUEUE.ID),
                row.get(JDBMAIL_QUEUE.PHYSMESSAGE_ID),
                instant(row.get(JDBMAIL_QUEUE.CREATED)),
                row.get(JDBMAIL_QUEUE.ORIGIN),
                EnvelopeAddress.ofPlain(row.get(JDBMAIL_QUEUE.SENDER)),
                row.get(JDBMAIL_QUEUE.SKIPPED),
                row.get(JDBMAIL_QUEUE.ADDED),
                new MailParameters(
                        -1,
                        Codes.body(row.get(JDBMAIL_QUEUE.BODY)),
                        row.get(JDBMAIL_QUEUE.UTF8) != 0,
                        Codes.returned(row.get(JDBMAIL_QUEUE.RET)),
                        row.get(JDBMAIL_QUEUE.ENVELOPE_ID),
                        null,
                        ""),
                due == null ? null : new Outgoing.Due(instant(due), row.get(JDBMAIL_QUEUE.DUE_RETURNS) != 0),
                List.of());
    }

    private static QueuedRecipient recipient(Record row) {
        String reply = row.get(JDBMAIL_QUEUE_RECIPIENT.LAST_REPLY);
        return new QueuedRecipient(
                row.get(JDBMAIL_QUEUE_RECIPIENT.ID),
                MailTarget.ofStored(row.get(JDBMAIL_QUEUE_RECIPIENT.TARGET)),
                Codes.parameters(row.get(JDBMAIL_QUEUE_RECIPIENT.NOTIFY), row.get(JDBMAIL_QUEUE_RECIPIENT.ORIGINAL)),
                row.get(JDBMAIL_QUEUE_RECIPIENT.HELD) != 0,
                row.get(JDBMAIL_QUEUE_RECIPIENT.ATTEMPTS),
                instant(row.get(JDBMAIL_QUEUE_RECIPIENT.NEXT_ATTEMPT)),
                reply == null ? "" : reply,
                row.get(JDBMAIL_QUEUE_RECIPIENT.WARNED) != 0);
    }

    /** A time that somebody may have spoiled by hand is taken for long ago. */
    private static Instant instant(@Nullable LocalDateTime utc) {
        return utc == null ? Instant.EPOCH : utc.toInstant(ZoneOffset.UTC);
    }
}
