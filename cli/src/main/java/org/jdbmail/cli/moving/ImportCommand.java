package org.jdbmail.cli.moving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.cli.boxes.Named;
import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Progress;
import org.jdbmail.cli.frame.Shown;
import org.jdbmail.cli.frame.Terminal;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.moving.intake.Importer;
import org.jdbmail.core.moving.intake.Importer.Outcome;
import org.jdbmail.core.moving.maildir.MaildirTree;
import org.jdbmail.core.moving.mbox.FolderOfFiles;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail import}: mail from a Maildir, mbox or .eml files into an account. */
@Command(
        name = "import",
        description = {
            "Brings mail from files into an account: a Maildir, with Dovecot's UIDs, keywords, subscriptions and rights; an mbox, or a",
            "folder of them; .eml files. Mailboxes are made as they are needed, and what was brought before is not brought again, so",
            "that it can be broken off and run anew, and run once more for what came since. Limits of the account are not heeded."
        })
public final class ImportCommand extends ChangingCommand {
    /** What a folder or file can be. */
    enum Form {
        MAILDIR,
        MBOX,
        EML
    }

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description = "maildir, mbox or eml (default: what the folder or file looks like).")
    private @Nullable Form form;

    @Option(
            names = "--into",
            paramLabel = "MAILBOX",
            description =
                    "Where its INBOX goes, with the others below it; a single mbox or .eml file goes there as well"
                            + " (default: INBOX, and the others beside it).")
    private @Nullable String into;

    @Option(
            names = "--scripts",
            description =
                    "Also Sieve scripts: those in the folder sieve, and which of them .dovecot.sieve leads to, beside the"
                            + " Maildir.")
    private boolean withScripts;

    @Option(
            names = "--all",
            description =
                    "Of all accounts that jdbmail export --all wrote: below PATH, each in a folder of its name. The accounts are"
                            + " there already (jdbmail users import).")
    private boolean isAll;

    @Parameters(
            paramLabel = "[LOGIN] PATH",
            arity = "1..2",
            description = "Whose mail it becomes, and the folder or file.")
    private List<String> words = List.of();

    /** @param opening opens settings and store */
    public ImportCommand(Opening opening) {
        super(opening);
    }

    @Override
    public Integer call() throws Failure {
        if (words.size() != (isAll ? 1 : 2)) {
            throw new Failure(Failure.USAGE, "say whose mail it becomes, or --all");
        }
        Path path = Path.of(words.getLast());
        if (!Files.exists(path)) {
            throw new Failure(Complaints.FAILED, "there is no " + path);
        }
        Outcome outcome = Outcome.NOTHING;
        try (Store store = options.open()) {
            if (isAll) {
                for (String login : logins(path)) {
                    outcome = outcome.plus(bring(store, login, account(path.resolve(login)), true));
                }
            } else {
                outcome = bring(store, words.getFirst(), path, withScripts);
            }
        } catch (IOException e) {
            throw new Failure(Complaints.FAILED, String.valueOf(e.getMessage()), e);
        }
        if (!dryRun.isAsked()) {
            talk.say(words(outcome));
        }
        return outcome.failed() == 0 ? Complaints.DONE : Complaints.FAILED;
    }

    private static List<String> logins(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory)
                    .map(own -> String.valueOf(own.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static Path account(Path own) {
        Path maildir = own.resolve("Maildir");
        return Files.isDirectory(maildir) ? maildir : own;
    }

    private Outcome bring(Store store, String login, Path path, boolean scripts) throws Failure, IOException {
        List<SourceMailbox> mailboxes = mailboxes(path);
        User owner = store.read(tx -> Named.find(tx, login));
        long total = total(mailboxes);
        if (dryRun.isAsked()) {
            talk.say("Would bring " + total + " messages of " + mailboxes.size() + " mailboxes to " + login + ".");
            return Outcome.NOTHING;
        }
        List<String> complaints = new ArrayList<>();
        Outcome outcome;
        try (Progress bar = new Progress(talk.err(), Terminal.ofProcess().isThere(), "Importing", total)) {
            outcome = new Importer(store, complaints::add, bar::add).bring(owner, mailboxes);
        }
        complaints.forEach(complaint -> talk.err().println(Shown.harmless("jdbmail import: " + complaint)));
        talk.err().flush();
        if (scripts) {
            talk.say("Brought " + ScriptFiles.bring(store, owner, path) + " Sieve scripts of " + login + ".");
        }
        return outcome;
    }

    /** What became of an import, in words. */
    static String words(Outcome outcome) {
        return "Brought " + outcome.brought() + " messages of " + outcome.mailboxes() + " mailboxes"
                + (outcome.known() > 0 ? "; " + outcome.known() + " were here already" : "")
                + (outcome.failed() > 0 ? "; " + outcome.failed() + " could not be read" : "")
                + (outcome.renumbered() > 0
                        ? "; in " + outcome.renumbered()
                                + " mailboxes they have new UIDs, since others here have theirs already"
                        : "")
                + ".";
    }

    private List<SourceMailbox> mailboxes(Path path) throws Failure {
        try {
            boolean isMaildir = form == null ? Files.isDirectory(path) && isMaildir(path) : form == Form.MAILDIR;
            List<SourceMailbox> mailboxes =
                    isMaildir ? MaildirTree.read(path) : FolderOfFiles.read(path, into == null ? "INBOX" : into);
            if (mailboxes.isEmpty()) {
                throw new Failure(Complaints.FAILED, path + " holds neither a Maildir nor an mbox nor .eml files");
            }
            return into == null || Files.isRegularFile(path)
                    ? mailboxes
                    : mailboxes.stream().<SourceMailbox>map(this::below).toList();
        } catch (IOException e) {
            throw new Failure(Complaints.FAILED, path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isMaildir(Path folder) throws IOException {
        return MaildirTree.isOne(folder) || !MaildirTree.read(folder).isEmpty();
    }

    private SourceMailbox below(SourceMailbox mailbox) {
        String name = mailbox.about().name();
        String target = name.equals("INBOX") || name.equals(into) ? String.valueOf(into) : into + "/" + name;
        return new Renamed(mailbox, target);
    }

    private static long total(List<SourceMailbox> mailboxes) {
        long total = 0;
        for (SourceMailbox mailbox : mailboxes) {
            try {
                total += mailbox.about().holdsMessages() ? mailbox.messages().size() : 0;
            } catch (IOException e) {
                // Told when its turn comes.
                total += 0;
            }
        }
        return total;
    }
}
