package org.jdbmail.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.sql.database.SqliteLibrary;
import picocli.CommandLine.Command;

/**
 * {@code jdbmail warm-up-programs}: what short programs do, on a database that is thrown away, so that Java can write down which classes they
 * load. They have a cache of their own: all that a cache holds is loaded at every start, so that the less it holds, the better. That is why
 * another process makes the database's tables.
 */
@Command(
        name = "warm-up-programs",
        hidden = true,
        description = "Trains Java's ahead-of-time cache for short programs.")
final class ProgramsWarmUp implements Callable<Integer> {
    /** What may go wrong without harm: a database that nobody serves, for its driver's classes. */
    private static final List<String> NOWHERE =
            List.of("postgresql://nobody:x@127.0.0.1:1/none", "mysql://nobody:x@127.0.0.1:1/none");

    /** What is misunderstood: a class that is loaded and never linked is not kept, and those that need it are then looked for in every jar. */
    private static final List<String> MISUSE =
            List.of("users|lits", "users|list|--jsno", "dbmail-users|--nothing", "nonsense");

    @Override
    public Integer call() throws Failure, IOException {
        String library = System.getProperty("org.sqlite.lib.path");
        if (library != null) {
            SqliteLibrary.unpack(Path.of(library));
        }
        Path folder = Files.createTempDirectory("jdbmail-warm-up");
        try {
            String settings = settings(folder, "sqlite://" + folder.resolve("mail.db"));
            makeTables(settings);
            for (String words : List.of(
                    "dbmail-users|-a|warm@up.example|-w|up|-p|sha512|-s|warm@up.example,up@up.example",
                    "dbmail-users|-c|warm@up.example|-m|1G",
                    "dbmail-users|-l|warm@up.example",
                    "dbmail-users|-L",
                    "dbmail-users|-x|list@up.example|-t|there@up.example",
                    "dbmail-util|-a",
                    "dbmail-export|-u|warm@up.example|-o|-",
                    "dbmail-sievecmd|-u|warm@up.example|-l")) {
                List<String> all = new ArrayList<>(List.of(words.split("\\|", -1)));
                all.addAll(1, List.of("-f", settings));
                require(all);
            }
            for (String words :
                    List.of("users|list", "quota|list", "mailboxes|list|warm@up.example", "acl|list", "db|status")) {
                List<String> all = new ArrayList<>(List.of(words.split("\\|", -1)));
                all.addAll(List.of("-f", settings));
                require(all);
            }
            for (String words : MISUSE) {
                run(List.of(words.split("\\|", -1)));
            }
            for (String url : NOWHERE) {
                run(List.of("dbmail-users", "-f", settings(folder, url), "-L"));
            }
            return 0;
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** As programs are used: by a settings file, here with a few settings of each type. */
    private static String settings(Path folder, String database) throws IOException {
        return Files.writeString(folder.resolve("dbmail.conf"), """
                        [DBMAIL]
                        dburi = %s
                        authlog = yes
                        query_timeout = 300
                        [IMAP]
                        port = 143
                        [LMTP]
                        bindip = 127.0.0.1
                        """.formatted(database))
                .toString();
    }

    private static void makeTables(String settings) throws Failure, IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "db",
                        "upgrade",
                        "-f",
                        settings)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new Failure(Failure.SOFTWARE, "the tables were not made: " + status);
            }
        } catch (InterruptedException e) {
            process.destroy();
            throw new Failure(Failure.SOFTWARE, "interrupted", e);
        }
    }

    private static void require(List<String> words) throws Failure {
        int status = run(words);
        if (status != 0) {
            throw new Failure(Failure.SOFTWARE, String.join(" ", words) + " ended with " + status);
        }
    }

    private static int run(List<String> words) {
        return Main.run(
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                new Opening(Optional.empty()),
                words.toArray(String[]::new));
    }
}
