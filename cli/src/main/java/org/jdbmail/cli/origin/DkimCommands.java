package org.jdbmail.cli.origin;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.DryRun;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.StoreOptions;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.frame.Talk;
import org.jdbmail.cli.frame.TalkingCommand;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.admin.DkimSteps;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail dkim}: makes the keys by which mail of our domains is signed, and prints what the domains publish of them. */
public final class DkimCommands {
    private DkimCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(
                new Generate(opening),
                new Show(opening),
                new Listing(opening),
                new Enable(opening),
                new Disable(opening),
                new Delete(opening));
    }

    /** What a step made; what can't be made of the words of the command line is a mistake in them. */
    private static <T> T made(Supplier<T> step) throws Failure {
        try {
            return step.get();
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.INVALID) {
                throw new Failure(Failure.USAGE, refusal.text());
            }
            throw refusal;
        }
    }

    private static String domain(String given) throws Failure {
        return made(() -> DkimSteps.domain(given));
    }

    private static String record(DkimKey key) {
        return ZoneLine.txt(key.name(), key.record());
    }

    /** Makes a key. */
    @Command(
            name = "generate",
            description = {
                "Makes a key for a domain and prints what the domain has to publish of it. Mail is signed by it once it is enabled: with --enable, or"
                        + " later, when the record is to be seen everywhere.",
                "A domain that has an RSA and an Ed25519 key enabled signs by both; not every receiver can check the second."
            })
    static final class Generate extends ChangingCommand {
        @Parameters(
                paramLabel = "DOMAIN",
                description = "Whose mail it is to sign: addresses of the domain and below it.")
        private String domain = "";

        @Option(names = "--selector", paramLabel = "NAME", description = "Its name; without, one of kind and month.")
        private String selector = "";

        @Option(names = "--type", paramLabel = "KIND", description = "rsa (without this) or ed25519.")
        private String type = "rsa";

        @Option(names = "--bits", paramLabel = "N", description = "Bits of an RSA key; 2048 without this.")
        private int bits = DkimSteps.USUAL_BITS;

        @Option(names = "--enable", description = "Signs by it at once.")
        private boolean isEnabled;

        Generate(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            DkimKey kept = made(() -> DkimSteps.make(domain, type, bits, selector, isEnabled, Instant.now()));
            options.write(dryRun.isAsked(), tx -> {
                DkimSteps.add(tx, kept);
                return kept;
            });
            talk.out().println(record(kept));
            return Complaints.DONE;
        }
    }

    /** Prints what is to be published. */
    @Command(name = "show", description = "Prints what a domain has to publish of its keys.")
    static final class Show extends TalkingCommand {
        @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
        private String domain = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "SELECTOR", description = "One key; without, all.")
        private String selector = "";

        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            String whose = domain(domain);
            List<DkimKey> keys = options.read(tx -> selector.isEmpty()
                    ? tx.dkimKeys().all().stream()
                            .filter(key -> key.domain().equals(whose))
                            .toList()
                    : List.of(DkimSteps.find(tx, whose, selector)));
            if (keys.isEmpty()) {
                throw new Refusal(Reason.NOT_FOUND, whose + " has no keys");
            }
            keys.forEach(key -> talk.out().println(record(key)));
            return Complaints.DONE;
        }
    }

    /** Lists keys. */
    @Command(name = "list", description = "Lists the keys of all domains.")
    static final class Listing extends ShowingCommand {
        Listing(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Table table = new Table("domain", "selector", "algorithm", "enabled", "created");
            for (DkimKey key : options.read(tx -> tx.dkimKeys().all())) {
                table.row(
                        Cell.text(key.domain()),
                        Cell.text(key.selector()),
                        Cell.text(key.algorithm()),
                        Cell.flag(key.isEnabled()),
                        Cell.time(key.created()));
            }
            output.print(table, "There are no keys; jdbmail dkim generate makes one.");
            return Complaints.DONE;
        }
    }

    /** What is done to one key. */
    abstract static class Change implements Callable<Integer> {
        @Mixin
        final StoreOptions options;

        @Mixin
        final DryRun dryRun = new DryRun();

        @Mixin
        final Talk talk = new Talk();

        @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
        String domain = "";

        @Parameters(index = "1", paramLabel = "SELECTOR", description = "The key.")
        String selector = "";

        Change(Opening opening) {
            this.options = new StoreOptions(opening);
        }

        void enable(boolean isEnabled) throws Failure {
            String whose = domain(domain);
            options.write(dryRun.isAsked(), tx -> {
                DkimSteps.enable(tx, whose, selector, isEnabled);
                return isEnabled;
            });
            talk.say("Mail of " + domain + (dryRun.isAsked() ? " would be" : " is") + " signed by " + selector
                    + (isEnabled ? "." : " no more."));
        }
    }

    /** Signs by a key. */
    @Command(name = "enable", description = "Signs mail by a key from now on (running servers within seconds).")
    static final class Enable extends Change {
        Enable(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            enable(true);
            return Complaints.DONE;
        }
    }

    /** Signs no more by a key. */
    @Command(
            name = "disable",
            description = "Signs mail by a key no more. Its record has to stay for a week, for mail that is under way.")
    static final class Disable extends Change {
        Disable(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            enable(false);
            return Complaints.DONE;
        }
    }

    /** Forgets a key. */
    @Command(name = "delete", description = "Forgets a key by which mail is not signed any more. It can't be had back.")
    static final class Delete extends Change {
        Delete(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            String whose = domain(domain);
            options.write(dryRun.isAsked(), tx -> {
                DkimSteps.remove(tx, whose, selector);
                return whose;
            });
            talk.say((dryRun.isAsked() ? "Would forget " : "Forgot ") + selector + " of " + whose + ".");
            return Complaints.DONE;
        }
    }
}
