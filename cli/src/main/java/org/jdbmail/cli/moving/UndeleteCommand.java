package org.jdbmail.cli.moving;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.cli.boxes.Named;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.DryRun;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.DatabaseSettings;
import org.jdbmail.core.store.Messages.Copied;
import org.jdbmail.core.store.Messages.Expunged;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.undelete.Undelete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail undelete}: lists what was expunged from a mailbox, and brings it back. */
@Command(
        name = "undelete",
        description = {
            "Lists what was expunged from a mailbox of late, or brings it back into that mailbox, as new messages with the flags that they",
            "had. How long it can be had back says the setting undelete_days; what was deleted with its mailbox is in backups only."
        })
public final class UndeleteCommand extends ShowingCommand {
    @Mixin
    private DryRun dryRun = new DryRun();

    @Option(names = "--all", description = "Bring back all of it.")
    private boolean isAll;

    @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose.")
    private String login = "";

    @Parameters(index = "1", paramLabel = "MAILBOX", description = "From which mailbox.")
    private String mailbox = "";

    @Parameters(
            index = "2..*",
            paramLabel = "UID",
            arity = "0..*",
            description = "Which messages to bring back, by the UIDs in the list.")
    private List<Long> uids = List.of();

    /** @param opening opens settings and store */
    public UndeleteCommand(Opening opening) {
        super(opening);
    }

    @Override
    public Integer call() throws Failure {
        Duration window;
        try {
            window = DatabaseSettings.from(options.settings()).recoverable();
        } catch (BadSettings bad) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(bad.getMessage()), bad);
        }
        try (Store store = options.open()) {
            List<Expunged> lost = store.read(tx -> undelete(tx, window).list(tx, new MailboxName(mailbox)));
            if (!isAll && uids.isEmpty()) {
                output.print(table(lost), "Nothing was expunged from it of late.");
                return Complaints.DONE;
            }
            List<Long> wanted = isAll ? lost.stream().map(Expunged::uid).toList() : uids;
            List<Long> found = new ArrayList<>(lost.stream().map(Expunged::uid).toList());
            found.retainAll(wanted);
            if (dryRun.isAsked()) {
                output.say("Would bring back " + found.size() + " messages.");
                return Complaints.DONE;
            }
            NumberSet set =
                    NumberSet.of(found.stream().mapToLong(Long::longValue).toArray());
            List<Copied> back = store.write(tx -> undelete(tx, window).bringBack(tx, new MailboxName(mailbox), set));
            output.say("Brought back " + back.size() + " messages.");
            return back.size() == wanted.size() ? Complaints.DONE : Complaints.FAILED;
        }
    }

    private Undelete undelete(Tx tx, Duration window) {
        return new Undelete(Named.find(tx, login), window, InstantSource.system());
    }

    private static Table table(List<Expunged> lost) {
        Table table = new Table("uid", "expunged", "received", "octets", "from", "subject");
        for (Expunged message : lost) {
            table.row(
                    Cell.count(message.uid()),
                    Cell.text(message.expunged().toString()),
                    Cell.text(message.received().toString()),
                    Cell.count(message.size()),
                    Cell.text(message.from()),
                    Cell.text(message.subject()));
        }
        return table;
    }
}
