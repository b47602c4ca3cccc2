package org.jdbmail.cli.store;

import java.util.Locale;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Details;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.sql.schema.Schema.Status;
import picocli.CommandLine.Command;

/** {@code jdbmail db status}: what the database is, and what the next start would make of it. */
@Command(
        name = "status",
        description = {
            "Tells what the database is, and what the next start would make of it. Changes nothing.",
            "Its status is 0 if nothing is to be done, else 1."
        })
public final class DbStatus extends ShowingCommand {
    private final Opening opening;

    /** @param opening opens settings and store */
    public DbStatus(Opening opening) {
        super(opening);
        this.opening = opening;
    }

    @Override
    public Integer call() throws Failure {
        Status status = opening.ask(options.settings(), Schema::look);
        output.print(new Details()
                .with("database", Cell.text(words(status.outcome())))
                .with("schema_version", Cell.count(status.version()))
                .with("schema_of_this_program", Cell.count(Schema.CURRENT))
                .with("tables_of_jdbmail", Cell.count(status.tables()))
                .with("missing", Cell.words(status.missing()))
                .with("next_start", Cell.text(status.outcome().name().toLowerCase(Locale.ROOT))));
        boolean isWell =
                status.outcome() == Schema.Outcome.READY && status.missing().isEmpty();
        return isWell ? Complaints.DONE : Complaints.FAILED;
    }

    private static String words(Schema.Outcome outcome) {
        return switch (outcome) {
            case READY -> "JDBMail's, and current";
            case CREATED -> "empty: the next start makes the tables";
            case ADOPTED -> "DBMail's: the next start adds JDBMail's tables";
            case UPGRADED -> "of an earlier JDBMail: the next start adds what is new";
        };
    }
}
