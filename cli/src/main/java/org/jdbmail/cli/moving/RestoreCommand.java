package org.jdbmail.cli.moving;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Progress;
import org.jdbmail.cli.frame.Shown;
import org.jdbmail.cli.frame.TalkingCommand;
import org.jdbmail.cli.frame.Terminal;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.moving.backup.Restore;
import org.jdbmail.core.moving.backup.Snapshot;
import org.jdbmail.core.moving.intake.Importer.Outcome;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail backup restore}: a whole store, an account, a mailbox, or one message. */
@Command(
        name = "restore",
        description = {
            "Brings back what a snapshot has. With --all a new store becomes what the snapshot tells, with all its numbers. Otherwise an",
            "account that is gone, or what is missing of one that is there: all its mailboxes, one of them, or one message.",
            "What was broken off goes on when it is run again."
        })
final class RestoreCommand extends TalkingCommand {
    private final Opening opening;

    @Option(names = "--snapshot", paramLabel = "NAME", description = "Which one (default: the newest).")
    private @Nullable String name;

    @Option(names = "--all", description = "The whole store, into a new one.")
    private boolean isAll;

    @Option(
            names = "--into",
            paramLabel = "NAME",
            description = "Messages go into this mailbox, and not into the one where they were.")
    private @Nullable String into;

    @Parameters(
            paramLabel = "FOLDER [LOGIN [MAILBOX [UID]]]",
            arity = "1..4",
            description = "Where the backup is kept, and what is to be had back; jdbmail backup messages tells UIDs.")
    private List<String> words = List.of();

    RestoreCommand(Opening opening) {
        super(opening);
        this.opening = opening;
    }

    @Override
    public Integer call() throws Failure {
        if (isAll != (words.size() == 1) || into != null && words.size() < 3) {
            throw new Failure(
                    Failure.USAGE,
                    isAll != (words.size() == 1)
                            ? "say what is to be restored: --all, or an account"
                            : "--into is for one mailbox, or one message");
        }
        long uid = words.size() == 4 ? number(words.get(3)) : 0;
        try (Store store = isAll ? opening.store(options.settings()) : options.open();
                Progress bar = new Progress(talk.err(), Terminal.ofProcess().isThere(), "Restoring", 0)) {
            return BackupCommands.open(Path.of(words.getFirst()), backup -> {
                Snapshot snapshot = BackupCommands.snapshot(backup, name);
                Restore restore = new Restore(backup, snapshot, store, bar::add);
                if (isAll) {
                    talk.say("Restored " + restore.all() + " messages of snapshot " + snapshot.name() + ".");
                    return Complaints.DONE;
                }
                List<String> complaints = new ArrayList<>();
                Restore.Part part = new Restore.Part(words.size() > 2 ? words.get(2) : null, uid, into);
                Outcome outcome = restore.account(words.get(1), part, complaints::add);
                complaints.forEach(
                        complaint -> talk.err().println(Shown.harmless("jdbmail backup restore: " + complaint)));
                talk.err().flush();
                talk.say("Restored " + outcome.brought() + " messages of " + words.get(1) + " from snapshot "
                        + snapshot.name() + ".");
                return outcome.failed() == 0 ? Complaints.DONE : Complaints.FAILED;
            });
        }
    }

    private static long number(String word) throws Failure {
        try {
            return Long.parseUnsignedLong(word);
        } catch (NumberFormatException e) {
            throw new Failure(Failure.USAGE, word + " is no UID", e);
        }
    }
}
