package org.jdbmail.cli.sieve;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbmail.cli.dbmail.CommonOptions;
import org.jdbmail.cli.dbmail.Getopt;
import org.jdbmail.cli.dbmail.Getopt.Given;
import org.jdbmail.cli.dbmail.Getopt.Option;
import org.jdbmail.cli.dbmail.Getopt.Value;
import org.jdbmail.cli.dbmail.ProgramVersion;
import org.jdbmail.cli.serve.Delivering;
import org.jdbmail.cli.serve.Sieving;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.sieve.UserScripts;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;

/**
 * The program {@code dbmail-sievecmd}: an account's scripts, option for option and line for line as DBMail's. What its options
 * mean is read here; {@link SievecmdModes} does it.
 */
public final class SievecmdProgram {
    /** What DBMail's -1 is to a shell. */
    static final int FAILED = 255;

    private static final String HELP = """
            *** dbmail-sievecmd ***
            Use this program to manage your users' Sieve scripts.
                 -u, --user username      whose scripts
                 -l, --list               list scripts
                 -a, --activate name      make a script the active one
                 -d, --deactivate [name]  make no script the active one
                 -i, --import name        keep the script on standard input; a new one is not active
                 -r, --remove name        delete a script, though it be active
                 -c, --show [name]        print a script, the active one where none is named
                 -e, --edit [name]        edit a script with $EDITOR

            """;

    private static final List<Option> OWN = List.of(
            new Option('u', "user", Value.REQUIRED),
            new Option('l', "list", Value.NONE),
            new Option('a', "activate", Value.REQUIRED),
            new Option('d', "deactivate", Value.OPTIONAL, Value.REQUIRED),
            new Option('i', "import", Value.REQUIRED),
            new Option('r', "remove", Value.REQUIRED),
            new Option('c', "show", Value.OPTIONAL, Value.REQUIRED),
            new Option('e', "edit", Value.OPTIONAL, Value.REQUIRED));

    private final PrintWriter out;
    private final CommonOptions options;
    private @Nullable String user;
    private @Nullable String script;
    private @Nullable String source;
    private boolean quiet;

    private SievecmdProgram(PrintWriter out, CommonOptions options) {
        this.out = out;
        this.options = options;
    }

    /** Runs the program and returns its exit status. */
    public static int run(PrintWriter out, PrintWriter err, Opening opening, List<String> arguments) throws Failure {
        CommonOptions options;
        try {
            options = new CommonOptions(Getopt.parse(
                    Stream.concat(OWN.stream(), CommonOptions.OPTIONS.stream()).toList(), arguments));
        } catch (Getopt.Misuse misuse) {
            err.println("dbmail-sievecmd: " + misuse.getMessage() + "; see dbmail-sievecmd -h");
            return Failure.USAGE;
        }
        return new SievecmdProgram(out, options).run(opening);
    }

    private void say(String line) {
        if (!quiet) {
            out.println(line);
        }
    }

    private int run(Opening opening) throws Failure {
        if (options.has("version")) {
            out.println("This is dbmail-sievecmd of " + ProgramVersion.TEXT);
            return 1;
        }
        if (options.has("no")) {
            out.println("-n --no is not supported in this version.");
            return 1;
        }
        options.given().forEach(this::hear);
        String login = user;
        String wrong = login == null ? "The user must be specicified" : wrongModes();
        if (wrong != null) {
            say(wrong);
        }
        if (login == null || wrong != null || options.has("help")) {
            out.print(HELP + CommonOptions.HELP);
            return 0;
        }
        Settings settings = options.settings(opening);
        try (Store store = opening.existingStore(settings)) {
            Optional<User> found = store.read(tx -> tx.users().find(login));
            if (found.isEmpty()) {
                say("User [" + login + "] does not exist!");
                return FAILED;
            }
            UserScripts scripts = Sieving.scripts(settings, store, Delivering.hostname(settings));
            return act(new SievecmdModes(
                    out, quiet, options.has("yes"), scripts, found.get().id()));
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.UNAVAILABLE) {
                throw refusal; // of which it is told as by all programs
            }
            say(refusal.text());
            return FAILED;
        }
    }

    /** What an option says, and its echo; in their order, as one makes those after it silent. */
    private void hear(Given given) {
        String value = given.value();
        switch (given.option().name()) {
            case "user" -> {
                say("User: [" + value + "]");
                user = value;
            }
            case "activate", "deactivate", "import", "remove" -> {
                if (value == null) {
                    say("Please supply a script name");
                } else if (script == null || source == null) {
                    say("Using script: [" + value + "]");
                    source = script == null ? null : value;
                    script = script == null ? value : script;
                }
            }
            case "show", "edit" -> {
                if (value != null) {
                    say("Using script: [" + value + "]");
                    script = value;
                }
                // Nothing but the script is to be printed.
                quiet |= given.option().name().equals("show");
            }
            case "quiet" -> quiet = true;
            default -> {
                // The others are looked for where they matter.
            }
        }
    }

    private boolean has(String mode) {
        return options.has(mode);
    }

    /** Which modes don't go together; null if all do. */
    private @Nullable String wrongModes() {
        long alone = Stream.of("remove", "list", "show").filter(this::has).count();
        long modes = alone + Stream.of("edit", "import").filter(this::has).count();
        long switches = Stream.of("activate", "deactivate").filter(this::has).count();
        if (modes > 1) {
            return "Only one major mode is allowed";
        }
        if (alone == 1 && switches > 0) {
            return "Only import/edit are allowed together with activate or deactivate";
        }
        return modes == 0 && switches != 1 ? "You may either activate or deactivate as a mode on its own" : null;
    }

    private int act(SievecmdModes modes) throws Failure {
        int status = 0;
        if (has("import")) {
            status = modes.add(String.valueOf(script), Texts.read(source == null ? "-" : source));
        }
        if (has("remove")) {
            status = modes.remove(String.valueOf(script));
        }
        if (has("edit")) {
            status = modes.edit(script);
        }
        if (has("activate") && status == 0) {
            status = modes.activate(String.valueOf(script));
        }
        if (has("deactivate")) {
            status = modes.deactivate(script);
        }
        if (has("list")) {
            status = modes.list();
        }
        return has("show") ? modes.show(script) : status;
    }
}
