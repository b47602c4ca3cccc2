package org.jdbmail.cli.store;

import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Progress;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.frame.Terminal;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Maintenance.Damage;
import org.jdbmail.core.store.Maintenance.Verified;
import org.jdbmail.core.store.Store;
import picocli.CommandLine.Command;

/** {@code jdbmail store verify}: reads every message whole. */
@Command(
        name = "verify",
        description = {
            "Reads every message with all its bytes, and lists those that are not whole.",
            "Its status is 0 if all are, else 1."
        })
public final class StoreVerify extends ShowingCommand {
    /** @param opening opens settings and store */
    public StoreVerify(Opening opening) {
        super(opening);
    }

    @Override
    public Integer call() throws Failure {
        Table table = new Table("physmessage", "what_is_wrong");
        long looked = 0;
        try (Store store = options.open()) {
            Maintenance maintenance = store.maintenance();
            long total = maintenance.layouts().compact() + maintenance.layouts().parts();
            try (Progress bar = new Progress(output.err(), Terminal.ofProcess().isThere(), "Reading", total)) {
                Verified step = maintenance.verify(0);
                while (step.looked() > 0) {
                    looked += step.looked();
                    bar.add(step.looked());
                    for (Damage damage : step.damaged()) {
                        table.row(Cell.count(damage.physId()), Cell.text(damage.why()));
                    }
                    step = maintenance.verify(step.last());
                }
            }
        }
        output.print(table, "All " + looked + " messages are whole.");
        return table.size() == 0 ? Complaints.DONE : Complaints.FAILED;
    }
}
