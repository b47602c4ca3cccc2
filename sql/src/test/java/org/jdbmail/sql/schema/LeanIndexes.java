package org.jdbmail.sql.schema;

import java.util.List;

/** The indexes of DBMail's that the databases we make do without. */
final class LeanIndexes {
    private LeanIndexes() {}

    /** As {@link Catalog#indexes} tells of them. */
    static List<String> lines(String name) {
        return switch (name) {
            case "postgresql" ->
                List.of(
                        "dbmail_mailboxes.dbmail_mailboxes_seq (seq)",
                        "dbmail_messages.dbmail_messages_1 (mailbox_idnr)",
                        "dbmail_messages.dbmail_messages_3 (seen_flag)",
                        "dbmail_messages.dbmail_messages_6 (status) WHERE (status < '2'::smallint)",
                        "dbmail_messages.dbmail_messages_4 (unique_id)",
                        "dbmail_messages.dbmail_messages_5 (status)",
                        "dbmail_messages.dbmail_messages_7 (mailbox_idnr, status, seen_flag)",
                        "dbmail_messages.dbmail_messages_8 (mailbox_idnr, status, recent_flag)",
                        "dbmail_messages.dbmail_messages_seq_index (seq)");
            case "sqlite" ->
                List.of(
                        "dbmail_mailboxes.dbmail_mailbox_4 (seq)",
                        "dbmail_messages.dbmail_messages_3 (seen_flag)",
                        "dbmail_messages.dbmail_messages_6 (mailbox_idnr, status)",
                        "dbmail_messages.dbmail_messages_4 (unique_id)",
                        "dbmail_messages.dbmail_messages_5 (status)",
                        "dbmail_messages.dbmail_messages_7 (mailbox_idnr, status, seen_flag)",
                        "dbmail_messages.dbmail_messages_8 (mailbox_idnr, status, recent_flag)",
                        "dbmail_messages.dbmail_messages_seq_index (seq)");
            default ->
                List.of(
                        "dbmail_mailboxes.seq_index (seq)",
                        "dbmail_messages.seen_flag_index (seen_flag)",
                        "dbmail_messages.unique_id_index (unique_id)",
                        "dbmail_messages.mailbox_status (mailbox_idnr, status)",
                        "dbmail_messages.dbmail_messages_seq_index (seq)");
        };
    }

    /** What makes them. */
    static List<String> statements(String name) {
        return lines(name).stream()
                .map(line -> line.replaceFirst("(\\w+)\\.(\\w+) (.*)", "CREATE INDEX $2 ON $1 $3"))
                .toList();
    }
}
