package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_ANNOTATION;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Annotations;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Notes about mailboxes and the server, over {@code jdbmail_annotation}. */
public final class SqlAnnotations implements Annotations {
    private static final String SHARED = "/shared";
    private static final String PRIVATE = "/private";

    private final Db db;

    public SqlAnnotations(Db db) {
        this.db = db;
    }

    @Override
    public Map<Long, List<Annotation>> of(Collection<Long> mailboxIds, long userId) {
        Map<Long, List<Annotation>> found = new HashMap<>();
        List<Long> mailboxes = mailboxIds.stream().filter(id -> id != SERVER).toList();
        Condition where =
                mailboxes.isEmpty() ? DSL.noCondition() : DSL.or(JDBMAIL_ANNOTATION.MAILBOX_IDNR.in(mailboxes));
        if (mailboxIds.contains(SERVER)) {
            where = where.or(JDBMAIL_ANNOTATION.MAILBOX_IDNR.isNull());
        } else if (mailboxes.isEmpty()) {
            return found;
        }
        db.dsl()
                .select(
                        JDBMAIL_ANNOTATION.MAILBOX_IDNR,
                        JDBMAIL_ANNOTATION.USER_IDNR,
                        JDBMAIL_ANNOTATION.ENTRY,
                        JDBMAIL_ANNOTATION.DATA)
                .from(JDBMAIL_ANNOTATION)
                .where(where)
                .and(JDBMAIL_ANNOTATION.USER_IDNR.isNull().or(JDBMAIL_ANNOTATION.USER_IDNR.eq(userId)))
                .orderBy(JDBMAIL_ANNOTATION.ENTRY, JDBMAIL_ANNOTATION.ID)
                .forEach(row -> found.computeIfAbsent(
                                Optional.ofNullable(row.value1()).orElse(SERVER), id -> new ArrayList<>())
                        .add(new Annotation((row.value2() == null ? SHARED : PRIVATE) + row.value3(), row.value4())));
        return found;
    }

    @Override
    public void change(long mailboxId, long userId, Map<String, byte @Nullable []> values) {
        lock(mailboxId, userId);
        db.touchLists();
        values.forEach((entry, value) -> {
            boolean shared = entry.startsWith(SHARED + "/");
            String name = entry.substring((shared ? SHARED : PRIVATE).length());
            Condition row = place(mailboxId, shared ? null : userId).and(JDBMAIL_ANNOTATION.ENTRY.eq(name));
            if (value == null) {
                db.dsl().deleteFrom(JDBMAIL_ANNOTATION).where(row).execute();
            } else if (db.dsl()
                            .update(JDBMAIL_ANNOTATION)
                            .set(JDBMAIL_ANNOTATION.DATA, value)
                            .where(row)
                            .execute()
                    == 0) {
                add(mailboxId, shared ? null : userId, name, value);
            }
        });
        for (@Nullable Long owner : new @Nullable Long[] {null, userId}) {
            if (db.dsl().fetchCount(JDBMAIL_ANNOTATION, place(mailboxId, owner)) > MOST) {
                throw new Refusal(Reason.LIMIT, "There are too many annotations");
            }
        }
    }

    private void add(long mailboxId, @Nullable Long userId, String name, byte[] value) {
        db.dsl()
                .insertInto(
                        JDBMAIL_ANNOTATION,
                        JDBMAIL_ANNOTATION.MAILBOX_IDNR,
                        JDBMAIL_ANNOTATION.USER_IDNR,
                        JDBMAIL_ANNOTATION.ENTRY,
                        JDBMAIL_ANNOTATION.DATA)
                .values(mailboxId == SERVER ? null : mailboxId, userId, name, value)
                .execute();
    }

    @Override
    public void copy(long fromMailboxId, long toMailboxId) {
        db.dsl()
                .insertInto(
                        JDBMAIL_ANNOTATION,
                        JDBMAIL_ANNOTATION.MAILBOX_IDNR,
                        JDBMAIL_ANNOTATION.USER_IDNR,
                        JDBMAIL_ANNOTATION.ENTRY,
                        JDBMAIL_ANNOTATION.DATA)
                .select(DSL.select(
                                DSL.val(toMailboxId),
                                JDBMAIL_ANNOTATION.USER_IDNR,
                                JDBMAIL_ANNOTATION.ENTRY,
                                JDBMAIL_ANNOTATION.DATA)
                        .from(JDBMAIL_ANNOTATION)
                        .where(JDBMAIL_ANNOTATION.MAILBOX_IDNR.eq(fromMailboxId)))
                .execute();
    }

    private static Condition place(long mailboxId, @Nullable Long userId) {
        return (mailboxId == SERVER
                        ? JDBMAIL_ANNOTATION.MAILBOX_IDNR.isNull()
                        : JDBMAIL_ANNOTATION.MAILBOX_IDNR.eq(mailboxId))
                .and(userId == null ? JDBMAIL_ANNOTATION.USER_IDNR.isNull() : JDBMAIL_ANNOTATION.USER_IDNR.eq(userId));
    }

    /** No unique key can hold where a column is null: the mailbox's row, or the account's, is the lock. SQLite has one writer. */
    private void lock(long mailboxId, long userId) {
        if (mailboxId == SERVER) {
            db.lock(DBMAIL_USERS, DBMAIL_USERS.USER_IDNR.eq(userId));
        } else {
            db.lock(DBMAIL_MAILBOXES, DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(mailboxId));
        }
    }
}
