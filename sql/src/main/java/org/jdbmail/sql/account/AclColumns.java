package org.jdbmail.sql.account;

import java.util.Arrays;
import java.util.List;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.sql.jooq.tables.DbmailAcl;
import org.jooq.Field;
import org.jooq.Record;

/** How the columns of {@code dbmail_acl} stand for rights. */
final class AclColumns {
    /** What nobody but the owner may do with a mailbox that is kept read-only. */
    private static final Rights READING = Rights.of(Right.LOOKUP, Right.READ);

    private AclColumns() {}

    /** The column of a right. */
    static Field<Short> of(DbmailAcl acl, Right right) {
        return switch (right) {
            case LOOKUP -> acl.LOOKUP_FLAG;
            case READ -> acl.READ_FLAG;
            case SEEN -> acl.SEEN_FLAG;
            case WRITE -> acl.WRITE_FLAG;
            case INSERT -> acl.INSERT_FLAG;
            case POST -> acl.POST_FLAG;
            case CREATE -> acl.CREATE_FLAG;
            case DELETE -> acl.DELETE_FLAG;
            case DELETED -> acl.DELETED_FLAG;
            case EXPUNGE -> acl.EXPUNGE_FLAG;
            case ADMINISTER -> acl.ADMINISTER_FLAG;
        };
    }

    /** All columns that stand for rights. */
    static List<Field<Short>> all(DbmailAcl acl) {
        return Arrays.stream(Right.values()).map(right -> of(acl, right)).toList();
    }

    /** The rights that a row grants; none where an outer join found no row. */
    static Rights read(DbmailAcl acl, Record row) {
        Rights rights = Rights.NONE;
        for (Right right : Right.values()) {
            Short flag = row.get(of(acl, right));
            if (flag != null && flag != 0) {
                rights = rights.plus(Rights.of(right));
            }
        }
        return rights;
    }

    /** What is left of granted rights on a mailbox that is kept read-only, for others than its owner. */
    static Rights withoutWriting(Rights rights) {
        return new Rights(rights.bits() & READING.bits());
    }
}
