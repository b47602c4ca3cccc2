package org.jdbmail.cli.util;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbmail.cli.dbmail.Getopt.Misuse;
import org.jdbmail.cli.dbmail.ProgramVersion;
import org.jdbmail.cli.frame.Progress;
import org.jdbmail.cli.frame.Terminal;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.cli.util.UtilOptions.Work;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Maintenance.Check;
import org.jdbmail.core.store.Maintenance.Log;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;

/**
 * The program {@code dbmail-util}. Each piece of work first counts what it finds and says so; with {@code -y} it then mends
 * it, a few rows at a time. Where DBMail needs two runs, on two days, until an expunged message is gone, here marking comes
 * before purging, and purging before the look for what nothing refers to.
 */
public final class UtilProgram {
    /** DBMail's order, in which a run without {@code -y} says what it found. */
    private static final List<Work> ORDER_OF_WORDS = List.of(
            Work.ERASE,
            Work.MOVE,
            Work.INTEGRITY,
            Work.PURGE,
            Work.BODY,
            Work.SET_DELETED,
            Work.ALIASES,
            Work.IP_LOG,
            Work.REPLY_CACHE,
            Work.CLEAN,
            Work.REHASH,
            Work.MIGRATE,
            Work.EMPTY_CACHE);

    /** As DBMail's ends. */
    private static final int NO_ACTION = 1;

    private static final int ALL_WELL = 0;
    private static final int MENDED = 1;
    private static final int NOT_MENDED = 2;
    private static final int FAILED = 3;

    private final PrintWriter out;
    private final PrintWriter err;
    private final UtilOptions options;
    private final Store store;
    private final Maintenance maintenance;
    private final Instant now;
    private boolean hasErrors;
    private boolean hasFailed;

    private UtilProgram(PrintWriter out, PrintWriter err, UtilOptions options, Store store, Instant now) {
        this.out = out;
        this.err = err;
        this.options = options;
        this.store = store;
        this.maintenance = store.maintenance();
        this.now = now;
    }

    /** Runs the program and returns its exit status. */
    public static int run(PrintWriter out, PrintWriter err, Opening opening, List<String> arguments) throws Failure {
        UtilOptions options;
        try {
            options = UtilOptions.parse(arguments);
        } catch (Misuse misuse) {
            err.println("dbmail-util: " + misuse.getMessage() + "; see dbmail-util -h");
            return Failure.USAGE;
        }
        if (options.common().has("help")) {
            out.print(UtilOptions.HELP);
            return ALL_WELL;
        }
        if (options.common().has("version")) {
            out.println("This is dbmail-util of " + ProgramVersion.TEXT);
            return ALL_WELL;
        }
        if (options.works().isEmpty()) {
            err.println("dbmail-util: nothing to do; see dbmail-util -h");
            return NO_ACTION;
        }
        try (Store store = opening.existingStore(options.common().settings(opening))) {
            return new UtilProgram(
                            out, err, options, store, InstantSource.system().instant())
                    .run();
        }
    }

    private int run() {
        if (!options.isReal()) {
            say("Choosing dry-run mode. No changes will be made at this time.");
        }
        verbose("Opening connection to database... ");
        verbose("Ok. Connected.");
        Set<Work> works = options.works();
        List<Work> order = options.isReal() ? List.copyOf(EnumSet.allOf(Work.class)) : ORDER_OF_WORDS;
        for (Work work : order) {
            if (works.contains(work)) {
                attempt(work);
            }
        }
        return conclude();
    }

    /** One piece of work that fails does not keep the others from being done. */
    private void attempt(Work work) {
        try {
            work(work);
        } catch (Refusal refusal) {
            complain("Failed. " + refusal.text());
            hasFailed = true;
        }
    }

    private void work(Work work) {
        switch (work) {
            case ERASE -> old("erase");
            case MOVE -> old("move");
            case SET_DELETED -> setDeleted();
            case PURGE -> purge();
            case INTEGRITY -> integrity();
            case BODY -> body();
            case EMPTY_CACHE ->
                damaged(Check.SHORT_ENVELOPES, "DBMAIL for empty cached envelopes", "empty envelope values");
            case ALIASES -> aliases();
            case IP_LOG -> clear(Log.ADDRESSES, "IP", "clear-iplog");
            case REPLY_CACHE -> clear(Log.REPLIES, "RC", "clear-replycache");
            case CLEAN -> clean();
            case REHASH -> rehash();
            case MIGRATE -> migrate();
        }
    }

