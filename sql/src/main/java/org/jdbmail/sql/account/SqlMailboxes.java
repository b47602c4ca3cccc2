package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_MAILBOX_STATE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.store.Mailboxes;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Dialect;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.message.Expunger;
import org.jdbmail.sql.message.Quota;
import org.jooq.CaseConditionStep;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Mailboxes and the rights on them, over {@code dbmail_mailboxes} and {@code dbmail_acl}. */
public final class SqlMailboxes implements Mailboxes {
    private static final String CREATE = "INSERT INTO {mailboxes} (owner_idnr, name, seq) VALUES (?, ?, 1)";

    /** A mailbox's id is its UIDVALIDITY; SQLite by itself gives that of a deleted one again in a table that DBMail made. */
    private static final String CREATE_ON_SQLITE = """
            INSERT INTO {mailboxes} (mailbox_idnr, owner_idnr, name, seq)
            SELECT 1 + max(coalesce((SELECT max(mailbox_idnr) FROM {mailboxes}), 0),
              coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{mailboxes}'), 0)), ?, ?, 1""";

    private static final String GRANT = "INSERT INTO {acl} (mailbox_id, user_id, " + AclColumns.list("")
            + ") VALUES (?, ?, " + String.join(", ", Collections.nCopies(Right.values().length, "?")) + ")";

    private static final String OCTETS = """
            SELECT coalesce(sum(p.messagesize), 0) FROM {messages} m JOIN {physmessage} p ON p.id = m.physmessage_id
            WHERE m.mailbox_idnr = ? AND m.status < 2""";

    /** A message counts as large as it is served: where it is known, that is more than DBMail wrote down, if anything. */
    private static final String SERVED = "SELECT m.mailbox_idnr, sum(CASE WHEN s.size IS NULL OR s.size < p.messagesize"
            + " THEN p.messagesize ELSE s.size END) FROM {messages} m"
            + " JOIN {physmessage} p ON p.id = m.physmessage_id"
            + " LEFT JOIN {+summary} s ON s.physmessage_id = m.physmessage_id"
            + " WHERE m.status < 2 AND m.mailbox_idnr IN (";

    private static final String STATUS = """
            SELECT b.mailbox_idnr, count(m.message_idnr), coalesce(sum(m.recent_flag), 0),
              coalesce(sum(1 - m.seen_flag), 0), coalesce(sum(m.deleted_flag), 0), b.seq,
              coalesce(max(s.uid_next), 1), coalesce((
                SELECT l.message_idnr FROM {messages} l WHERE l.mailbox_idnr = b.mailbox_idnr
                ORDER BY l.message_idnr DESC LIMIT 1), 0)
            FROM {mailboxes} b LEFT JOIN {+mailbox_state} s ON s.mailbox_idnr = b.mailbox_idnr
              LEFT JOIN {messages} m ON m.mailbox_idnr = b.mailbox_idnr AND m.status < 2
            WHERE b.mailbox_idnr IN (""";

    private final Db db;
    private final AccessReader reader;
    private final SqlSubscriptions subscriptions;

    public SqlMailboxes(Db db) {
        this.db = db;
        this.reader = new AccessReader(db);
        this.subscriptions = new SqlSubscriptions(db);
    }

    @Override
    public Optional<Mailbox> find(long id) {
        return reader.withId(id).stream().findFirst();
    }

    @Override
    public Optional<Mailbox> find(long ownerId, String name) {
        List<Mailbox> candidates = reader.named(ownerId, name);
        return best(candidates, Function.identity(), name);
    }

    @Override
    public Optional<MailboxAccess> access(long userId, long ownerId, String name) {
        return best(reader.accesses(userId, ownerId, name), MailboxAccess::mailbox, name);
    }

    @Override
    public Optional<MailboxAccess> access(long userId, long mailboxId) {
        return reader.accessById(userId, mailboxId).stream().findFirst();
    }

