package org.jdbmail.cli.moving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.DryRun;
import org.jdbmail.cli.frame.Progress;
import org.jdbmail.cli.frame.Shown;
import org.jdbmail.cli.frame.Talk;
import org.jdbmail.cli.frame.Terminal;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.admin.Csv;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.imapclient.RemoteImap;
import org.jdbmail.core.moving.copy.AccountCopy;
import org.jdbmail.core.moving.copy.CopyJob;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jdbmail copy}: accounts from one IMAP server to another. */
@Command(
        name = "copy",
        description = {
            "Copies accounts from one IMAP server to another: mailboxes with their uses and subscriptions, messages with flags, keywords and",
            "dates. What is there already, from an earlier run or because that was broken off, is not copied again; its flags are brought",
            "up to date. Nothing is ever taken away, on either side. Passwords are in the first lines of files, or in the list."
        })
public final class CopyCommand implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of("from_login", "from_password", "to_login", "to_password");

    private static final int MEMORY = 1 << 20;

    @Mixin
    private DryRun dryRun = new DryRun();

    @Mixin
    private Talk talk = new Talk();

    @Option(
            names = "--from",
            paramLabel = "URL",
            required = true,
            description = "imaps://HOST or imap://HOST, with :PORT if need be.")
    private String from = "";

    @Option(names = "--to", paramLabel = "URL", required = true, description = "The same of the server where it goes.")
    private String to = "";

    @Option(names = "--from-login", paramLabel = "LOGIN", description = "Whose mail.")
    private @Nullable String fromLogin;

    @Option(names = "--from-password", paramLabel = "FILE", description = "A file with the password in its first line.")
    private @Nullable Path fromPassword;

    @Option(names = "--to-login", paramLabel = "LOGIN", description = "Whose mail it becomes (default: the same name).")
    private @Nullable String toLogin;

    @Option(names = "--to-password", paramLabel = "FILE", description = "A file with the password in its first line.")
    private @Nullable Path toPassword;

    @Option(
            names = "--accounts",
            paramLabel = "FILE",
            description =
                    "Many accounts: a CSV file with the columns from_login, from_password, to_login, to_password. Passwords may be"
                            + " left out where somebody logs in for all.")
    private @Nullable Path accounts;

    @Option(
            names = "--from-master",
            paramLabel = "LOGIN",
            description = "Who logs in there for the accounts, with the password in --from-password.")
    private String fromMaster = "";

    @Option(names = "--to-master", paramLabel = "LOGIN", description = "The same on the other side.")
    private String toMaster = "";

    @Option(names = "--mailbox", paramLabel = "REGEX", description = "Only mailboxes whose whole name matches.")
    private @Nullable String mailbox;

    @Option(names = "--except", paramLabel = "REGEX", description = "Not those whose whole name matches.")
    private @Nullable String except;

    @Option(names = "--connections", paramLabel = "NUMBER", description = "Mailboxes at a time (default: 3).")
    private int connections = 3;

    @Option(names = "--no-flags", description = "Leave the flags of messages that are there already.")
    private boolean isFlagless;

    @Option(names = "--rights", description = "Access control lists, too.")
    private boolean withRights;

    @Option(
            names = "--virtual",
            description =
                    "Also mailboxes that show messages of others, as Gmail's Starred (default: of Gmail's All Mail only what no"
                            + " other mailbox shows, the others not at all).")
    private boolean withVirtual;

    @Option(names = "--any-certificate", description = "Take whatever certificates the servers show.")
    private boolean isTrusting;

    @Override
    public Integer call() throws Failure {
        List<CopyJob> jobs = jobs();
        CopyJob.Wish wish = new CopyJob.Wish(
                dryRun.isAsked(), withRights, !isFlagless, withVirtual, Math.clamp(connections, 1, 20));
        CopyJob.Outcome all = CopyJob.Outcome.NOTHING;
        boolean isWell = true;
        try (Progress bar = new Progress(talk.err(), Terminal.ofProcess().isThere(), "Copying", 0)) {
            Spools spools = new Spools(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), MEMORY, 32L * MEMORY);
            Pattern only = pattern(mailbox);
            Pattern not = pattern(except);
            for (CopyJob job : jobs) {
                List<String> complaints = new ArrayList<>();
                try {
                    AccountCopy copy = new AccountCopy(
                            job,
                            wish,
                            name -> (only == null || only.matcher(name).matches())
                                    && (not == null || !not.matcher(name).matches()),
                            spools,
                            complaint -> {
                                synchronized (complaints) {
                                    complaints.add(complaint);
                                }
                            },
                            count -> {
                                synchronized (bar) {
                                    bar.add(count);
                                }
                            });
                    all = all.plus(copy.run());
                } catch (IOException e) {
                    complaints.add(String.valueOf(e.getMessage()));
                    isWell = false;
                }
                complaints.forEach(complaint -> talk.err()
                        .println(Shown.harmless("jdbmail copy: " + job.from().login() + ": " + complaint)));
                talk.err().flush();
            }
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, "messages cannot be held in the folder for temporary files", e);
        }
        talk.say((dryRun.isAsked() ? "Would copy " : "Copied ") + all.copied() + " messages of " + all.mailboxes()
                + " mailboxes; " + all.present() + " were there already"
                + (all.flagged() > 0 ? ", " + all.flagged() + " of these have other flags now" : "")
                + (all.failed() > 0 ? "; " + all.failed() + " could not be copied" : "") + ".");
        return isWell && all.failed() == 0 ? Complaints.DONE : Complaints.FAILED;
    }

    private static @Nullable Pattern pattern(@Nullable String text) throws Failure {
        try {
            return text == null ? null : Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new Failure(Failure.USAGE, text + " is no regular expression: " + e.getDescription(), e);
        }
    }

    private List<CopyJob> jobs() throws Failure {
        if ((accounts == null) == (fromLogin == null)) {
            throw new Failure(Failure.USAGE, "say whose mail: --from-login, or --accounts");
        }
        try {
            RemoteImap source = RemoteImap.of(from, isTrusting);
            RemoteImap target = RemoteImap.of(to, isTrusting);
            String fromSecret = password(fromPassword);
            String toSecret = password(toPassword);
            List<CopyJob> jobs = new ArrayList<>();
            if (fromLogin != null) {
                String other = toLogin == null ? fromLogin : toLogin;
                jobs.add(new CopyJob(
                        new CopyJob.End(source, fromLogin, fromMaster, fromSecret),
                        new CopyJob.End(target, other, toMaster, toSecret)));
            } else if (accounts != null) {
                List<List<String>> rows = Csv.read(Files.readString(accounts));
                List<String> head = rows.isEmpty() ? List.of() : rows.getFirst();
                if (!head.contains(COLUMNS.getFirst()) || !COLUMNS.containsAll(head)) {
                    throw new Failure(
                            Complaints.FAILED,
                            accounts + ": its first line must name the columns " + String.join(", ", COLUMNS));
                }
                for (List<String> row : rows.subList(1, rows.size())) {
                    String login = value(head, row, "from_login", "");
                    jobs.add(new CopyJob(
                            new CopyJob.End(source, login, fromMaster, value(head, row, "from_password", fromSecret)),
                            new CopyJob.End(
                                    target,
                                    value(head, row, "to_login", login),
                                    toMaster,
                                    value(head, row, "to_password", toSecret))));
                }
            }
            return jobs;
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, String.valueOf(e.getMessage()), e);
        } catch (Csv.Malformed e) {
            throw new Failure(Complaints.FAILED, accounts + ": " + e.getMessage() + "; nothing was done", e);
        } catch (IOException e) {
            throw new Failure(Complaints.FAILED, "it cannot be read: " + e.getMessage(), e);
        }
    }

    private static String value(List<String> head, List<String> row, String column, String otherwise) {
        int at = head.indexOf(column);
        return at < 0 || at >= row.size() || row.get(at).isEmpty() ? otherwise : row.get(at);
    }

    private static String password(@Nullable Path file) throws IOException {
        return file == null ? "" : Files.readAllLines(file).stream().findFirst().orElse("");
    }
}
