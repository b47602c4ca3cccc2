package org.jdbmail.cli.store;

import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Details;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.store.Maintenance.Layouts;
import org.jdbmail.core.store.Maintenance.Sizes;
import org.jdbmail.core.store.Store;
import picocli.CommandLine.Command;

/** {@code jdbmail store sizes}: what the store holds, and what it saves by keeping things once. */
@Command(name = "sizes", description = "Tells what the store holds, and what it saves by keeping content once.")
public final class StoreSizes extends ShowingCommand {
    /** @param opening opens settings and store */
    public StoreSizes(Opening opening) {
        super(opening);
    }

    @Override
    public Integer call() throws Failure {
        try (Store store = options.open()) {
            Sizes sizes = store.maintenance().sizes();
            Layouts layouts = store.maintenance().layouts();
            long saved = sizes.octets() - sizes.contentOctets() + sizes.useOctets() - sizes.sharedOctets();
            output.print(new Details()
                    .with("messages", Cell.count(sizes.messages()))
                    .with("octets", Cell.octets(sizes.octets()))
                    .with("stored_messages", Cell.count(sizes.contents()))
                    .with("stored_octets", Cell.octets(sizes.contentOctets()))
                    .with("shared_parts", Cell.count(sizes.shared()))
                    .with("shared_octets", Cell.octets(sizes.sharedOctets()))
                    .with("uses_of_shared_parts", Cell.count(sizes.uses()))
                    .with("saved_octets", Cell.octets(Math.max(0, saved)))
                    .with("expunged_and_remembered", Cell.count(sizes.expunged()))
                    .with("compact", Cell.count(layouts.compact()))
                    .with("parts", Cell.count(layouts.parts()))
                    .with("new_messages_are_written", Cell.text(StoreConvert.word(layouts.written()))));
        }
        return Complaints.DONE;
    }
}
