package org.jdbmail.cli.moving;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.DryRun;
import org.jdbmail.cli.frame.Output;
import org.jdbmail.cli.frame.Progress;
import org.jdbmail.cli.frame.Shown;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.frame.Talk;
import org.jdbmail.cli.frame.TalkingCommand;
import org.jdbmail.cli.frame.Terminal;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.cli.start.PrivateFiles;
import org.jdbmail.core.moving.backup.Backup;
import org.jdbmail.core.moving.backup.Snapshot;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail backup}: snapshots of the whole store in a folder. */
public final class BackupCommands {
    private BackupCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(
                new Take(opening),
                new Show(),
                new BackupMessages(),
                new Verify(),
                new RestoreCommand(opening),
                new Expire());
    }

    /** What is done with an open backup. */
    interface Use<T> {
        T with(Backup backup) throws IOException, Failure;
    }

    /** Opens a backup for a while, and puts trouble with it into words. */
    static <T> T open(Path folder, Use<T> use) throws Failure {
        try {
            // The folder itself may be there, and open to others: what is in it is for its owner alone.
            PrivateFiles.makeFolders(folder.resolve("packs"));
            PrivateFiles.makeFolders(folder.resolve("snapshots"));
            try (Backup backup = Backup.open(folder)) {
                return use.with(backup);
            }
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    /** The one that is named, or the newest. */
    static Snapshot snapshot(Backup backup, @Nullable String name) throws IOException, Failure {
        List<String> damaged = new ArrayList<>();
        List<Snapshot> all = backup.snapshots(damaged::add);
        return all.stream()
                .filter(snapshot -> name == null || snapshot.name().equals(name))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new Failure(
                        Complaints.FAILED,
                        damaged.isEmpty()
                                ? "there is no snapshot" + (name == null ? "" : " " + name)
                                : damaged.getFirst()));
    }

    /** Takes a snapshot. */
    @Command(
            name = "take",
            description = {
                "Adds a snapshot of the whole store to a folder, while servers run: what an earlier snapshot has is not stored again. A",
                "run that is broken off leaves none, and the next goes on with what it had stored. Mail that waits to be sent is not",
                "part of it."
            })
    static final class Take extends TalkingCommand {
        @Option(
                names = "--keep-days",
                paramLabel = "DAYS",
                description = "Then take away snapshots that are older (default: none).")
        private int keepDays = -1;

        @Option(
                names = "--keep",
                paramLabel = "NUMBER",
                description = "But leave so many of the newest, however old they are (default: 1).")
        private int keep = 1;

        @Parameters(paramLabel = "FOLDER", description = "Where it is kept; made if it is not there.")
        private Path folder = Path.of("");

        Take(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            try (Store store = options.open()) {
                return open(folder, backup -> {
                    long before = backup.octets();
                    Snapshot snapshot;
                    try (Progress bar =
                            new Progress(talk.err(), Terminal.ofProcess().isThere(), "Backing up", 0)) {
                        snapshot = backup.take(store, Instant.now(), bar::add);
                    }
                    talk.say("Snapshot " + snapshot.name() + ": " + snapshot.messages() + " messages of "
                            + snapshot.mailboxes().size() + " mailboxes; " + (backup.octets() - before)
                            + " octets are new.");
                    if (keepDays >= 0) {
                        long less = backup.expire(Duration.ofDays(keepDays), keep, Instant.now());
                        talk.say("Took away what is older than " + keepDays + " days: " + less + " octets.");
                    }
                    return Complaints.DONE;
                });
            }
        }
    }

    /** Lists snapshots. */
    @Command(name = "list", description = "Lists the snapshots of a backup.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "FOLDER", description = "Where it is kept.")
        private Path folder = Path.of("");

        @Override
        public Integer call() throws Failure {
            return open(folder, backup -> {
                List<String> damaged = new ArrayList<>();
                Table table = new Table("snapshot", "mailboxes", "messages", "octets");
                for (Snapshot snapshot : backup.snapshots(damaged::add)) {
                    table.row(
                            Cell.text(snapshot.name()),
                            Cell.count(snapshot.mailboxes().size()),
                            Cell.count(snapshot.messages()),
                            Cell.count(snapshot.octets()));
                }
                output.print(table, "There is no snapshot.");
                damaged.forEach(line -> output.err().println(Shown.harmless("jdbmail backup list: " + line)));
                output.err().flush();
                return damaged.isEmpty() ? Complaints.DONE : Complaints.FAILED;
            });
        }
    }

    /** Reads everything. */
    @Command(
            name = "verify",
            description = {
                "Reads all that the snapshots of a backup need, and compares it with its digests.",
                "Its status is 0 if all is whole, else 1."
            })
    static final class Verify implements Callable<Integer> {
        @Mixin
        private Talk talk = new Talk();

        @Parameters(paramLabel = "FOLDER", description = "Where it is kept.")
        private Path folder = Path.of("");

        @Override
        public Integer call() throws Failure {
            return open(folder, backup -> {
                Backup.Checked checked;
                try (Progress bar =
                        new Progress(talk.err(), Terminal.ofProcess().isThere(), "Reading", 0)) {
                    checked = backup.verify(bar::add);
                }
                checked.damage().forEach(talk::say);
                talk.say(
                        checked.damage().isEmpty()
                                ? "All is whole: " + checked.snapshots() + " snapshots, " + checked.contents()
                                        + " different things."
                                : checked.damage().size() + " things are missing, or not whole.");
                return checked.damage().isEmpty() ? Complaints.DONE : Complaints.FAILED;
            });
        }
    }

    /** Takes old snapshots away. */
    @Command(name = "expire", description = "Takes away old snapshots, and what no other needs.")
    static final class Expire implements Callable<Integer> {
        @Mixin
        private DryRun dryRun = new DryRun();

        @Mixin
        private Talk talk = new Talk();

        @Option(names = "--keep-days", paramLabel = "DAYS", required = true, description = "Those that are older go.")
        private int keepDays;

        @Option(
                names = "--keep",
                paramLabel = "NUMBER",
                description = "But so many of the newest stay, however old they are (default: 1).")
        private int keep = 1;

        @Parameters(paramLabel = "FOLDER", description = "Where it is kept.")
        private Path folder = Path.of("");

        @Override
        public Integer call() throws Failure {
            return open(folder, backup -> {
                if (dryRun.isAsked()) {
                    List<String> old = backup.expired(Duration.ofDays(keepDays), keep, Instant.now());
                    talk.say("Would take away " + old.size() + " snapshots"
                            + (old.isEmpty() ? "" : ": " + String.join(", ", old)) + ".");
                    return Complaints.DONE;
                }
                long less = backup.expire(Duration.ofDays(keepDays), keep, Instant.now());
                talk.say(backup.snapshots(damaged -> {}).size() + " snapshots are left; " + less + " octets went.");
                return Complaints.DONE;
            });
        }
    }
}
