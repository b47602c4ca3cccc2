package org.jdbmail.sql.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a {@link Stage} looks like to those who use it, read from the tables, without the numbers that differ each time. */
final class StorePicture {
    private static final List<String> QUERIES = List.of(
            "SELECT 'account', replace(userid, '%1$s', '?'), curmail_size, active FROM dbmail_users WHERE userid LIKE '%1$s%%'",
            "SELECT 'mailbox', replace(u.userid, '%1$s', '?'), b.name, b.no_select, coalesce(s.special_use, '')"
                    + " FROM dbmail_mailboxes b JOIN dbmail_users u ON u.user_idnr = b.owner_idnr"
                    + " LEFT JOIN jdbmail_mailbox_state s ON s.mailbox_idnr = b.mailbox_idnr"
                    + " WHERE b.no_select < 2 AND u.userid LIKE '%1$s%%'",
            "SELECT 'message', replace(u.userid, '%1$s', '?'), b.name, s.subject, m.seen_flag, m.deleted_flag, m.flagged_flag"
                    + " FROM dbmail_messages m JOIN dbmail_mailboxes b ON b.mailbox_idnr = m.mailbox_idnr"
                    + " JOIN dbmail_users u ON u.user_idnr = b.owner_idnr"
                    + " LEFT JOIN jdbmail_summary s ON s.physmessage_id = m.physmessage_id"
                    + " WHERE m.status < 2 AND b.no_select < 2 AND u.userid LIKE '%1$s%%'",
            "SELECT 'keyword', b.name, s.subject, k.keyword FROM dbmail_keywords k"
                    + " JOIN dbmail_messages m ON m.message_idnr = k.message_idnr"
                    + " JOIN dbmail_mailboxes b ON b.mailbox_idnr = m.mailbox_idnr"
                    + " JOIN dbmail_users u ON u.user_idnr = b.owner_idnr"
                    + " LEFT JOIN jdbmail_summary s ON s.physmessage_id = m.physmessage_id"
                    + " WHERE m.status < 2 AND u.userid LIKE '%1$s%%'",
            "SELECT 'subscription', replace(u.userid, '%1$s', '?'), b.name FROM dbmail_subscription s"
                    + " JOIN dbmail_users u ON u.user_idnr = s.user_id"
                    + " JOIN dbmail_mailboxes b ON b.mailbox_idnr = s.mailbox_id WHERE u.userid LIKE '%1$s%%'",
            "SELECT 'name', s.name FROM jdbmail_subscription s JOIN dbmail_users u ON u.user_idnr = s.user_id"
                    + " WHERE u.userid LIKE '%1$s%%'",
            "SELECT 'rights', replace(u.userid, '%1$s', '?'), b.name, a.read_flag, a.insert_flag FROM dbmail_acl a"
                    + " JOIN dbmail_users u ON u.user_idnr = a.user_id"
                    + " JOIN dbmail_mailboxes b ON b.mailbox_idnr = a.mailbox_id WHERE u.userid LIKE '%1$s%%'",
            "SELECT 'note', b.name, a.entry FROM jdbmail_annotation a"
                    + " JOIN dbmail_mailboxes b ON b.mailbox_idnr = a.mailbox_idnr"
                    + " JOIN dbmail_users u ON u.user_idnr = b.owner_idnr WHERE u.userid LIKE '%1$s%%'",
            "SELECT 'script', s.name, s.active, s.script FROM dbmail_sievescripts s"
                    + " JOIN dbmail_users u ON u.user_idnr = s.owner_idnr WHERE u.userid LIKE '%1$s%%'",
            "SELECT 'alias', replace(alias, '%1$s', '?') FROM dbmail_aliases WHERE alias LIKE '%1$s%%'",
            "SELECT 'queued', r.target, r.held, coalesce(r.last_reply, '') FROM jdbmail_queue_recipient r"
                    + " JOIN jdbmail_queue q ON q.id = r.queue_id WHERE q.origin = '%1$s'",
            "SELECT 'memory', count(*) FROM jdbmail_memory m JOIN dbmail_users u ON u.user_idnr = m.user_idnr"
                    + " WHERE u.userid LIKE '%1$s%%'",
            "SELECT 'answered', handle FROM dbmail_replycache WHERE from_addr = '%1$s'");

    private StorePicture() {}

    static List<String> of(Connection connection, String login) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String query : QUERIES) {
                try (ResultSet row = statement.executeQuery(query.formatted(login))) {
                    int columns = row.getMetaData().getColumnCount();
                    while (row.next()) {
                        List<String> values = new ArrayList<>();
                        for (int i = 1; i <= columns; i++) {
                            values.add(String.valueOf(row.getString(i)));
                        }
                        lines.add(String.join(" ", values));
                    }
                }
            }
        }
        Collections.sort(lines);
        return lines;
    }
}
