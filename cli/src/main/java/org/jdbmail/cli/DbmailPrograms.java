package org.jdbmail.cli;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.cli.aclsh.AclProgram;
import org.jdbmail.cli.dbmail.DbmailProgram;
import org.jdbmail.cli.export.ExportProgram;
import org.jdbmail.cli.mail.SendmailProgram;
import org.jdbmail.cli.sieve.SievecmdProgram;
import org.jdbmail.cli.users.UsersProgram;
import org.jdbmail.cli.util.UtilProgram;

/** The programs that have DBMail's names, or those of a mail system's: a line for each, and a launcher of that name in {@code bin}. */
final class DbmailPrograms {
    private static final Map<String, DbmailProgram> ALL = Map.ofEntries(
            Map.entry(
                    "dbmail-users",
                    (out, err, opening, arguments) -> new UsersProgram(out, err, opening).run(arguments)),
            Map.entry("dbmail-util", UtilProgram::run),
            Map.entry("dbmail-export", ExportProgram::run),
            Map.entry("dbmail-acl.sh", AclProgram::run),
            Map.entry("dbmail-sievecmd", SievecmdProgram::run),
            Map.entry("sendmail", SendmailProgram::sendmail),
            Map.entry("mailq", SendmailProgram::mailq),
            Map.entry("newaliases", SendmailProgram::newaliases),
            daemon("dbmail-imapd", "imap"),
            daemon("dbmail-timsieved", "sieve"),
            daemon("dbmail-sieved", "sieve"),
            daemon("dbmail-httpd", "http"),
            daemon("dbmail-pop3d", "pop3"),
            daemon("dbmail-lmtpd", "lmtp"));

    private static Map.Entry<String, DbmailProgram> daemon(String name, String service) {
        return Map.entry(
                name, (out, err, opening, arguments) -> Daemon.run(name, service, out, err, opening, arguments));
    }

    private DbmailPrograms() {}

    /** The program of that name. */
    static Optional<DbmailProgram> ofName(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** Their names. */
    static Set<String> names() {
        return ALL.keySet();
    }
}
