package org.jdbmail.sql.message;

import org.jdbmail.core.mail.Flag;

/** How the columns of {@code dbmail_messages} stand for flags. */
final class Columns {
    /** The flags of a row {@code m} as one number, with the bits of {@link Flag}. */
    static final String FLAGS =
            "m.seen_flag + 2 * m.answered_flag + 4 * m.flagged_flag + 8 * m.deleted_flag + 16 * m.draft_flag";

    private Columns() {}

    /** The column of a flag. */
    static String of(Flag flag) {
        return switch (flag) {
            case SEEN -> "seen_flag";
            case ANSWERED -> "answered_flag";
            case FLAGGED -> "flagged_flag";
            case DELETED -> "deleted_flag";
            case DRAFT -> "draft_flag";
        };
    }
}
