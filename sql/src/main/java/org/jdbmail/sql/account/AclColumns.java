package org.jdbmail.sql.account;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;

/** How the columns of {@code dbmail_acl} stand for rights, in the order of {@link Right}. */
final class AclColumns {
    /** What nobody but the owner may do with a mailbox that is kept read-only. */
    private static final Rights READING = Rights.of(Right.LOOKUP, Right.READ);

    private AclColumns() {}

    /** The column of a right. */
    static String of(Right right) {
        return switch (right) {
            case LOOKUP -> "lookup_flag";
            case READ -> "read_flag";
            case SEEN -> "seen_flag";
            case WRITE -> "write_flag";
            case INSERT -> "insert_flag";
            case POST -> "post_flag";
            case CREATE -> "create_flag";
            case DELETE -> "delete_flag";
            case DELETED -> "deleted_flag";
            case EXPUNGE -> "expunge_flag";
            case ADMINISTER -> "administer_flag";
        };
    }

    /** The rights of a row as one number, which is what {@link Rights#bits} is; 0 where an outer join found no row. */
    static String bits(String prefix) {
        return Arrays.stream(Right.values())
                .map(right -> "CASE WHEN " + prefix + of(right) + " <> 0 THEN "
                        + Rights.of(right).bits() + " ELSE 0 END")
                .collect(Collectors.joining(" + "));
    }

    /** What is left of granted rights on a mailbox that is kept read-only, for others than its owner. */
    static Rights withoutWriting(Rights rights) {
        return new Rights(rights.bits() & READING.bits());
    }
}
