package org.jdbmail.cli.sieve;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbmail.cli.dbmail.CommonOptions;
import org.jdbmail.cli.dbmail.Getopt;
import org.jdbmail.cli.dbmail.Getopt.Option;
import org.jdbmail.cli.dbmail.Getopt.Value;
import org.jdbmail.cli.dbmail.Version;
import org.jdbmail.cli.serve.Delivering;
import org.jdbmail.cli.serve.Sieving;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.sieve.UserScripts;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;

/** The program {@code dbmail-sievecmd}: an account's scripts, option for option as DBMail's. */
public final class SievecmdProgram {
    private static final int FAILED = 255;

    private static final String HELP = """
            *** dbmail-sievecmd ***
            Use this program to manage your users' Sieve scripts.
                 -u, --user username      whose scripts
                 -l, --list               list scripts
                 -a, --activate name      make a script the active one
                 -d, --deactivate [name]  make no script the active one
                 -i, --insert name        keep the script on standard input; it is not active
                 -r, --remove name        delete a script
                 -c, --cat [name]         print a script, the active one where none is named
                 -e, --edit [name]        edit a script with $EDITOR

            """;

    private static final List<Option> OWN = List.of(
            new Option('u', "user", Value.REQUIRED),
            new Option('l', "list", Value.NONE),
            new Option('a', "activate", Value.REQUIRED),
            new Option('d', "deactivate", Value.OPTIONAL),
            new Option('i', "insert", Value.REQUIRED),
            new Option('r', "remove", Value.REQUIRED),
            new Option('c', "cat", Value.OPTIONAL),
            new Option('e', "edit", Value.OPTIONAL));

    private final PrintWriter out;
    private final PrintWriter err;
    private final CommonOptions options;
    private final UserScripts scripts;
    private final long user;

    private SievecmdProgram(PrintWriter out, PrintWriter err, CommonOptions options, UserScripts scripts, long user) {
        this.out = out;
        this.err = err;
        this.options = options;
        this.scripts = scripts;
        this.user = user;
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
        if (options.has("version")) {
            out.println("This is dbmail-sievecmd of " + Version.TEXT);
            return 0;
        }
        Optional<String> login = options.value("user");
        if (options.has("help") || login.isEmpty()) {
            out.print(HELP + CommonOptions.HELP);
            return options.has("help") ? 0 : FAILED;
        }
        Settings settings = options.settings(opening);
        try (Store store = opening.existingStore(settings)) {
            Optional<User> found = store.read(tx -> tx.users().find(login.get()));
            if (found.isEmpty()) {
                err.println("User [" + login.get() + "] does not exist!");
                return FAILED;
            }
            UserScripts scripts = Sieving.scripts(settings, store, Delivering.hostname(settings));
            return new SievecmdProgram(out, err, options, scripts, found.get().id()).act();
        } catch (Refusal refusal) {
            err.println("dbmail-sievecmd: " + refusal.text());
            return FAILED;
        }
    }

    private int act() throws Failure {
        if (options.has("list")) {
            return list();
        }
        if (options.has("activate")) {
            String name = options.value("activate").orElse("");
            return told(name, scripts.activate(user, name).orElseThrow(), "Script [" + name + "] is now active.");
        }
        if (options.has("deactivate")) {
            scripts.activate(user, null);
            out.println("No script is active now.");
            return 0;
        }
        if (options.has("insert")) {
            return insert(options.value("insert").orElse(""), Texts.read("-"));
        }
        if (options.has("remove")) {
            String name = options.value("remove").orElse("");
            scripts.delete(user, name);
            out.println("Script [" + name + "] deleted.");
            return 0;
        }
        if (options.has("cat")) {
            out.print(scripts.get(user, named("cat")));
            return 0;
        }
        if (options.has("edit")) {
            return edit(named("edit"));
        }
        out.print(HELP + CommonOptions.HELP);
        return FAILED;
    }

    private int list() {
        List<SieveScript> all = scripts.list(user);
        out.println("Found " + all.size() + " scripts:");
        all.forEach(script -> out.println((script.active() ? "  + " : "  - ") + script.name()));
        return 0;
    }

    /** The name that an option has, or else that of the active script. */
    private String named(String option) {
        return options.value(option)
                .or(() -> scripts.list(user).stream()
                        .filter(SieveScript::active)
                        .map(SieveScript::name)
                        .findFirst())
                .orElse("");
    }

    private int insert(String name, byte[] text) {
        return told(
                name,
                scripts.put(user, name, text),
                "Script [" + name + "] successfully inserted and marked inactive!");
    }

    private int told(String name, ScriptCompiler.Checked checked, String words) {
        if (checked.script() == null) {
            err.println("Script [" + name + "] has errors: " + String.join("; ", checked.errors()));
            return FAILED;
        }
        out.println(words);
        return 0;
    }

    private int edit(String name) throws Failure {
        String editor = Optional.ofNullable(System.getenv("EDITOR")).orElse("vi");
        try {
            Path file = Files.createTempFile("script-", ".sieve");
            try {
                Files.writeString(file, scripts.get(user, name));
                int status = new ProcessBuilder("/bin/sh", "-c", editor + " \"$0\"", file.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
                return status == 0
                        ? told(
                                name,
                                scripts.put(user, name, Files.readAllBytes(file)),
                                "Script [" + name + "] is kept.")
                        : FAILED;
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, "the script can't be edited: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }
}
