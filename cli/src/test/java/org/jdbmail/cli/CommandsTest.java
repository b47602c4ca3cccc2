package org.jdbmail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.failing.FailingCommands;
import org.jdbmail.cli.frame.StoreOptions;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What all commands of {@code jdbmail} have in common. */
class CommandsTest {
    @TempDir
    private Path folder;

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(CommandsTest::all));
    }

    private static List<CommandLine> all() {
        return all(Main.commandLine(new Opening(Optional.empty()))).toList();
    }

    @Test
    void everyCommandExplainsItselfAndItsOptions() {
        List<String> silent = new ArrayList<>();
        for (CommandLine command : all()) {
            var spec = command.getCommandSpec();
            if (spec.usageMessage().description().length == 0) {
                silent.add(spec.qualifiedName());
            }
            spec.options().stream()
                    .filter(option -> option.description().length == 0)
                    .forEach(option -> silent.add(spec.qualifiedName() + " " + option.longestName()));
            spec.positionalParameters().stream()
                    .filter(parameter -> parameter.description().length == 0)
                    .forEach(parameter -> silent.add(spec.qualifiedName() + " " + parameter.paramLabel()));
        }
        assertEquals(List.of(), silent);
    }

    @Test
    void everyCommandTakesHelpAndVersion() {
        for (CommandLine command : all()) {
            String name = command.getCommandSpec().qualifiedName();
            if (!name.equals("jdbmail help")) {
                String[] words =
                        (name + " --help").substring("jdbmail ".length()).split(" ");
                Ran ran = Programs.jdbmail(words);
                assertEquals(0, ran.status(), name);
                assertTrue(ran.out().contains("Usage: " + name), ran.out());
            }
        }
        assertEquals("JDBMail 0.2.0", Programs.jdbmail("--version").out().strip());
    }

    @Test
    void everythingThatListsPrintsJsonToo() {
        List<String> without = new ArrayList<>();
        int lists = 0;
        for (CommandLine command : all()) {
            String[] description = command.getCommandSpec().usageMessage().description();
            boolean isList = command.getSubcommands().isEmpty()
                    && description.length > 0
                    && description[0].matches("(Lists|Counts logins|Tells what the) .*");
            boolean hasJson = command.getCommandSpec().optionsMap().containsKey("--json");
            lists += isList ? 1 : 0;
            if (isList && !hasJson) {
                without.add(command.getCommandSpec().qualifiedName());
            }
        }
        assertTrue(lists >= 25, "there are " + lists);
        assertEquals(List.of(), without);
    }

    /** What takes things away, or changes many at a time. */
    @Test
    void everythingThatChangesMuchCanBeTried() {
        List<String> without = new ArrayList<>();
        int changes = 0;
        for (CommandLine command : all()) {
            String[] description = command.getCommandSpec().usageMessage().description();
            String name = command.getCommandSpec().qualifiedName();
            boolean isChange = command.getSubcommands().isEmpty()
                    && description.length > 0
                    && !name.startsWith("jdbmail sieve ") // one script, whose name is said
                    && description[0].matches(
                            "(Deletes|Removes|Takes|Ends|Forgets|Counts anew|Renames|Changes|Moves|Copies|Makes many"
                                    + "|Sets|Brings) .*");
            changes += isChange ? 1 : 0;
            if (isChange && !command.getCommandSpec().optionsMap().containsKey("--dry-run")) {
                without.add(name);
            }
        }
        assertTrue(changes >= 20, "there are " + changes);
        // It only adds what is missing.
        assertEquals(List.of("jdbmail backup restore"), without);
    }

    /** A new command gets a line in that table. */
    @Test
    void everythingIsTriedOnADatabaseThatFails() {
        List<String> names = new ArrayList<>(DbmailPrograms.names());
        all().stream()
                .filter(command -> command.getSubcommands().isEmpty())
                .forEach(command ->
                        names.add(command.getCommandSpec().qualifiedName().substring("jdbmail ".length())));
        List<FailingCommands> tried = FailingCommands.all();
        names.removeIf(name ->
                FailingCommands.OTHERS.containsKey(name) || tried.stream().anyMatch(command -> command.is(name)));
        assertEquals(List.of(), names, "neither in the table of FailingCommands, nor with a reason among the others");
    }

    @Test
    void aMisspeltWordGetsTheNearestOne() {
        assertMisuse(
                "jdbmail: \"serv\" is not understood; did you mean serve, or users?"
                        + " (jdbmail --help tells what there is)",
                "serv");
        assertMisuse(
                "jdbmail serve: \"--base-prot=3\" is not understood; did you mean --base-port?"
                        + " (jdbmail serve --help tells what there is)",
                "serve",
                "--base-prot=3");
        assertMisuse("jdbmail: which command? (jdbmail --help tells what there is)");
    }

    private static void assertMisuse(String expected, String... arguments) {
        Ran ran = Programs.jdbmail(arguments);
        assertEquals(Failure.USAGE, ran.status());
        assertEquals("", ran.out());
        assertEquals(expected + System.lineSeparator(), ran.err());
    }

    @Test
    void completionKnowsTheCommands() {
        Ran ran = Programs.jdbmail("completion");
        assertEquals(0, ran.status());
        assertTrue(ran.out().contains("complete -F _complete_jdbmail"), "the end of a script for bash");
        assertTrue(ran.out().contains("--base-port"));
    }

    /** As a shell asks when the key for completion is pressed. */
    @Test
    void aShellCompletesWordsAndOptions() throws Exception {
        Path script = Files.writeString(
                folder.resolve("completion"), Programs.jdbmail("completion").out());
        assertEquals("users", completed(script, "us"));
        assertEquals("app-passwords", completed(script, "users", "app"));
        assertEquals("--dry-run", completed(script, "users", "delete", "--dry"));
    }

    private static String completed(Path script, String... words) throws Exception {
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(jdbmail " + String.join(" ", words) + "); COMP_CWORD="
                                + words.length + "; _complete_jdbmail 2>/dev/null; echo ${COMPREPLY[*]}")
                .redirectErrorStream(true)
                .start();
        String said = bash.inputReader().readAllAsString().strip();
        assertEquals(0, bash.waitFor(), said);
        return said;
    }

    @Test
    void everyProgramOfDbmailsHasALauncher() {
        Path launchers = Path.of(System.getProperty("jdbmail.root"), "cli/src/main/dist/bin");
        for (String name : DbmailPrograms.names()) {
            assertTrue(Files.isExecutable(launchers.resolve(name)), name);
        }
    }

    @Test
    void aTrialRunChangesNothing() throws Failure {
        StoreOptions options = new StoreOptions(new Opening(Optional.empty()));
        new CommandLine(CommandLine.Model.CommandSpec.create()
                        .addMixin("store", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs("--db", "jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = new Opening(Optional.empty()).store(options.settings())) {
            for (boolean isTrial : List.of(true, false)) {
                long id =
                        StoreOptions.write(store, isTrial, tx -> tx.users().create("a", new Credential("x", ""), 0, 0));
                boolean isThere = store.read(tx -> tx.users().find("a")).isPresent();
                assertTrue(id > 0);
                assertEquals(!isTrial, isThere);
            }
        }
        assertFalse(options.config().isPresent());
    }
}
