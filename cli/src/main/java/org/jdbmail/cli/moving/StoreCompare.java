package org.jdbmail.cli.moving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Progress;
import org.jdbmail.cli.frame.TalkingCommand;
import org.jdbmail.cli.frame.Terminal;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.moving.compare.Comparison;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail store compare}: finds what differs between two stores. */
@Command(
        name = "compare",
        description = {
            "Compares this store with another: accounts, aliases, Sieve scripts, mailboxes with their rights, and every message with its",
            "bytes, flags, keywords and date. A line for each thing that differs. Its status is 0 if nothing does, else 1."
        })
public final class StoreCompare extends TalkingCommand {
    private final Opening opening;

    @Option(names = "--other-config", paramLabel = "FILE", description = "The settings file of the other store.")
    private @Nullable Path otherConfig;

    @Option(names = "--other-db", paramLabel = "URL", description = "The database of the other store.")
    private @Nullable String otherDatabase;

    @Option(names = "--numbers", description = "UIDs and UIDVALIDITY must be the same, too.")
    private boolean isNumbered;

    @Parameters(paramLabel = "LOGIN", arity = "0..*", description = "These accounts only.")
    private List<String> logins = List.of();

    /** @param opening opens settings and store */
    public StoreCompare(Opening opening) {
        super(opening);
        this.opening = opening;
    }

    @Override
    public Integer call() throws Failure {
        if (otherConfig == null && otherDatabase == null) {
            throw new Failure(Failure.USAGE, "name the other store, by --other-db or --other-config");
        }
        try (Store one = options.open();
                Store other = opening.existingStore(
                        opening.settings(Optional.ofNullable(otherConfig), Optional.ofNullable(otherDatabase)));
                Progress bar = new Progress(talk.err(), Terminal.ofProcess().isThere(), "Comparing", 0)) {
            long count = new Comparison(one, other, isNumbered, talk::say, bar::add).run(logins);
            talk.say(count == 0 ? "Nothing differs." : count + " things differ.");
            return count == 0 ? Complaints.DONE : Complaints.FAILED;
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, "it cannot be compared: " + e.getMessage(), e);
        }
    }
}
