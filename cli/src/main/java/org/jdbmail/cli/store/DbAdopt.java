package org.jdbmail.cli.store;

import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Details;
import org.jdbmail.cli.frame.DryRun;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Maintenance.Check;
import org.jdbmail.core.store.Maintenance.Layouts;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.sql.schema.Schema.Outcome;
import org.jdbmail.sql.schema.Schema.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jdbmail db adopt}: takes over a database of DBMail 3.x in place, and tells what it found there. */
@Command(
        name = "adopt",
        description = {
            "Adds JDBMail's tables to a database of DBMail 3.x, whose own stay as they are, and tells what is in it: how much mail, in which",
            "form, and what may be wrong with it. DBMail's programs can go on with the same database until new mail is written in JDBMail's",
            "own layout. With --dry-run it only tells what kind of database it is. Its status is 1 if something is wrong with the mail."
        })
public final class DbAdopt extends ShowingCommand {
    private final Opening opening;

    @Mixin
    private DryRun dryRun = new DryRun();

    /** @param opening opens settings and store */
    public DbAdopt(Opening opening) {
        super(opening);
        this.opening = opening;
    }

    @Override
    public Integer call() throws Failure {
        Settings settings = options.settings();
        Status before = opening.ask(settings, Schema::look);
        if (before.outcome() == Outcome.CREATED) {
            throw new Failure(Complaints.FAILED, "this database is empty: there is nothing to adopt");
        }
        if (dryRun.isAsked()) {
            output.say(
                    before.outcome() == Outcome.ADOPTED
                            ? "This is a database of DBMail's: JDBMail's tables would be added."
                            : "This database is JDBMail's already.");
            return Complaints.DONE;
        }
        opening.ask(settings, Schema::prepare);
        try (Store store = options.open()) {
            return report(store, before.outcome() == Outcome.ADOPTED);
        }
    }

    private int report(Store store, boolean isAdopted) {
        Maintenance maintenance = store.maintenance();
        Layouts layouts = maintenance.layouts();
        Maintenance.Sizes sizes = maintenance.sizes();
        long accounts = store.read(tx -> tx.users().list("*")).size();
        long mailboxes = store.read(tx -> {
            long all = 0;
            for (User user : tx.users().list("*")) {
                all += tx.mailboxes().ownedBy(user.id()).size();
            }
            return all;
        });
        long old = maintenance.count(Check.OLD_BLOCKS);
        long used = maintenance.count(Check.USED);
        long lists = maintenance.count(Check.PART_LISTS);
        output.print(new Details()
                .with("adopted", Cell.flag(isAdopted))
                .with("accounts", Cell.count(accounts))
                .with("mailboxes", Cell.count(mailboxes))
                .with("messages", Cell.count(sizes.messages()))
                .with("octets", Cell.count(sizes.octets()))
                .with("in_dbmails_layout", Cell.count(layouts.parts()))
                .with("in_jdbmails_layout", Cell.count(layouts.compact()))
                .with("new_mail_is_written", Cell.text(StoreConvert.word(layouts.written())))
                .with("in_the_form_of_dbmail_2", Cell.count(old))
                .with("unconnected_messages", Cell.count(maintenance.count(Check.MESSAGES)))
                .with("lists_of_parts_without_message", Cell.count(lists))
                .with("accounts_with_a_wrong_sum_of_octets", Cell.count(used)));
        if (used + lists > 0) {
            output.say("jdbmail doctor tells more; dbmail-util -a mends what can be mended.");
        }
        if (layouts.parts() > 0) {
            output.say(
                    "Read every message once by: jdbmail store verify. When DBMail's programs are not needed any more: jdbmail"
                            + " store convert compact.");
        }
        return used + lists == 0 ? Complaints.DONE : Complaints.FAILED;
    }
}
