package org.jdbmail.core.settings;

import java.util.List;

/** Every key of DBMail 3's settings file that is not a {@link Setting} here, and why. */
final class NotNeededKeys {
    static final List<NotNeeded> ALL = List.of(
            key(Section.DBMAIL, "sortdriver", "sorting is the server's own"),
            key(Section.DBMAIL, "library_directory", "there are no libraries to load"),
            key(Section.DBMAIL, "state_directory", "no state is kept outside the database"),
            key(Section.DBMAIL, "serverid", "messages need no number of a server"),
            key(Section.DBMAIL, "encoding", "text in the database is always UTF-8"),
            key(
                    Section.DBMAIL,
                    "default_msg_encoding",
                    "bytes of unknown encoding are read as UTF-8 where that is possible, else as Latin 1"),
            key(Section.DBMAIL, "query_time_info", "slow statements are not logged yet"),
            key(Section.DBMAIL, "query_time_notice", "slow statements are not logged yet"),
            key(Section.DBMAIL, "query_time_warning", "slow statements are not logged yet"),
            key(Section.DBMAIL, "reuseport", "one process serves all processors"),
            key(Section.DBMAIL, "resolve_ip", "addresses are logged as they are"),
            key(
                    Section.DBMAIL,
                    "allow_invalid_messages",
                    "every message is kept as it came, also one that breaks the rules"),
            key(
                    Section.DBMAIL,
                    "header_cache_readonly",
                    "the layout `parts` caches the twelve fields that DBMail caches by default"),
            key(Section.DBMAIL, "message_part_hash", "parts are always shared, and compared safely"),
            key(
                    Section.DBMAIL,
                    "syslog_logging_levels",
                    "nothing is sent to syslog; what goes to stderr is kept by systemd's journal"),
            key(Section.DBMAIL, "errorlog", "errors go where logfile says"),
            key(Section.DBMAIL, "trace_syslog", "file_logging_levels says what is logged"),
            key(Section.DBMAIL, "trace_stderr", "file_logging_levels says what is logged"),
            key(Section.DBMAIL, "trace_level", "file_logging_levels says what is logged"),
            key(
                    Section.DBMAIL,
                    "effective_user",
                    "a Java program cannot change its user; start it as that user (in a systemd unit: User= and AmbientCapabilities=CAP_NET_BIND_SERVICE)"),
            key(
                    Section.DBMAIL,
                    "effective_group",
                    "a Java program cannot change its group; start it as that group (in a systemd unit: Group=)"),
            key(Section.DBMAIL, "nchildren", "one process serves all sessions"),
            key(Section.DBMAIL, "maxchildren", "one process serves all sessions"),
            key(Section.DBMAIL, "minsparechildren", "one process serves all sessions"),
            key(Section.DBMAIL, "maxsparechildren", "one process serves all sessions"),
            key(Section.DBMAIL, "maxconnects", "one process serves all sessions"),
            key(Section.DBMAIL, "max_errors", "the limits on errors are built in"),
            key(Section.IMAP, "capability", "the server tells what it can do"),
            key(
                    Section.IMAP,
                    "enable_cram_md5",
                    "CRAM-MD5 is shown where every account can use it; see sasl_mechanisms"),
            key(Section.IMAP, "idle_timeout", "changes are pushed as they happen"),
            key(Section.IMAP, "idle_interval", "changes are pushed as they happen"),
            key(Section.IMAP, "mailbox_update_strategy", "mailboxes are always brought up to date by differences"),
            key(
                    Section.IMAP,
                    "mailbox_update_strategy_2_max_iterations",
                    "mailboxes are always brought up to date by differences"),
            key(Section.IMAP, "mailbox_search_strategy", "the server chooses how to search"),
            key(Section.IMAP, "command_select_allow_unseen", "SELECT always tells the first unseen message"),
            key(Section.IMAP, "command_store_flags_silent_ignore_silent", ".SILENT is always obeyed"),
            key(Section.IMAP, "mailbox_update_seq_strategy", "changes are always counted inside their transaction"),
            key(Section.IMAP, "mailbox_sync_deleted", "flags and status never differ"),
            key(Section.IMAP, "mailbox_sync_batch_size", "flags and status never differ"),
            key(Section.POP, "banner", "the greeting is the server's own"),
            key(Section.LMTP, "banner", "the greeting is the server's own"),
            key(Section.SIEVE, "banner", "the greeting is the server's own"),
            key(Section.HTTP, "banner", "the greeting is the server's own"),
            key(Section.DELIVERY, "sieve_debug", "`jdbmail sieve test` shows what a script does, step by step"),
            key(Section.LDAP, "user_objectclass", "entries are made in the directory itself"),
            key(Section.LDAP, "forw_objectclass", "entries are made in the directory itself"),
            key(Section.LDAP, "cn_string", "entries are made in the directory itself"),
            key(Section.LDAP, "field_passwd", "entries are made in the directory itself"),
            key(Section.LDAP, "min_nid", "entries, and their numbers, are made in the directory itself"),
            key(Section.LDAP, "max_nid", "entries, and their numbers, are made in the directory itself"),
            key(Section.LDAP, "min_cid", "entries, and their numbers, are made in the directory itself"),
            key(Section.LDAP, "max_cid", "entries, and their numbers, are made in the directory itself"));

    private NotNeededKeys() {}

    private static NotNeeded key(Section section, String name, String because) {
        return new NotNeeded(section, name, because);
    }
}
