package org.jdbmail.cli;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbmail.cli.boxes.AclCommands;
import org.jdbmail.cli.boxes.MailboxCommands;
import org.jdbmail.cli.boxes.RetentionCommands;
import org.jdbmail.cli.config.ConfigCheck;
import org.jdbmail.cli.config.ConfigDiff;
import org.jdbmail.cli.config.ConfigReference;
import org.jdbmail.cli.config.ConfigSample;
import org.jdbmail.cli.config.ConfigShow;
import org.jdbmail.cli.domains.DomainCommands;
import org.jdbmail.cli.frame.Groups;
import org.jdbmail.cli.logins.AuthLogCommands;
import org.jdbmail.cli.logins.BanCommands;
import org.jdbmail.cli.logins.SessionCommands;
import org.jdbmail.cli.mail.AliasesCommand;
import org.jdbmail.cli.mail.DeliverCommand;
import org.jdbmail.cli.mail.QueueCommand;
import org.jdbmail.cli.moving.BackupCommands;
import org.jdbmail.cli.moving.CopyCommand;
import org.jdbmail.cli.moving.ExportCommand;
import org.jdbmail.cli.moving.ImportCommand;
import org.jdbmail.cli.moving.StoreCompare;
import org.jdbmail.cli.moving.UndeleteCommand;
import org.jdbmail.cli.origin.DkimCommands;
import org.jdbmail.cli.origin.DnsCheck;
import org.jdbmail.cli.rules.FilterCommands;
import org.jdbmail.cli.rules.NotificationCommands;
import org.jdbmail.cli.rules.ReplyCommands;
import org.jdbmail.cli.serve.RunCommand;
import org.jdbmail.cli.serve.ServeCommand;
import org.jdbmail.cli.serve.TlsCommand;
import org.jdbmail.cli.serve.WarmUpCommand;
import org.jdbmail.cli.sieve.SieveCommands;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.cli.store.DbAdopt;
import org.jdbmail.cli.store.DbStatus;
import org.jdbmail.cli.store.DbUpgrade;
import org.jdbmail.cli.store.Doctor;
import org.jdbmail.cli.store.StoreCollect;
import org.jdbmail.cli.store.StoreConvert;
import org.jdbmail.cli.store.StoreSizes;
import org.jdbmail.cli.store.StoreVerify;
import org.jdbmail.cli.users.AppPasswordCommands;
import org.jdbmail.cli.users.QuotaCommands;
import org.jdbmail.cli.users.UserChanges;
import org.jdbmail.cli.users.UserImport;
import org.jdbmail.cli.users.UserList;
import org.jdbmail.cli.web.DnsCommands;
import org.jdbmail.cli.web.WebCommands;
import picocli.CommandLine;

/** What {@code jdbmail} can do, in the order of its help: a line for each command or group of commands. */
final class Commands {
    private record Entry(String name, Function<Opening, ?> made) {}