    /** The one with exactly that name, else one whose name is the same as DBMail sees it. */
    private static <T> Optional<T> best(List<T> candidates, Function<T, Mailbox> mailbox, String name) {
        return candidates.stream()
                .filter(candidate -> mailbox.apply(candidate).name().equals(name))
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(candidate ->
                                Mailbox.sameName(mailbox.apply(candidate).name(), name))
                        .findFirst());
    }

    @Override
    public List<MailboxAccess> visibleTo(long userId) {
        return reader.visibleTo(userId);
    }

    @Override
    public List<Mailbox> ownedBy(long ownerId) {
        return reader.ownedBy(ownerId);
    }

    @Override
    public long create(long ownerId, String name, @Nullable String specialUse) {
        lockNames(ownerId);
        if (reader.named(ownerId, name).stream().anyMatch(other -> same(other.name(), name))) {
            throw new Refusal(Reason.ALREADY_EXISTS, "a mailbox of that name exists already");
        }
        String create = db.dialect() == Dialect.SQLITE ? CREATE_ON_SQLITE : CREATE;
        long id = db.insert(create, "mailbox_idnr", ownerId, StoredName.encode(name));
        if (specialUse != null) {
            db.update("INSERT INTO {+mailbox_state} (mailbox_idnr, special_use) VALUES (?, ?)", id, specialUse);
        }
        subscriptions.namesAreTaken(ownerId, Map.of(id, name));
        return id;
    }

    /**
     * Whether the database takes both names for one. On MySQL DBMail's index on them knows no case, nor spaces at their end, also
     * where names tell them apart.
     */
    private boolean same(String one, String other) {
        return Mailbox.sameName(one, other)
                || db.dialect() == Dialect.MYSQL
                        && StoredName.encode(one)
                                .stripTrailing()
                                .equalsIgnoreCase(StoredName.encode(other).stripTrailing());
    }

    /** Two sessions must not both find a name free: the owner's row is their lock. */
    private void lockNames(long ownerId) {
        if (db.dialect() != Dialect.SQLITE) {
            db.list(
                    "SELECT user_idnr FROM {users} WHERE user_idnr = ?"
                            + db.dialect().forUpdate(),
                    row -> row.getLong(1),
                    ownerId);
        }
    }

    @Override
    public void setSpecialUse(long mailboxId, @Nullable String specialUse) {
        db.dsl()
                .insertInto(JDBMAIL_MAILBOX_STATE)
                .set(JDBMAIL_MAILBOX_STATE.MAILBOX_IDNR, mailboxId)
                .set(JDBMAIL_MAILBOX_STATE.SPECIAL_USE, specialUse)
                .onConflict(JDBMAIL_MAILBOX_STATE.MAILBOX_IDNR)
                .doUpdate()
                .set(JDBMAIL_MAILBOX_STATE.SPECIAL_USE, specialUse)
                .execute();
    }

    @Override
    public Map<Long, Long> octets(List<Long> mailboxIds, boolean deleted) {
        Map<Long, Long> found = new HashMap<>();
        if (!mailboxIds.isEmpty()) {
            db.eachOnce(
                    SERVED + UidCondition.list(mailboxIds) + ")" + (deleted ? " AND m.deleted_flag = 1" : "")
                            + " GROUP BY m.mailbox_idnr",
                    row -> found.put(row.getLong(1), row.getLong(2)));
        }
        return found;
    }

    @Override
    public void grant(long mailboxId, long userId, Rights rights) {
        db.update("DELETE FROM {acl} WHERE mailbox_id = ? AND user_id = ?", mailboxId, userId);
        List<@Nullable Object> values = new ArrayList<>();
        values.add(mailboxId);
        values.add(userId);
        for (Right right : Right.values()) {
            values.add(rights.has(right) ? 1 : 0);
        }
        db.update(GRANT, values.toArray());
    }

    @Override
    public void delete(long mailboxId) {
        // The row's lock first, so that no delivery comes between the count and the end.
        db.update("UPDATE {mailboxes} SET seq = seq + 1 WHERE mailbox_idnr = ?", mailboxId);
        long octets = db.first(OCTETS, row -> row.getLong(1), mailboxId).orElse(0L);
        Quota quota = new Quota(db);
        quota.adjust(quota.owner(mailboxId), -octets);
        subscriptions.keepName(mailboxId);
        db.update("DELETE FROM {mailboxes} WHERE mailbox_idnr = ?", mailboxId);
        db.touch(mailboxId);
    }

    @Override
    public void deleteButKeepChildren(long mailboxId) {
        new Expunger(db).expunge(mailboxId, NumberSet.range(1, Long.MAX_VALUE), false);
        db.update("UPDATE {mailboxes} SET no_select = 1, seq = seq + 1 WHERE mailbox_idnr = ?", mailboxId);
        db.touch(mailboxId);
    }

    @Override
    public void makeSelectable(long mailboxId) {
        db.update("UPDATE {mailboxes} SET no_select = 0, seq = seq + 1 WHERE mailbox_idnr = ?", mailboxId);
        db.touch(mailboxId);
    }

    @Override
    public void rename(Map<Long, String> names) {
        if (names.isEmpty()) {
            return;
        }
        long owner = new Quota(db).owner(names.keySet().iterator().next());
        lockNames(owner);
        refuseTaken(owner, names);
        Field<String> name = DBMAIL_MAILBOXES.NAME;
        @Nullable CaseConditionStep<String> renamed = null;
        for (Map.Entry<Long, String> entry : names.entrySet()) {
            var mailbox = DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(entry.getKey());
            String stored = StoredName.encode(entry.getValue());
            renamed = renamed == null ? DSL.when(mailbox, stored) : renamed.when(mailbox, stored);
        }
        if (renamed != null) {
            db.dsl()
                    .update(DBMAIL_MAILBOXES)
                    .set(name, renamed.otherwise(name))
                    .where(DBMAIL_MAILBOXES.MAILBOX_IDNR.in(names.keySet()))
                    .execute();
        }
        subscriptions.namesAreTaken(owner, names);
    }

    private void refuseTaken(long owner, Map<Long, String> names) {
        for (Mailbox other : ownedBy(owner)) {
            boolean taken = !names.containsKey(other.id())
                    && names.values().stream().anyMatch(name -> same(name, other.name()));
            if (taken) {
                throw new Refusal(Reason.ALREADY_EXISTS, "a mailbox of that name exists already");
            }
        }
        Set<String> different = new HashSet<>(names.values());
        if (different.size() < names.size()) {
            throw new Refusal(Reason.ALREADY_EXISTS, "two mailboxes can't have one name");
        }
    }

    @Override
    public Map<Long, MailboxStatus> status(List<Long> mailboxIds) {
        Map<Long, MailboxStatus> found = new HashMap<>();
        if (!mailboxIds.isEmpty()) {
            db.eachOnce(
                    STATUS + UidCondition.list(mailboxIds) + ") GROUP BY b.mailbox_idnr, b.seq",
                    row -> found.put(
                            row.getLong(1),
                            new MailboxStatus(
                                    row.getInt(2),
                                    row.getInt(3),
                                    row.getInt(4),
                                    row.getInt(5),
                                    Math.max(row.getLong(7), row.getLong(8) + 1),
                                    row.getLong(6))));
        }
        return found;
    }
}
