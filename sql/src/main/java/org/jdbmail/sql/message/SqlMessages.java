package org.jdbmail.sql.message;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.MessageSink;
import org.jdbmail.core.store.Messages;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jspecify.annotations.Nullable;

/**
 * The messages in mailboxes, over {@code dbmail_messages} and {@code dbmail_keywords}.
 *
 * <p>By hand: SELECT and SEARCH read by it, which {@code ./x bench growth} measures.
 */
public final class SqlMessages implements Messages {
    private static final String POP = """
            SELECT m.message_idnr, m.physmessage_id, coalesce(s.size, -1), m.unique_id
            FROM {messages} m LEFT JOIN {+summary} s ON s.physmessage_id = m.physmessage_id
            WHERE m.mailbox_idnr = ? AND m.status < 2 AND m.physmessage_id IS NOT NULL ORDER BY m.message_idnr""";

    private final Db db;

    /** Who has a {@code \\Seen} of its own; 0 for nobody. */
    private final long seer;

    public SqlMessages(Db db) {
        this(db, 0);
    }

    private SqlMessages(Db db, long seer) {
        this.db = db;
        this.seer = seer;
    }

    @Override
    public Messages asSeenBy(long userId) {
        return userId == seer ? this : new SqlMessages(db, userId);
    }

    @Override
    public Optional<Long> seq(long mailboxId) {
        return new MailboxRow(db).seq(mailboxId);
    }

    @Override
    public Optional<State> changesSince(long mailboxId, long since, MessageSink sink) {
        return new ChangeReader(db, seer).changesSince(mailboxId, since, sink);
    }

    @Override
    public NumberSet expungedSince(long mailboxId, long since) {
        return new ChangeReader(db, seer).expungedSince(mailboxId, since);
    }

    @Override
    public Stored store(long mailboxId, NumberSet uids, FlagMode mode, FlagSet flags, @Nullable Long unchangedSince) {
        return new FlagWriter(db, seer).store(mailboxId, uids, mode, flags, unchangedSince);
    }

    @Override
    public List<Copied> copy(long sourceMailboxId, NumberSet uids, long targetMailboxId, long chargedUserId) {
        return new Copier(db).copy(sourceMailboxId, uids, targetMailboxId, chargedUserId);
    }

    @Override
    public List<Copied> move(long sourceMailboxId, NumberSet uids, long targetMailboxId, long chargedUserId) {
        return new Copier(db).move(sourceMailboxId, uids, targetMailboxId, chargedUserId);
    }

    @Override
    public NumberSet expunge(long mailboxId, NumberSet uids, boolean onlyDeleted) {
        return new Expunger(db).expunge(mailboxId, uids, onlyDeleted);
    }

    @Override
    public void noteSaved(Collection<Long> uids, Instant when) {
        new SaveTimes(db).note(uids, when);
    }

    @Override
    public Map<Long, Long> saveTimes(long mailboxId) {
        return new SaveTimes(db).of(mailboxId);
    }

    @Override
    public NumberSet claimRecent(long mailboxId, long fromUid) {
        return new RecentClaim(db).claim(mailboxId, fromUid);
    }

    @Override
    public Map<Long, String> uniqueIds(long mailboxId, NumberSet uids) {
        Map<Long, String> ids = new HashMap<>();
        for (UidCondition condition : UidCondition.of("message_idnr", uids)) {
            db.each(
                    "SELECT message_idnr, unique_id FROM {messages} WHERE mailbox_idnr = ? AND ",
                    condition,
                    "",
                    row -> ids.put(row.getLong(1), row.getString(2)),
                    mailboxId);
        }
        return ids;
    }

    @Override
    public long lastRetrieved(long mailboxId) {
        return new Retrieved(db).last(mailboxId);
    }

    @Override
    public void noteRetrieved(long mailboxId, NumberSet uids) {
        new Retrieved(db).note(mailboxId, uids);
    }

    @Override
    public List<Expunged> expunged(long mailboxId, Instant since) {
        return new Recovery(db).expunged(mailboxId, since);
    }

    @Override
    public List<Copied> bringBack(long mailboxId, NumberSet uids, Instant since, long chargedUserId) {
        return new Recovery(db).bringBack(mailboxId, uids, since, chargedUserId);
    }

    @Override
    public Map<String, Long> origins(long mailboxId) {
        Map<String, Long> found = new HashMap<>();
        db.each(
                "SELECT origin, message_idnr FROM {+imported} WHERE mailbox_idnr = ?",
                row -> found.put(row.getString(1), row.getLong(2)),
                mailboxId);
        return found;
    }

    @Override
    public Optional<Whereabouts> whereIs(long uid) {
        return db.first(
                "SELECT mailbox_idnr, physmessage_id FROM {messages} WHERE message_idnr = ? AND status < 2",
                row -> new Whereabouts(row.getLong(1), row.getLong(2)),
                uid);
    }

    @Override
    public List<PopMessage> popMessages(long mailboxId) {
        return db.list(
                POP,
                row -> new PopMessage(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4)),
                mailboxId);
    }
}
