package org.jdbmail.cli.moving;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Output;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.moving.backup.Contained;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail backup messages}: what a snapshot has of a mailbox, to find the one that is wanted back. */
@Command(name = "messages", description = "Lists what a snapshot has of a mailbox.")
final class BackupMessages implements Callable<Integer> {
    @Mixin
    private Output output = new Output();

    @Option(names = "--snapshot", paramLabel = "NAME", description = "Which one (default: the newest).")
    private @Nullable String name;

    @Parameters(index = "0", paramLabel = "FOLDER", description = "Where the backup is kept.")
    private Path folder = Path.of("");

    @Parameters(index = "1", paramLabel = "LOGIN", description = "Whose.")
    private String login = "";

    @Parameters(index = "2", paramLabel = "MAILBOX", description = "Which mailbox.")
    private String mailbox = "";

    @Override
    public Integer call() throws Failure {
        return BackupCommands.open(folder, backup -> {
            Table table = new Table("uid", "received", "octets", "from", "subject");
            for (Contained message : Contained.list(backup, BackupCommands.snapshot(backup, name), login, mailbox)) {
                table.row(
                        Cell.count(message.uid()),
                        Cell.text(Instant.ofEpochSecond(message.received()).toString()),
                        Cell.count(message.size()),
                        Cell.text(message.from()),
                        Cell.text(message.subject()));
            }
            output.print(table, "It has no messages.");
            return Complaints.DONE;
        });
    }
}
