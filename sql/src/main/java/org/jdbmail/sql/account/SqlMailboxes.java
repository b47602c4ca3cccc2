package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_ACL;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_PHYSMESSAGE;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_SUBSCRIPTION;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_MAILBOX_STATE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_REMOVAL;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_SUMMARY;

import java.math.BigDecimal;
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
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.store.Mailboxes;
import org.jdbmail.core.store.User;
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
    /** A message counts as large as it is served: where it is known, that is more than DBMail wrote down, if anything. */
    private static final Field<Long> SERVED = DSL.when(
                    JDBMAIL_SUMMARY.SIZE.isNull().or(JDBMAIL_SUMMARY.SIZE.lt(DBMAIL_PHYSMESSAGE.MESSAGESIZE)),
                    DBMAIL_PHYSMESSAGE.MESSAGESIZE)
            .otherwise(JDBMAIL_SUMMARY.SIZE);

    /** By hand: clients ask for STATUS of a hundred mailboxes at a time, and it is the one statement of that. */
    private static final String STATUS = """
            SELECT b.mailbox_idnr, count(m.message_idnr), coalesce(sum(m.recent_flag), 0),
              coalesce(sum(1 - m.seen_flag), 0), coalesce(sum(m.deleted_flag), 0), b.seq,
              coalesce(max(s.uid_next), 1), coalesce((
                SELECT l.message_idnr FROM {messages} l WHERE l.mailbox_idnr = b.mailbox_idnr
                ORDER BY l.message_idnr DESC LIMIT 1), 0)
            FROM {mailboxes} b LEFT JOIN {+mailbox_state} s ON s.mailbox_idnr = b.mailbox_idnr
              LEFT JOIN {messages} m ON m.mailbox_idnr = b.mailbox_idnr AND m.status < 2
            WHERE b.no_select < 2 AND b.mailbox_idnr IN (""";

    /** {@code no_select} of a mailbox that was deleted. */
    private static final short BEING_REMOVED = 2;

    private final Db db;
    private final Runnable removalIsDue;
    private final AccessReader reader;
    private final SqlSubscriptions subscriptions;

    /** @param removalIsDue called after a commit that leaves a mailbox to be removed in pieces */
    public SqlMailboxes(Db db, Runnable removalIsDue) {
        this.db = db;
        this.removalIsDue = removalIsDue;
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
        if (reader.named(ownerId, name).stream().anyMatch(other -> Mailbox.sameName(other.name(), name))) {
            throw new Refusal(Reason.ALREADY_EXISTS, "a mailbox of that name exists already");
        }
        long id = insert(ownerId, name);
        if (specialUse != null) {
            db.dsl()
                    .insertInto(
                            JDBMAIL_MAILBOX_STATE,
                            JDBMAIL_MAILBOX_STATE.MAILBOX_IDNR,
                            JDBMAIL_MAILBOX_STATE.SPECIAL_USE)
                    .values(id, specialUse)
                    .execute();
        }
        subscriptions.namesAreTaken(ownerId, Map.of(id, name));
        if (name.equals(Mailbox.INBOX)) {
            // Clients that go by LSUB alone would not show it.
            subscriptions.add(ownerId, id);
        }
        db.touchLists();
        return id;
    }

    /** The mailboxes of all owners that have exactly this name. */
    public List<Mailbox> named(String name) {
        return db
                .dsl()
                .select(DBMAIL_MAILBOXES.MAILBOX_IDNR)
                .from(DBMAIL_MAILBOXES)
                .where(DBMAIL_MAILBOXES.NAME.eq(StoredName.encode(name)))
                .orderBy(DBMAIL_MAILBOXES.MAILBOX_IDNR)
                .fetch(DBMAIL_MAILBOXES.MAILBOX_IDNR)
                .stream()
                .flatMap(id -> find(id).stream())
                .filter(mailbox -> mailbox.name().equals(name)) // the database may compare more kindly
                .toList();
    }

    /**
     * The statement that makes a mailbox of an owner and a name. Its id is its UIDVALIDITY, so that nobody had it before. By hand,
     * since jOOQ's model has no table {@code sqlite_sequence}.
     */
    static String create(Dialect dialect) {
        return dialect.insertAnew("{mailboxes}", "mailbox_idnr", "owner_idnr, name, seq", "?, ?, 1");
    }

    /** Two sessions must not both find a name free: the owner's row is their lock. */
    private void lockNames(long ownerId) {
        db.lock(DBMAIL_USERS, DBMAIL_USERS.USER_IDNR.eq(ownerId));
    }

    @Override
    public void setSpecialUse(long mailboxId, @Nullable String specialUse) {
        int changed = db.dsl()
                .update(JDBMAIL_MAILBOX_STATE)
                .set(JDBMAIL_MAILBOX_STATE.SPECIAL_USE, specialUse)
                .where(JDBMAIL_MAILBOX_STATE.MAILBOX_IDNR.eq(mailboxId))
                .execute();
        if (changed == 0) {
            db.dsl()
                    .insertInto(JDBMAIL_MAILBOX_STATE)
                    .set(JDBMAIL_MAILBOX_STATE.MAILBOX_IDNR, mailboxId)
                    .set(JDBMAIL_MAILBOX_STATE.SPECIAL_USE, specialUse)
                    .execute();
        }
        db.touchLists();
    }

    @Override
    public Map<Long, Long> octets(List<Long> mailboxIds, boolean deleted) {
        Map<Long, Long> found = new HashMap<>();
        if (!mailboxIds.isEmpty()) {
            db.dsl()
                    .select(DBMAIL_MESSAGES.MAILBOX_IDNR, DSL.sum(SERVED))
                    .from(DBMAIL_MESSAGES)
                    .join(DBMAIL_PHYSMESSAGE)
                    .on(DBMAIL_PHYSMESSAGE.ID.eq(DBMAIL_MESSAGES.PHYSMESSAGE_ID))
                    .leftJoin(JDBMAIL_SUMMARY)
                    .on(JDBMAIL_SUMMARY.PHYSMESSAGE_ID.eq(DBMAIL_MESSAGES.PHYSMESSAGE_ID))
                    .where(DBMAIL_MESSAGES.STATUS.lt(DSL.inline((short) 2)))
                    .and(DBMAIL_MESSAGES.MAILBOX_IDNR.in(mailboxIds))
                    .and(deleted ? DBMAIL_MESSAGES.DELETED_FLAG.eq((short) 1) : DSL.noCondition())
                    .groupBy(DBMAIL_MESSAGES.MAILBOX_IDNR)
                    .forEach(row -> found.put(row.value1(), row.value2().longValue()));
        }
        return found;
    }

    @Override
    public void grant(long mailboxId, long userId, Rights rights) {
        new SqlAccessLists(db).set(mailboxId, userId, rights);
    }

    @Override
    public void delete(long mailboxId) {
        // The row's lock first, so that no delivery comes between the count and the end.
        set(mailboxId, Map.of(DBMAIL_MAILBOXES.SEQ, DBMAIL_MAILBOXES.SEQ.plus(1)));
        subscriptions.keepName(mailboxId);
        if (isLarge(mailboxId)) {
            db.dsl()
                    .deleteFrom(DBMAIL_SUBSCRIPTION)
                    .where(DBMAIL_SUBSCRIPTION.MAILBOX_ID.eq(mailboxId))
                    .execute();
            db.dsl()
                    .deleteFrom(DBMAIL_ACL)
                    .where(DBMAIL_ACL.MAILBOX_ID.eq(mailboxId))
                    .execute();
            setAside(mailboxId);
        } else {
            long octets = octets(mailboxId);
            Quota quota = new Quota(db);
            long owner = quota.owner(mailboxId);
            db.dsl()
                    .deleteFrom(DBMAIL_MAILBOXES)
                    .where(DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(mailboxId))
                    .execute();
            quota.adjust(owner, -octets);
        }
        db.touchLists();
        db.touch(mailboxId);
    }

    /** Whether there are too many messages, tombstones too, to be removed at once while others wait. */
    boolean isLarge(long mailboxId) {
        return db.dsl()
                .select(DBMAIL_MESSAGES.MESSAGE_IDNR)
                .from(DBMAIL_MESSAGES)
                .where(DBMAIL_MESSAGES.MAILBOX_IDNR.eq(mailboxId))
                .orderBy(DBMAIL_MESSAGES.MESSAGE_IDNR)
                .limit(1)
                .offset(Removal.PIECE)
                .fetchOptional()
                .isPresent();
    }

    private long octets(long mailboxId) {
        return db.dsl()
                .select(DSL.coalesce(DSL.sum(DBMAIL_PHYSMESSAGE.MESSAGESIZE), BigDecimal.ZERO))
                .from(DBMAIL_MESSAGES)
                .join(DBMAIL_PHYSMESSAGE)
                .on(DBMAIL_PHYSMESSAGE.ID.eq(DBMAIL_MESSAGES.PHYSMESSAGE_ID))
                .where(DBMAIL_MESSAGES.MAILBOX_IDNR.eq(mailboxId))
                .and(DBMAIL_MESSAGES.STATUS.lt((short) 2))
                .fetchSingle()
                .value1()
                .longValue();
    }

    private void set(long mailboxId, Map<? extends Field<?>, ?> values) {
        db.dsl()
                .update(DBMAIL_MAILBOXES)
                .set(values)
                .where(DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(mailboxId))
                .execute();
    }

    /** Makes a mailbox nobody's, so that it is gone for everybody; its messages are removed in pieces later. */
    void setAside(long mailboxId) {
        db.dsl()
                .insertInto(JDBMAIL_REMOVAL, JDBMAIL_REMOVAL.MAILBOX_IDNR, JDBMAIL_REMOVAL.CHARGED_IDNR)
                .select(DSL.select(DBMAIL_MAILBOXES.MAILBOX_IDNR, DBMAIL_MAILBOXES.OWNER_IDNR)
                        .from(DBMAIL_MAILBOXES)
                        .where(DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(mailboxId)))
                .execute();
        Field<Long> nobody = DSL.field(DSL.select(DBMAIL_USERS.USER_IDNR)
                .from(DBMAIL_USERS)
                .where(DBMAIL_USERS.USERID.eq(User.INTERNAL_DELIVERY)));
        set(
                mailboxId,
                Map.of(
                        DBMAIL_MAILBOXES.NO_SELECT,
                        DSL.val(BEING_REMOVED),
                        DBMAIL_MAILBOXES.NAME,
                        DSL.val("removed " + mailboxId),
                        DBMAIL_MAILBOXES.OWNER_IDNR,
                        nobody));
        db.afterCommit(removalIsDue);
    }

    @Override
    public void deleteButKeepChildren(long mailboxId) {
        if (isLarge(mailboxId)) {
            keepPlaceOnly(mailboxId);
        } else {
            new Expunger(db).expunge(mailboxId, NumberSet.range(1, Long.MAX_VALUE), false);
            setSelectable(mailboxId, false);
        }
        db.touchLists();
        db.touch(mailboxId);
    }

    /** Another mailbox takes the name, the rights and the subscriptions. */
    private void keepPlaceOnly(long mailboxId) {
        set(mailboxId, Map.of(DBMAIL_MAILBOXES.SEQ, DBMAIL_MAILBOXES.SEQ.plus(1)));
        Mailbox mailbox = find(mailboxId).orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no such mailbox"));
        setAside(mailboxId);
        long place = insert(mailbox.ownerId(), mailbox.name());
        setSelectable(place, false);
        db.dsl()
                .update(DBMAIL_ACL)
                .set(DBMAIL_ACL.MAILBOX_ID, place)
                .where(DBMAIL_ACL.MAILBOX_ID.eq(mailboxId))
                .execute();
        db.dsl()
                .update(DBMAIL_SUBSCRIPTION)
                .set(DBMAIL_SUBSCRIPTION.MAILBOX_ID, place)
                .where(DBMAIL_SUBSCRIPTION.MAILBOX_ID.eq(mailboxId))
                .execute();
    }

    private long insert(long ownerId, String name) {
        String stored = StoredName.encode(name);
        long id = UniqueNames.write(() -> db.insert(create(db.dialect()), "mailbox_idnr", ownerId, stored));
        db.leaves(later -> isThere(later, ownerId, id, stored));
        return id;
    }

    private static boolean isThere(Db db, long ownerId, long mailboxId, String stored) {
        return db.dsl()
                .select(DBMAIL_MAILBOXES.NAME)
                .from(DBMAIL_MAILBOXES)
                .where(DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(mailboxId))
                .and(DBMAIL_MAILBOXES.OWNER_IDNR.eq(ownerId))
                .fetchOptional(DBMAIL_MAILBOXES.NAME)
                .filter(stored::equals)
                .isPresent();
    }

    @Override
    public void makeSelectable(long mailboxId) {
        setSelectable(mailboxId, true);
        db.touchLists();
        db.touch(mailboxId);
    }

    private void setSelectable(long mailboxId, boolean selectable) {
        set(
                mailboxId,
                Map.of(
                        DBMAIL_MAILBOXES.NO_SELECT,
                        DSL.val((short) (selectable ? 0 : 1)),
                        DBMAIL_MAILBOXES.SEQ,
                        DBMAIL_MAILBOXES.SEQ.plus(1)));
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
            var update = db.dsl()
                    .update(DBMAIL_MAILBOXES)
                    .set(name, renamed.otherwise(name))
                    .where(DBMAIL_MAILBOXES.MAILBOX_IDNR.in(names.keySet()));
            UniqueNames.write(update::execute);
        }
        subscriptions.namesAreTaken(owner, names);
        db.touchLists();
    }

    private void refuseTaken(long owner, Map<Long, String> names) {
        for (Mailbox other : ownedBy(owner)) {
            boolean taken = !names.containsKey(other.id())
                    && names.values().stream().anyMatch(name -> Mailbox.sameName(name, other.name()));
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
