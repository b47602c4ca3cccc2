package org.jdbmail.core.settings;

import java.util.List;
import java.util.Optional;

/**
 * Every key of every section that DBMail 3.5 reads, with its default there and its meaning there. What becomes of a key here
 * is another matter: it is a {@link Setting}, or one of {@link NotNeededKeys}.
 */
public final class DbmailKeys {
    /** All of them, in the order of DBMail's sample file. */
    public static final List<DbmailKey> ALL = List.of(
            key(Section.DBMAIL, "dburi", "", "where the database is, as a URL of libzdb"),
            key(Section.DBMAIL, "driver", "", "the kind of database, where there is no dburi; deprecated"),
            key(Section.DBMAIL, "host", "", "the database's machine, where there is no dburi; deprecated"),
            key(Section.DBMAIL, "sqlport", "", "the database's port, where there is no dburi; deprecated"),
            key(Section.DBMAIL, "sqlsocket", "", "the database's Unix socket, where there is no dburi; deprecated"),
            key(Section.DBMAIL, "db", "", "the database's name, where there is no dburi; deprecated"),
            key(Section.DBMAIL, "user", "", "who logs in to the database, where there is no dburi; deprecated"),
            key(Section.DBMAIL, "pass", "", "with which password, where there is no dburi; deprecated"),
            key(Section.DBMAIL, "authdriver", "", "where accounts are: sql or ldap; must be given"),
            key(Section.DBMAIL, "sortdriver", "sieve", "which module sorts mail; not looked at"),
            key(Section.DBMAIL, "library_directory", "", "where DBMail's modules lie"),
            key(Section.DBMAIL, "table_prefix", "dbmail_", "what the names of tables begin with"),
            key(Section.DBMAIL, "serverid", "1", "a number of this server"),
            key(Section.DBMAIL, "encoding", "utf8", "the character set of the database"),
            key(Section.DBMAIL, "default_msg_encoding", "utf8", "the character set of messages that don't say theirs"),
            key(Section.DBMAIL, "max_db_connections", "10", "connections to the database, and worker threads"),
            key(
                    Section.DBMAIL,
                    "connection_pool_timeout",
                    "90",
                    "seconds to wait for a connection to the database before the daemon gives up"),
            key(Section.DBMAIL, "query_time_info", "10", "seconds after which a statement is logged as info"),
            key(Section.DBMAIL, "query_time_notice", "20", "seconds after which a statement is logged as notice"),
            key(Section.DBMAIL, "query_time_warning", "30", "seconds after which a statement is logged as warning"),
            key(Section.DBMAIL, "query_timeout", "300", "seconds after which a statement is given up"),
            key(Section.DBMAIL, "bindip", "127.0.0.1", "addresses to listen on; its sample file says 0.0.0.0"),
            key(Section.DBMAIL, "socket", "", "a Unix socket to listen on"),
            key(Section.DBMAIL, "backlog", "128", "connections that wait to be accepted"),
            key(Section.DBMAIL, "reuseport", "no", "whether several daemons may listen on one port"),
            key(Section.DBMAIL, "resolve_ip", "no", "whether clients' addresses are looked up by name"),
            key(Section.DBMAIL, "timeout", "300", "seconds of silence after which a session ends; more than 30"),
            key(
                    Section.DBMAIL,
                    "login_timeout",
                    "60",
                    "seconds of silence before login after which a session ends; more than 10"),
            key(Section.DBMAIL, "tls_cafile", "", "the certificates of those who signed; needed for TLS"),
            key(Section.DBMAIL, "tls_cert", "", "the server's certificate; needed for TLS"),
            key(Section.DBMAIL, "tls_key", "", "its private key; needed for TLS"),
            key(Section.DBMAIL, "tls_ciphers", "", "the ciphers of TLS, as OpenSSL lists them"),
            key(
                    Section.DBMAIL,
                    "allow_invalid_messages",
                    "no",
                    "whether what is no message is stored, with a header put before it"),
            key(
                    Section.DBMAIL,
                    "header_cache_readonly",
                    "yes",
                    "whether fields other than the usual twelve stay out of the header cache"),
            key(
                    Section.DBMAIL,
                    "hash_algorithm",
                    "sha1",
                    "the digest by which parts of messages are found again: md5, sha1, sha256, sha512, whirlpool, tiger"),
            key(
                    Section.DBMAIL,
                    "message_part_hash",
                    "0",
                    "how parts are compared: 0 by digest, size and bytes, 1 by digest and size, 2 not at all"),
            key(Section.DBMAIL, "postmaster", "DBMAIL-MAILER@dbmail", "the sender of forwards that have none"),
            key(
                    Section.DBMAIL,
                    "sendmail",
                    "/usr/sbin/sendmail",
                    "the program that sends forwards, replies and notices"),
            key(Section.DBMAIL, "smtp_host", "", "the server that sends them instead, as smtp://HOST:PORT"),
            key(Section.DBMAIL, "smtp_user", "", "who logs in there"),
            key(Section.DBMAIL, "smtp_password", "", "with which password"),
            key(Section.DBMAIL, "file_logging_levels", "7", "what is logged to the file: names or a sum of bits"),
            key(Section.DBMAIL, "syslog_logging_levels", "31", "what is logged to syslog: names or a sum of bits"),
            key(Section.DBMAIL, "logfile", "", "the file that is logged to, or stderr"),
            key(Section.DBMAIL, "errorlog", "", "the file for errors; deprecated"),
            key(Section.DBMAIL, "trace_syslog", "", "as syslog_logging_levels; deprecated"),
            key(Section.DBMAIL, "trace_stderr", "", "as file_logging_levels; deprecated"),
            key(Section.DBMAIL, "trace_level", "", "as both; deprecated"),
            key(Section.DBMAIL, "effective_user", "", "the user that the daemons become; must be given"),
            key(Section.DBMAIL, "effective_group", "", "the group that the daemons become; must be given"),
            key(Section.DBMAIL, "pid_directory", "", "where the daemons write their process ids"),
            key(Section.DBMAIL, "authlog", "no", "whether logins are written to dbmail_authlog"),
            key(
                    Section.DBMAIL,
                    "security_action",
                    "",
                    "what the second password does, by number: the flags of the messages that then go"),
            key(Section.IMAP, "port", "143", "the port for sessions that begin in the clear"),
            key(Section.IMAP, "tls_port", "", "the port for TLS from the first byte"),
            key(Section.IMAP, "banner", "", "the greeting"),
            key(Section.IMAP, "capability", "", "what CAPABILITY answers, in place of the whole list"),
            key(Section.IMAP, "login_disabled", "yes", "whether passwords are refused before TLS, where there is TLS"),
            key(Section.IMAP, "enable_cram_md5", "yes", "whether CRAM-MD5 is offered"),
            key(Section.IMAP, "idle_timeout", "30", "seconds between two looks for changes in IDLE"),
            key(Section.IMAP, "idle_interval", "10", "after how many looks IDLE says that it is still there"),
            key(Section.IMAP, "max_message_size", "", "the largest message that APPEND takes"),
            key(Section.IMAP, "imap_before_smtp", "no", "whether logins are noted in dbmail_pbsp for mail servers"),
            key(
                    Section.IMAP,
                    "mailbox_update_strategy",
                    "1",
                    "how a mailbox is looked at again: 1 whole, 2 by differences"),
            key(
                    Section.IMAP,
                    "mailbox_update_strategy_2_max_iterations",
                    "300",
                    "after how many differences it is read whole"),
            key(
                    Section.IMAP,
                    "mailbox_search_strategy",
                    "1",
                    "where SEARCH works: 1 in the database, 2 partly in memory"),
            key(Section.IMAP, "command_select_allow_unseen", "1", "whether SELECT tells the first unseen message"),
            key(
                    Section.IMAP,
                    "command_store_flags_silent_ignore_silent",
                    "0",
                    "whether .SILENT of STORE is passed over"),
            key(
                    Section.IMAP,
                    "mailbox_update_seq_strategy",
                    "1",
                    "how changes are counted: 1 in a transaction, 2 without"),
            key(
                    Section.IMAP,
                    "mailbox_sync_deleted",
                    "1",
                    "whether messages flagged \\Deleted are marked deleted when a mailbox is read: 2 for yes"),
            key(Section.IMAP, "mailbox_sync_batch_size", "64", "how many of them at a time"),
            key(Section.POP, "port", "110", "the port for sessions that begin in the clear"),
            key(Section.POP, "tls_port", "", "the port for TLS from the first byte"),
            key(Section.POP, "banner", "", "the greeting"),
            key(Section.POP, "login_disabled", "no", "whether passwords are refused before TLS"),
            key(Section.POP, "pop_before_smtp", "no", "whether logins are noted in dbmail_pbsp for mail servers"),
            key(
                    Section.LMTP,
                    "port",
                    "24",
                    "the port for sessions that begin in the clear; its sample file gives it, its code has none"),
            key(Section.LMTP, "tls_port", "", "the port for TLS from the first byte"),
            key(Section.LMTP, "banner", "", "the greeting"),
            key(
                    Section.SIEVE,
                    "port",
                    "4190",
                    "the port for sessions that begin in the clear; without the key it is 4090"),
            key(Section.SIEVE, "tls_port", "", "the port for TLS from the first byte"),
            key(Section.SIEVE, "banner", "", "the greeting"),
            key(Section.HTTP, "port", "41380", "the port of dbmail-httpd"),
            key(Section.HTTP, "admin", "", "who may use it, as USER:PASSWORD"),
            key(Section.HTTP, "realm", "DBMail HTTP Access", "what it asks for a password with"),
            key(Section.DELIVERY, "sieve", "yes", "whether Sieve scripts are run"),
            key(Section.DELIVERY, "subaddress", "yes", "whether user+box@domain goes to the mailbox box"),
            key(Section.DELIVERY, "sieve_vacation", "yes", "whether scripts may send replies"),
            key(Section.DELIVERY, "sieve_notify", "no", "whether scripts may send notices; does nothing"),
            key(Section.DELIVERY, "sieve_debug", "no", "whether the steps of a script are logged"),
            key(Section.DELIVERY, "auto_notify", "no", "whether dbmail_auto_notifications is obeyed"),
            key(Section.DELIVERY, "auto_reply", "no", "whether dbmail_auto_replies is obeyed"),
            key(Section.DELIVERY, "auto_notify_subject", "NEW MAIL NOTIFICATION", "the subject of notifications"),
            key(Section.DELIVERY, "auto_notify_sender", "autonotify@dbmail", "the sender of notifications"),
            key(
                    Section.DELIVERY,
                    "suppress_duplicates",
                    "no",
                    "whether a message comes to a mailbox once, by its Message-ID within three days"),
            key(
                    Section.DELIVERY,
                    "quota_failure",
                    "hard",
                    "what a sender is told of a full mailbox: hard refuses for good, soft for now"),
            key(Section.LDAP, "uri", "", "where the directory is"),
            key(Section.LDAP, "hostname", "", "its machine, where there is no uri"),
            key(Section.LDAP, "port", "389", "its port, where there is no uri"),
            key(Section.LDAP, "version", "3", "the version of the protocol"),
            key(Section.LDAP, "base_dn", "", "below which entry accounts are looked for"),
            key(Section.LDAP, "bind_dn", "", "as whom the directory is searched"),
            key(Section.LDAP, "bind_pw", "", "with which password"),
            key(Section.LDAP, "scope", "subtree", "how deep is searched: subtree, one, base"),
            key(Section.LDAP, "referrals", "yes", "whether other directories are followed"),
            key(Section.LDAP, "user_objectclass", "", "the class of accounts"),
            key(Section.LDAP, "forw_objectclass", "", "the class of forwards"),
            key(Section.LDAP, "cn_string", "", "the attribute that names new entries"),
            key(Section.LDAP, "field_passwd", "", "the attribute with the password"),
            key(Section.LDAP, "field_uid", "", "the attribute with the login"),
            key(Section.LDAP, "field_nid", "", "the attribute with the account's number"),
            key(Section.LDAP, "min_nid", "", "the smallest number of new accounts"),
            key(Section.LDAP, "max_nid", "", "the largest"),
            key(Section.LDAP, "field_cid", "", "the attribute with the client's number"),
            key(Section.LDAP, "min_cid", "", "the smallest number of clients"),
            key(Section.LDAP, "max_cid", "", "the largest"),
            key(Section.LDAP, "field_mail", "", "the attribute with addresses"),
            key(Section.LDAP, "field_quota", "", "the attribute with the quota"),
            key(Section.LDAP, "field_fwdtarget", "", "the attribute with the targets of a forward"),
            key(Section.LDAP, "query_string", "", "a search that takes the place of the usual one"),
            key(Section.LDAP, "query_timeout", "", "how often a lost connection is tried again"));

    private DbmailKeys() {}

    /** DBMail's key of that name, at home in that section. */
    public static Optional<DbmailKey> find(Section section, String name) {
        return ALL.stream()
                .filter(key -> key.section() == section && key.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static DbmailKey key(Section section, String name, String ifAbsent, String meaning) {
        return new DbmailKey(section, name, ifAbsent, meaning);
    }
}