    private void old(String option) {
        try {
            int days = options.days(option).orElse(0);
            OldMail mail =
                    new OldMail(store, maintenance, now.minus(Duration.ofDays(days)), options.isReal(), this::say);
            String trash = options.trash().orElse("");
            if (option.equals("erase")) {
                mail.erase(trash);
            } else {
                mail.move(options.inbox().orElse(""), trash);
            }
        } catch (Misuse impossible) {
            throw new IllegalStateException("the numbers were checked at the start", impossible);
        }
    }

    private void setDeleted() {
        say("");
        say(
                options.isReal()
                        ? "Setting DELETE status for deleted messages..."
                        : "Counting deleted messages that need the DELETE status set...");
        long found = maintenance.count(Check.EXPUNGED);
        say("Ok. [" + found + "] messages need to be set for deletion.");
        if (options.isReal()) {
            mend(Check.EXPUNGED, found, "Marking");
            say("Ok. Messages set for deletion.");
            say("Re-calculating used quota for all users...");
            mend(Check.USED, maintenance.count(Check.USED), "Counting quotas");
            say("Ok. Used quota updated for all users.");
        }
    }

    private void purge() {
        say("");
        say(options.isReal() ? "Deleting messages with DELETE status..." : "Counting messages with DELETE status...");
        long found = maintenance.count(Check.BURIED);
        say("Ok. [" + found + "] messages have DELETE status.");
        if (options.isReal()) {
            mend(Check.BURIED, found, "Purging");
            say("Ok. Messages deleted.");
        }
    }

    private void integrity() {
        String action = options.isReal() ? "Repairing" : "Checking";
        say("");
        say(action + " DBMAIL message integrity...");
        unconnected(action, Check.MESSAGES, "physmessages");
        unconnected(action, Check.PART_LISTS, "partlists");
        unconnected(action, Check.PARTS, "mimeparts");
        unconnected(action, Check.HEADER_VALUES, "headervalues");
        unconnected(action, Check.BLOBS, "attachments");
    }

    /** What is left over when mail goes is no error: it is what this program is run for. */
    private void unconnected(String action, Check check, String what) {
        Instant start = Instant.now();
        say("");
        say(action + " DBMAIL " + (check == Check.MESSAGES ? "physmessage" : what) + " integrity...");
        long found = maintenance.count(check);
        say("Ok. Found [" + found + "] unconnected " + what + ".");
        if (options.isReal() && found > 0) {
            mend(check, found, "Removing " + what);
            say("Ok. Orphaned " + what + " deleted.");
        }
        took(action.toLowerCase(Locale.ROOT) + " unconnected " + what, start);
    }

    private void body() {
        damaged(Check.SIZES, "DBMAIL for rfcsize field", "missing rfcsize values");
        damaged(Check.ENVELOPES, "DBMAIL for cached envelopes", "missing envelope values");
        damaged(Check.HEADERS, "DBMAIL for cached header values", "un-cached physmessages");
    }

    private void damaged(Check check, String what, String found) {
        Instant start = Instant.now();
        say("");
        say((options.isReal() ? "Repairing " : "Checking ") + what + "...");
        long count = maintenance.count(check);
        found("Ok. Found [" + count + "] " + found + ".", count);
        if (options.isReal() && count > 0) {
            mend(check, count, "Repairing");
        }
        took("checking " + what, start);
    }

    private void aliases() {
        say("");
        say((options.isReal() ? "Removing" : "Counting") + " aliases with nonexistent delivery userid's...");
        List<Alias> dangling = store.read(tx -> {
            Set<Long> users = tx.users().list("*").stream().map(User::id).collect(Collectors.toSet());
            List<Alias> found = new ArrayList<>();
            for (Alias alias : tx.aliases().all()) {
                Optional<Long> target = id(alias.deliverTo());
                boolean isThere = target.isEmpty()
                        || users.contains(target.get())
                        || tx.users().find(target.get()).isPresent();
                if (!isThere) {
                    found.add(alias);
                }
            }
            return found;
        });
        dangling.forEach(alias -> verbose(
                "Dangling alias [" + alias.alias() + "] delivers to nonexistent user [" + alias.deliverTo() + "]"));
        found("Ok. Found [" + dangling.size() + "] dangling aliases.", dangling.size());
        if (options.isReal()) {
            Set<String> targets = dangling.stream().map(Alias::deliverTo).collect(Collectors.toSet());
            targets.forEach(target ->
                    store.write(tx -> tx.users().find(Long.parseLong(target)).isPresent()
                            ? 0
                            : tx.aliases().removeDeliveringTo(target)));
        }
    }

