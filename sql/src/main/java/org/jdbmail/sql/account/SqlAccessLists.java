package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_ACL;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.AccessLists;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Field;
import org.jooq.Record;

/** Access control lists, over {@code dbmail_acl}. */
public final class SqlAccessLists implements AccessLists {
    private final Db db;

    public SqlAccessLists(Db db) {
        this.db = db;
    }

    @Override
    public List<Entry> of(long mailboxId) {
        return db.dsl()
                .select(DBMAIL_USERS.USER_IDNR, DBMAIL_USERS.USERID)
                .select(columns())
                .from(DBMAIL_ACL)
                .join(DBMAIL_USERS)
                .on(DBMAIL_USERS.USER_IDNR.eq(DBMAIL_ACL.USER_ID))
                .where(DBMAIL_ACL.MAILBOX_ID.eq(mailboxId))
                .orderBy(DBMAIL_USERS.USERID)
                .fetch(row -> new Entry(row.get(DBMAIL_USERS.USER_IDNR), row.get(DBMAIL_USERS.USERID), rights(row)));
    }

    @Override
    public Map<Long, List<Entry>> ofOwner(long ownerId) {
        Map<Long, List<Entry>> all = new HashMap<>();
        db.dsl()
                .select(DBMAIL_ACL.MAILBOX_ID, DBMAIL_USERS.USER_IDNR, DBMAIL_USERS.USERID)
                .select(columns())
                .from(DBMAIL_ACL)
                .join(DBMAIL_USERS)
                .on(DBMAIL_USERS.USER_IDNR.eq(DBMAIL_ACL.USER_ID))
                .join(DBMAIL_MAILBOXES)
                .on(DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(DBMAIL_ACL.MAILBOX_ID))
                .where(DBMAIL_MAILBOXES.OWNER_IDNR.eq(ownerId))
                .orderBy(DBMAIL_USERS.USERID)
                .forEach(row -> all.computeIfAbsent(row.get(DBMAIL_ACL.MAILBOX_ID), id -> new ArrayList<>())
                        .add(new Entry(row.get(DBMAIL_USERS.USER_IDNR), row.get(DBMAIL_USERS.USERID), rights(row))));
        return all;
    }

    @Override
    public void set(long mailboxId, long userId, Rights rights) {
        Map<Field<?>, Object> values = new HashMap<>();
        for (Right right : Right.values()) {
            values.put(column(right), rights.has(right) ? (short) 1 : (short) 0);
        }
        // Not by one statement, which jOOQ writes for MySQL as versions before 8.0.19 don't understand it.
        remove(mailboxId, userId);
        db.dsl()
                .insertInto(DBMAIL_ACL)
                .set(DBMAIL_ACL.MAILBOX_ID, mailboxId)
                .set(DBMAIL_ACL.USER_ID, userId)
                .set(values)
                .execute();
        db.touchLists();
    }

    @Override
    public void remove(long mailboxId, long userId) {
        db.dsl()
                .deleteFrom(DBMAIL_ACL)
                .where(DBMAIL_ACL.MAILBOX_ID.eq(mailboxId))
                .and(DBMAIL_ACL.USER_ID.eq(userId))
                .execute();
        db.touch(mailboxId);
        db.touchLists();
    }

    private static List<Field<Short>> columns() {
        List<Field<Short>> columns = new ArrayList<>();
        for (Right right : Right.values()) {
            columns.add(column(right));
        }
        return columns;
    }

    private static Rights rights(Record row) {
        Rights rights = Rights.NONE;
        for (Right right : Right.values()) {
            if (row.get(column(right)) != 0) {
                rights = rights.plus(Rights.of(right));
            }
        }
        return rights;
    }

    private static Field<Short> column(Right right) {
        return switch (right) {
            case LOOKUP -> DBMAIL_ACL.LOOKUP_FLAG;
            case READ -> DBMAIL_ACL.READ_FLAG;
            case SEEN -> DBMAIL_ACL.SEEN_FLAG;
            case WRITE -> DBMAIL_ACL.WRITE_FLAG;
            case INSERT -> DBMAIL_ACL.INSERT_FLAG;
            case POST -> DBMAIL_ACL.POST_FLAG;
            case CREATE -> DBMAIL_ACL.CREATE_FLAG;
            case DELETE -> DBMAIL_ACL.DELETE_FLAG;
            case DELETED -> DBMAIL_ACL.DELETED_FLAG;
            case EXPUNGE -> DBMAIL_ACL.EXPUNGE_FLAG;
            case ADMINISTER -> DBMAIL_ACL.ADMINISTER_FLAG;
        };
    }
}
