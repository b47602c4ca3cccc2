package org.jdbmail.cli.store;

import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.sql.schema.Schema;
import picocli.CommandLine.Command;

/** {@code jdbmail db upgrade}: does what a start would do to the tables, or prints it. */
@Command(
        name = "upgrade",
        description = {
            "Makes or adds the tables that this program needs, as the first start of a server does.",
            "With --dry-run it prints the SQL and changes nothing."
        })
public final class DbUpgrade extends ChangingCommand {
    private final Opening opening;

    /** @param opening opens settings and store */
    public DbUpgrade(Opening opening) {
        super(opening);
        this.opening = opening;
    }

    @Override
    public Integer call() throws Failure {
        Settings settings = options.settings();
        if (dryRun.isAsked()) {
            String sql = opening.ask(settings, Schema::pending);
            talk.out().println(sql.isEmpty() ? "-- nothing is to be done" : sql.stripTrailing());
            return Complaints.DONE;
        }
        switch (opening.askOrMake(settings, Schema::prepare)) {
            case READY -> talk.say("Nothing was to be done.");
            case CREATED -> talk.say("The tables were made.");
            case ADOPTED -> talk.say("JDBMail's tables were added to DBMail's.");
            case UPGRADED -> talk.say("What is new was added.");
        }
        return Complaints.DONE;
    }
}
