package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_ACL;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_SUBSCRIPTION;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_MAILBOX_STATE;

import java.util.Comparator;
import java.util.List;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jooq.tables.DbmailAcl;
import org.jdbmail.sql.jooq.tables.DbmailUsers;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;

/** Reads mailboxes, alone or as one user meets them: with rights and subscription, in one statement. */
final class AccessReader {
    private static final DbmailAcl OWN = DBMAIL_ACL.as("own_acl");
    private static final DbmailAcl ANYONES = DBMAIL_ACL.as("any_acl");
    private static final DbmailUsers ANYONE = DBMAIL_USERS.as("any_user");

    private static final List<Field<?>> MAILBOX = List.of(
            DBMAIL_MAILBOXES.MAILBOX_IDNR,
            DBMAIL_MAILBOXES.OWNER_IDNR,
            DBMAIL_USERS.USERID,
            DBMAIL_MAILBOXES.NAME,
            DBMAIL_MAILBOXES.NO_SELECT,
            DBMAIL_MAILBOXES.NO_INFERIORS,
            DBMAIL_MAILBOXES.PERMISSION,
            JDBMAIL_MAILBOX_STATE.SPECIAL_USE);

    /** DBMail's {@code permission} of a mailbox that is kept read-only. */
    private static final int READ_ONLY = 1;

    private final Db db;

    AccessReader(Db db) {
        this.db = db;
    }

    /** The mailboxes that fulfil a condition, by name. */
    List<Mailbox> mailboxes(Condition condition) {
        return from(db.dsl().select(MAILBOX).from(DBMAIL_MAILBOXES))
                .where(condition)
                .orderBy(DBMAIL_MAILBOXES.NAME)
                .fetch(AccessReader::mailbox);
    }

    private static <R extends Record> SelectJoinStep<R> from(SelectJoinStep<R> select) {
        return select.join(DBMAIL_USERS)
                .on(DBMAIL_USERS.USER_IDNR.eq(DBMAIL_MAILBOXES.OWNER_IDNR))
                .leftJoin(JDBMAIL_MAILBOX_STATE)
                .on(JDBMAIL_MAILBOX_STATE.MAILBOX_IDNR.eq(DBMAIL_MAILBOXES.MAILBOX_IDNR));
    }

    private static Mailbox mailbox(Record row) {
        Short permission = row.get(DBMAIL_MAILBOXES.PERMISSION);
        return new Mailbox(
                row.get(DBMAIL_MAILBOXES.MAILBOX_IDNR),
                row.get(DBMAIL_MAILBOXES.OWNER_IDNR),
                row.get(DBMAIL_USERS.USERID),
                row.get(DBMAIL_MAILBOXES.NAME),
                row.get(DBMAIL_MAILBOXES.NO_SELECT) != 0,
                row.get(DBMAIL_MAILBOXES.NO_INFERIORS) != 0,
                permission != null && permission == READ_ONLY,
                row.get(JDBMAIL_MAILBOX_STATE.SPECIAL_USE));
    }

    /** The mailboxes of an owner whose name is that one as the database compares; the caller compares exactly. */
    List<MailboxAccess> named(long userId, long ownerId, String name) {
        return accesses(
                userId, DBMAIL_MAILBOXES.OWNER_IDNR.eq(ownerId).and(Folded.equal(db, DBMAIL_MAILBOXES.NAME, name)));
    }

    /** What the user owns, and what of others the user may look up. */
    List<MailboxAccess> visibleTo(long userId) {
        Condition granted = DBMAIL_MAILBOXES
                .OWNER_IDNR
                .eq(userId)
                .or(OWN.LOOKUP_FLAG.ne((short) 0))
                .or(ANYONES.LOOKUP_FLAG.ne((short) 0));
        return accesses(userId, granted).stream()
                .sorted(Comparator.comparing(
                                (MailboxAccess access) -> access.mailbox().ownerLogin())
                        .thenComparing(access -> access.mailbox().name()))
                .toList();
    }

    private List<MailboxAccess> accesses(long userId, Condition condition) {
        return from(db.dsl()
                        .select(MAILBOX)
                        .select(OWN.USER_ID, DBMAIL_SUBSCRIPTION.USER_ID)
                        .select(AclColumns.all(OWN))
                        .select(AclColumns.all(ANYONES))
                        .from(DBMAIL_MAILBOXES))
                .leftJoin(OWN)
                .on(OWN.MAILBOX_ID.eq(DBMAIL_MAILBOXES.MAILBOX_IDNR).and(OWN.USER_ID.eq(userId)))
                .leftJoin(ANYONES)
                .on(ANYONES.MAILBOX_ID
                        .eq(DBMAIL_MAILBOXES.MAILBOX_IDNR)
                        .and(ANYONES.USER_ID.eq(
                                DSL.select(ANYONE.USER_IDNR).from(ANYONE).where(ANYONE.USERID.eq(User.ANYONE)))))
                .leftJoin(DBMAIL_SUBSCRIPTION)
                .on(DBMAIL_SUBSCRIPTION
                        .MAILBOX_ID
                        .eq(DBMAIL_MAILBOXES.MAILBOX_IDNR)
                        .and(DBMAIL_SUBSCRIPTION.USER_ID.eq(userId)))
                .where(condition)
                .fetch(row -> access(userId, row));
    }

    private static MailboxAccess access(long userId, Record row) {
        Mailbox mailbox = mailbox(row);
        boolean listed = row.get(OWN.USER_ID) != null;
        Rights rights;
        if (mailbox.ownerId() == userId) {
            rights = listed ? AclColumns.read(OWN, row) : Rights.ALL;
        } else {
            rights = AclColumns.read(OWN, row).plus(AclColumns.read(ANYONES, row));
            rights = mailbox.readOnly() ? AclColumns.withoutWriting(rights) : rights;
        }
        return new MailboxAccess(mailbox, rights, row.get(DBMAIL_SUBSCRIPTION.USER_ID) != null);
    }
}