    private static final List<Entry> ALL = List.of(
            new Entry("serve", ServeCommand::new),
            new Entry("run", RunCommand::new),
            new Entry(
                    "users",
                    opening -> Groups.group(
                            "users",
                            "Accounts.",
                            Stream.concat(
                                            Stream.of(
                                                    new UserList(opening),
                                                    new UserImport(opening),
                                                    AppPasswordCommands.group(opening)),
                                            UserChanges.commands(opening).stream())
                                    .toList())),
            new Entry(
                    "quota",
                    opening -> Groups.group(
                            "quota", "What accounts may keep and do keep.", QuotaCommands.commands(opening))),
            new Entry(
                    "acl",
                    opening -> Groups.group("acl", "Who may do what with mailboxes.", AclCommands.commands(opening))),
            new Entry(
                    "mailboxes", opening -> Groups.group("mailboxes", "Mailboxes.", MailboxCommands.commands(opening))),
            new Entry(
                    "domains",
                    opening -> Groups.group(
                            "domains",
                            "Domains: other names, limits, who administers them.",
                            DomainCommands.commands(opening))),
            new Entry(
                    "filters",
                    opening -> Groups.group(
                            "filters", "Which new mail goes into which mailbox.", FilterCommands.commands(opening))),
            new Entry(
                    "replies",
                    opening -> Groups.group("replies", "Automatic replies.", ReplyCommands.commands(opening))),
            new Entry(
                    "notifications",
                    opening -> Groups.group(
                            "notifications", "Who is told of new mail.", NotificationCommands.commands(opening))),
            new Entry(
                    "retention",
                    opening -> Groups.group(
                            "retention",
                            "How long messages stay in Trash, Junk and other mailboxes.",
                            RetentionCommands.commands(opening))),
            new Entry(
                    "sessions",
                    opening -> Groups.group(
                            "sessions", "Who is there now, on every server.", SessionCommands.commands(opening))),
            new Entry(
                    "authlog",
                    opening -> Groups.group("authlog", "The log of logins.", AuthLogCommands.commands(opening))),
            new Entry(
                    "bans",
                    opening ->
                            Groups.group("bans", "Who is barred for wrong passwords.", BanCommands.commands(opening))),
            new Entry(
                    "store",
                    opening -> Groups.group(
                            "store",
                            "What the store holds, and its care.",
                            List.of(
                                    new StoreSizes(opening),
                                    new StoreCollect(opening),
                                    new StoreVerify(opening),
                                    new StoreCompare(opening),
                                    new StoreConvert(opening)))),
            new Entry(
                    "db",
                    opening -> Groups.group(
                            "db",
                            "The database's tables.",
                            List.of(new DbStatus(opening), new DbUpgrade(opening), new DbAdopt(opening)))),
            new Entry("import", ImportCommand::new),
            new Entry("export", ExportCommand::new),
            new Entry("copy", opening -> new CopyCommand()),
            new Entry(
                    "backup",
                    opening -> Groups.group(
                            "backup",
                            "Snapshots of the store in a folder, and how to have something back.",
                            BackupCommands.commands(opening))),
            new Entry("undelete", UndeleteCommand::new),
            new Entry("doctor", Doctor::new),
            new Entry(
                    "config",
                    opening -> Groups.group(
                            "config",
                            "The settings: what a file says, what becomes of it, what could be in it.",
                            List.of(
                                    new ConfigCheck(opening),
                                    new ConfigShow(opening),
                                    new ConfigDiff(opening),
                                    new ConfigReference(),
                                    new ConfigSample()))),
            new Entry(
                    "sieve",
                    opening -> Groups.group("sieve", "Sieve scripts of accounts.", SieveCommands.commands(opening))),
            new Entry(
                    "dkim",
                    opening -> Groups.group(
                            "dkim",
                            "The keys by which mail of our domains is signed.",
                            DkimCommands.commands(opening))),
            new Entry(
                    "web",
                    opening -> Groups.group(
                            "web", "Administration and self-service in the browser.", WebCommands.commands(opening))),
            new Entry(
                    "dns",
                    opening -> Groups.group(
                            "dns",
                            "What belongs into the zone of a domain, and what is there.",
                            Stream.concat(Stream.of(new DnsCheck(opening)), DnsCommands.commands(opening).stream())
                                    .toList())),
            new Entry("queue", QueueCommand::new),
            new Entry("aliases", AliasesCommand::new),
            new Entry("dbmail-deliver", opening -> new DeliverCommand(opening, System.in)),
            new Entry("tls", TlsCommand::commandLine),
            new Entry("completion", CompletionCommand::new),
            new Entry("help", opening -> new CommandLine.HelpCommand()),
            new Entry("man-pages", ManPagesCommand::new),
            new Entry("warm-up", WarmUpCommand::new),
            new Entry("warm-up-programs", opening -> new ProgramsWarmUp()));

    private Commands() {}

    /** The command of that name alone; all of them if there is none, and for help and completion, which tell of others. */
    static Stream<Object> named(String name, Opening opening) {
        List<Entry> one = ALL.stream().filter(entry -> entry.name.equals(name)).toList();
        boolean isAlone = !one.isEmpty() && !name.equals("help");
        return (isAlone ? one : ALL).stream().map(entry -> entry.made.apply(opening));
    }
}
