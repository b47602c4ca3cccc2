package org.jdbmail.cli.sieve;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.sieve.UserScripts;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jspecify.annotations.Nullable;

/** What {@code dbmail-sievecmd} does, in DBMail's words; each mode gives the exit status. */
final class SievecmdModes {
    private static final int FAILED = SievecmdProgram.FAILED;

    /** That of a failed edit. */
    private static final int NOT_EDITED = 1;

    /** Names that are tried for a script that could not be kept after it was edited. */
    private static final int RESCUES = 20;

    private final PrintWriter out;
    private final boolean quiet;
    private final boolean yes;
    private final UserScripts scripts;
    private final long user;

    /** @param yes whether a script of the same name is overwritten */
    SievecmdModes(PrintWriter out, boolean quiet, boolean yes, UserScripts scripts, long user) {
        this.out = out;
        this.quiet = quiet;
        this.yes = yes;
        this.scripts = scripts;
        this.user = user;
    }

    private void say(String line) {
        if (!quiet) {
            out.println(line);
        }
    }

    private Optional<SieveScript> find(String name) {
        return scripts.list(user).stream()
                .filter(script -> script.name().equals(name))
                .findFirst();
    }

    private Optional<String> active() {
        return scripts.list(user).stream()
                .filter(SieveScript::active)
                .map(SieveScript::name)
                .findFirst();
    }

    int list() {
        List<SieveScript> all = scripts.list(user);
        if (all.isEmpty()) {
            say("No scripts found!");
            return 0;
        }
        out.println("Found " + all.size() + " scripts:");
        all.forEach(script -> out.println((script.active() ? "  + " : "  - ") + script.name()));
        return 0;
    }

    int activate(String name) {
        if (find(name).isEmpty()) {
            say("Error activating script [" + name + "].");
            say("It is possible that no script is currently active!");
            return FAILED;
        }
        ScriptCompiler.Checked checked = scripts.activate(user, name).orElseThrow();
        if (checked.script() == null) {
            return hasErrors(name, checked);
        }
        say("Script [" + name + "] is now active. All others are inactive.");
        return 0;
    }

    private int hasErrors(String name, ScriptCompiler.Checked checked) {
        say("Script [" + name + "] has errors: " + String.join("; ", checked.errors()) + ".");
        return FAILED;
    }

    int deactivate(@Nullable String named) {
        Optional<String> active = active();
        if (named == null && active.isEmpty()) {
            say("No active script found.");
            return FAILED;
        }
        if (named != null && !active.equals(Optional.of(named))) {
            say("Error deactivating script [" + named + "].");
            return FAILED;
        }
        scripts.activate(user, null);
        say("Script [" + active.orElse("") + "] is now deactivated. No scripts are currently active.");
        return 0;
    }

    /** As in DBMail, an active one too, and one that isn't there. */
    int remove(String name) {
        Optional<SieveScript> found = find(name);
        if (found.isPresent()) {
            if (found.get().active()) {
                scripts.activate(user, null);
            }
            scripts.delete(user, name);
        }
        say("Script [" + name + "] deleted.");
        return 0;
    }

    int show(@Nullable String named) {
        Optional<String> name = Optional.ofNullable(named).or(this::active);
        Optional<SieveScript> found = name.flatMap(this::find);
        if (found.isEmpty()) {
            say(name.isEmpty() ? "No active script found!" : "Script not found!");
            return FAILED;
        }
        out.print(found.get().text());
        return 0;
    }

    int add(String name, byte[] text) {
        return add(name, text, yes);
    }

    private int add(String name, byte[] text, boolean overwrites) {
        Optional<SieveScript> before = find(name);
        if (before.isPresent() && !overwrites) {
            say("A script by that name already exists. Use --yes option to overwrite it.");
            return FAILED;
        }
        ScriptCompiler.Checked checked = scripts.put(user, name, text);
        if (checked.script() == null) {
            return hasErrors(name, checked);
        }
        say("Script [" + name + "] successfully "
                + before.map(old -> "updated and remains " + (old.active() ? "active" : "inactive") + "!")
                        .orElse("imported and marked inactive!"));
        return 0;
    }

    int edit(@Nullable String named) throws Failure {
        String editor = System.getenv("EDITOR");
        Optional<String> name = Optional.ofNullable(named).or(this::active);
        Optional<SieveScript> found = name.flatMap(this::find);
        if (found.isEmpty()) {
            say(name.isEmpty() ? "No active script found!" : "Script not found!");
            return NOT_EDITED;
        }
        if (editor == null) {
            say("No EDITOR environment variable.");
            return NOT_EDITED;
        }
        try {
            Path file = Files.createTempFile("dbmail", ".sieve");
            try {
                return edit(found.get(), editor, file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, "the script can't be edited: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_EDITED;
        }
    }

    private int edit(SieveScript script, String editor, Path file) throws IOException, InterruptedException {
        byte[] before = script.text().getBytes(StandardCharsets.UTF_8);
        Files.write(file, before);
        int status = new ProcessBuilder("/bin/sh", "-c", editor + " \"$0\"", file.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            say("Execution of EDITOR [" + editor + "] returned non-zero [" + status + "].");
            return NOT_EDITED;
        }
        byte[] after = Files.readAllBytes(file);
        if (Arrays.equals(before, after)) {
            say("File not modified, canceling.");
            return 0;
        }
        if (add(script.name(), after, true) != 0) {
            say("Saved script to [" + rescue(after) + "]");
        }
        return 0;
    }

    /** Keeps what somebody has written beside where the program was started. */
    private static Path rescue(byte[] text) throws IOException {
        for (int i = 0; i < RESCUES; i++) {
            Path file = Path.of("dbmail-invalid." + i + ".sieve");
            if (!Files.exists(file)) {
                return Files.write(file, text);
            }
        }
        throw new IOException("there are " + RESCUES + " files dbmail-invalid.N.sieve here already");
    }
}