    private static Optional<Long> id(String target) {
        boolean isNumber =
                !target.isEmpty() && target.length() < 19 && target.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Optional.of(Long.valueOf(target)) : Optional.empty();
    }

    private void clear(Log log, String what, String option) {
        String text = options.common().value(option).orElse("");
        Optional<Duration> age = UtilOptions.age(text);
        if (age.isEmpty()) {
            complain("\nFailed to find a timestring: [" + text + "] is not <hours>h<minutes>m.");
            hasFailed = true;
            return;
        }
        Instant than = now.minus(age.get()).truncatedTo(ChronoUnit.SECONDS);
        String shown = than.toString().replace('T', ' ').replace("Z", "");
        say("");
        say((options.isReal() ? "Removing " : "Counting ") + what + " entries older than [" + shown + "]...");
        say("Ok. [" + maintenance.countOlder(log, than) + "] " + what + " entries are older than [" + shown + "].");
        if (options.isReal()) {
            maintenance.prune(log, than);
            say("Ok. " + what + " entries older than [" + shown + "] removed.");
        }
    }

    private void clean() {
        say("");
        if (!options.isReal()) {
            say("Cleaning the database not performed.");
            return;
        }
        say("Cleaning the database...");
        maintenance.analyze();
        say("Ok. Database cleaned up.");
    }

    private void rehash() {
        if (options.isReal()) {
            say("Rebuild hash keys for stored message chunks...");
            mend(Check.DIGESTS, 0, "Rehashing");
            say("Ok. Hash keys rebuild successfully.");
        } else {
            say("Ok. [" + maintenance.count(Check.DIGESTS) + "] hash keys are of another algorithm.");
        }
    }

    private void migrate() {
        say("Migrate legacy 2.2.x messageblks to mimeparts...");
        if (!options.isReal()) {
            say("Ok. [" + maintenance.count(Check.OLD_BLOCKS) + "] physmessages to migrate.");
            say("\tmigration skipped. Use -y option to perform migration.");
            return;
        }
        try {
            long most = options.migrateLimit();
            say("Preparing to migrate up to " + most + " physmessages.");
            long migrated = maintenance.mend(Check.OLD_BLOCKS, most, step -> {});
            say("Migration complete. Migrated " + migrated + " physmessages.");
        } catch (Misuse impossible) {
            throw new IllegalStateException("the numbers were checked at the start", impossible);
        }
    }

    private void mend(Check check, long expected, String what) {
        boolean isShown =
                options.common().count("quiet") == 0 && Terminal.ofProcess().isThere();
        try (Progress bar = new Progress(err, isShown, what, expected)) {
            maintenance.mend(check, Long.MAX_VALUE, bar::add);
        }
    }

    private int conclude() {
        if (!hasErrors && !hasFailed) {
            say("");
            say("Maintenance done. No errors found.");
            return ALL_WELL;
        }
        if (hasFailed) {
            complain("\nMaintenance done. Errors were found but not fixed due to failures.");
            return FAILED;
        }
        if (!options.isReal()) {
            complain("\nMaintenance done. Errors were found but not fixed.\n"
                    + "Run again with the '-y' option to repair the errors.");
            return NOT_MENDED;
        }
        complain("\nMaintenance done. Errors were found and fixed.\n"
                + "We suggest running dbmail-util again to confirm that all errors were repaired.");
        return MENDED;
    }

    /** What is an error if there is any of it. */
    private void found(String line, long count) {
        if (count > 0) {
            hasErrors = true;
            complain(line);
        } else {
            say(line);
        }
    }

    private void say(String line) {
        if (options.common().count("quiet") == 0) {
            out.println(line);
        }
    }

    private void verbose(String line) {
        if (options.common().has("verbose")) {
            out.println(line);
        }
    }

    private void took(String what, Instant start) {
        verbose("--- " + what + " took "
                + Duration.between(start, Instant.now()).toSeconds() + " seconds");
    }

    private void complain(String line) {
        out.flush();
        if (options.common().count("quiet") < 2) {
            err.println(line);
        }
    }
}
