package org.jdbmail.cli.sieve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.frame.TalkingCommand;
import org.jdbmail.cli.serve.Delivering;
import org.jdbmail.cli.serve.Sieving;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.SieveSettings;
import org.jdbmail.core.sieve.ScriptCompiler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jdbmail sieve everybody}: the administrator's scripts, in the folder that the settings name. */
final class EverybodyCommands {
    private static final String ENDING = ".sieve";
    private static final Pattern PLACE =
            Pattern.compile("default|(before|after|global)/[^./\\x00-\\x1f][^/\\x00-\\x1f]*");
    private static final List<String> FOLDERS = List.of("before", "after", "global");
    private static final String DESCRIBED =
            "before/NAME or after/NAME (run around every account's own, in the order of names), default (for accounts without"
                    + " one), or global/NAME (can be included).";

    private EverybodyCommands() {}

    /** The commands. */
    static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Show(opening), new Get(opening), new Put(opening), new Delete(opening));
    }

    private static Path folder(Settings settings) throws Failure {
        return SieveSettings.from(settings)
                .folder()
                .orElseThrow(() -> new Failure(
                        Failure.USAGE,
                        "there is no folder for these scripts; the setting folder of [SIEVE] names one"));
    }

    private static Path file(Settings settings, String place) throws Failure {
        if (!PLACE.matcher(place).matches()) {
            throw new Failure(
                    Failure.USAGE,
                    "\"" + place + "\" is no place of a script: before/NAME, after/NAME, global/NAME or default is");
        }
        return folder(settings).resolve(place + ENDING);
    }

    private static Failure failure(Path file, IOException e) {
        return e instanceof NoSuchFileException
                ? new Failure(Failure.USAGE, "there is no " + file)
                : new Failure(Failure.UNAVAILABLE, file + ": " + e.getMessage(), e);
    }

    private static ScriptCompiler compiler(Settings settings) {
        return new ScriptCompiler(Sieving.options(settings, Delivering.hostname(settings)));
    }

    /** Lists them. */
    @Command(name = "list", description = "Lists the scripts that hold for all accounts, and says which have errors.")
    static final class Show extends ShowingCommand {
        Show(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Settings settings = options.settings();
            Path folder = folder(settings);
            Table table = new Table("place", "octets", "errors");
            List<Path> files = new ArrayList<>();
            for (String each : FOLDERS) {
                files.addAll(in(folder.resolve(each)));
            }
            Path usual = folder.resolve("default" + ENDING);
            if (Files.exists(usual)) {
                files.add(usual);
            }
            for (Path file : files) {
                byte[] text = Texts.read(file.toString());
                String place = folder.relativize(file).toString();
                ScriptCompiler.Checked checked = compiler(settings).check(place, text);
                table.row(
                        Cell.text(place.substring(0, place.length() - ENDING.length())),
                        Cell.count(text.length),
                        Cell.count(checked.errors().size()));
            }
            output.print(table, "There is no script for everybody.");
            return Complaints.DONE;
        }

        private static List<Path> in(Path folder) throws Failure {
            try (Stream<Path> all = Files.list(folder)) {
                return all.filter(file -> file.getFileName().toString().endsWith(ENDING))
                        .sorted()
                        .toList();
            } catch (NoSuchFileException e) {
                return List.of(); // there needn't be any
            } catch (IOException e) {
                throw failure(folder, e);
            }
        }
    }

    /** Prints one. */
    @Command(name = "get", description = "Prints a script that holds for all accounts.")
    static final class Get extends TalkingCommand {
        @Parameters(paramLabel = "PLACE", description = DESCRIBED)
        private String place = "";

        Get(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Path file = file(options.settings(), place);
            try {
                talk.out().print(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                talk.out().flush();
                return Complaints.DONE;
            } catch (IOException e) {
                throw failure(file, e);
            }
        }
    }

    /** Puts one. */
    @Command(
            name = "put",
            description = "Keeps a script that holds for all accounts, if it has no errors. It counts within seconds.")
    static final class Put extends TalkingCommand {
        @Parameters(index = "0", paramLabel = "PLACE", description = DESCRIBED)
        private String place = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                defaultValue = "-",
                paramLabel = "FILE",
                description = "Its text; - is standard input (default: ${DEFAULT-VALUE}).")
        private String from = "-";

        Put(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Settings settings = options.settings();
            Path file = file(settings, place);
            byte[] text = Texts.read(from);
            int status = SieveCommands.tell(talk, place, compiler(settings).check(place, text));
            if (status != Complaints.DONE) {
                return status;
            }
            try {
                Path parent = file.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                // Beside and then into its place: a server never reads half of it.
                Path beside = file.resolveSibling("." + file.getFileName() + ".new");
                Files.write(beside, text);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw failure(file, e);
            }
            talk.say("kept " + place);
            return Complaints.DONE;
        }
    }

    /** Deletes one. */
    @Command(name = "delete", description = "Deletes a script that holds for all accounts.")
    static final class Delete extends TalkingCommand {
        @Parameters(paramLabel = "PLACE", description = DESCRIBED)
        private String place = "";

        Delete(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Path file = file(options.settings(), place);
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw failure(file, e);
            }
            talk.say("deleted " + place);
            return Complaints.DONE;
        }
    }
}
