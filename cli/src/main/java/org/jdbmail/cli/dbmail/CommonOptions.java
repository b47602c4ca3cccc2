package org.jdbmail.cli.dbmail;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.dbmail.Getopt.Given;
import org.jdbmail.cli.dbmail.Getopt.Option;
import org.jdbmail.cli.dbmail.Getopt.Value;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;

/**
 * The options that all of DBMail's programs take.
 *
 * @param given all options as they were given
 */
public record CommonOptions(List<Given> given) {
    /** To be joined with those of the program. */
    public static final List<Option> OPTIONS = List.of(
            new Option('f', "config", Value.REQUIRED),
            new Option('\0', "db", Value.REQUIRED),
            new Option('q', "quiet", Value.NONE),
            new Option('n', "no", Value.NONE),
            new Option('y', "yes", Value.NONE),
            new Option('v', "verbose", Value.NONE),
            new Option('V', "version", Value.NONE),
            new Option('h', "help", Value.NONE));

    /** The end of each program's help. */
    public static final String HELP = """
            For all programs:
                 -f, --config file        the settings file
                                          Default: /etc/dbmail/dbmail.conf
                 --db URL                 the database, before what the settings file says
                 -q, --quiet              say nothing but errors; twice: no errors either
                 -n, --no                 say what would be done, and don't do it
                 -y, --yes                do it without asking
                 -v, --verbose            say more
                 -V, --version            show the version
                 -h, --help               show this help
            """;

    /** The settings that were chosen. */
    public Settings settings(Opening opening) throws Failure {
        return opening.settings(value("config").map(Path::of), value("db"));
    }

    /** Whether an option was given. */
    public boolean has(String name) {
        return count(name) > 0;
    }

    /** How often an option was given. */
    public int count(String name) {
        return (int)
                given.stream().filter(one -> one.option().name().equals(name)).count();
    }

    /** The value of an option, the last one if it was given several times; none if it has none. */
    public Optional<String> value(String name) {
        return given.stream()
                .filter(one -> one.option().name().equals(name))
                .reduce((first, second) -> second)
                .flatMap(one -> Optional.ofNullable(one.value()));
    }
}
