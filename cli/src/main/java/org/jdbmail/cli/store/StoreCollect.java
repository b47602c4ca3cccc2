package org.jdbmail.cli.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.DryRun;
import org.jdbmail.cli.frame.Progress;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.frame.Terminal;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Maintenance.Check;
import org.jdbmail.core.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jdbmail store collect}: takes away at once what the server takes away by the hour. */
@Command(
        name = "collect",
        description = {
            "Takes away what nothing refers to any more: at once what a server would take away within hours.",
            "With --expunged also what expunged messages leave for clients that were away."
        })
public final class StoreCollect extends ShowingCommand {
    private static final Map<Check, String> LEFT_OVER = leftOver();

    @Mixin
    private DryRun dryRun = new DryRun();

    @Option(names = "--expunged", description = "Also forget expunged messages now.")
    private boolean expunged;

    /** @param opening opens settings and store */
    public StoreCollect(Opening opening) {
        super(opening);
    }

    private static Map<Check, String> leftOver() {
        Map<Check, String> names = new LinkedHashMap<>();
        names.put(Check.MESSAGES, "messages");
        names.put(Check.PART_LISTS, "lists of parts");
        names.put(Check.BLOBS, "attachments");
        names.put(Check.PARTS, "parts");
        names.put(Check.HEADER_VALUES, "header values");
        return names;
    }

    @Override
    public Integer call() throws Failure {
        try (Store store = options.open()) {
            Maintenance maintenance = store.maintenance();
            Table table = new Table("what", dryRun.isAsked() ? "found" : "removed");
            if (expunged) {
                if (!dryRun.isAsked()) {
                    maintenance.mend(Check.EXPUNGED, Long.MAX_VALUE, step -> {});
                }
                table.row(Cell.text("expunged messages"), Cell.count(work(maintenance, Check.BURIED)));
            }
            LEFT_OVER.forEach((check, name) -> table.row(Cell.text(name), Cell.count(work(maintenance, check))));
            output.print(table, "");
        }
        return Complaints.DONE;
    }

    private long work(Maintenance maintenance, Check check) {
        long found = maintenance.count(check);
        if (dryRun.isAsked()) {
            return found + (check == Check.BURIED ? maintenance.count(Check.EXPUNGED) : 0);
        }
        try (Progress bar = new Progress(output.err(), Terminal.ofProcess().isThere(), "Collecting", found)) {
            return maintenance.mend(check, Long.MAX_VALUE, bar::add);
        }
    }
}
