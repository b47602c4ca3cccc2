package org.jdbmail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The page of commands in the repository is what the programs say of themselves; {@code ./x docs} writes it anew. */
class CommandsReferenceTest {
    private static final String OPENING = """
            # Commands

            This page is generated (`./x docs`) from what the programs say of themselves.

            """;

    private static final String STATUSES = """
            ## Exit statuses

            | status | meaning |
            |---|---|
            | 0 | all was done |
            | 1 | `dbmail-users`: something could not be done, and nothing was changed for it; or nothing was found |
            | 255 | `dbmail-users`: there is no such user or password type |
            | %d | the command line is not understood |
            | %d | something needed is not there: a port, a folder |
            | %d | a fault in the program; please report it with what was printed |
            | %d | not now: the database cannot be reached, is locked or has no room |
            | %d | the settings, the certificate or the database is not usable; the line printed says why |

            ## What differs from DBMail's dbmail-users

            It takes the same options and prints the same lines. Scripts will notice this:

            - DBMail answers 1 after `-c` with `-u`, `-g` or `-m`, and after `-n` and `-V`, although all went well. Here these
              are 0. A command line that makes no sense ends with 64 and one line, where DBMail prints its help and answers 0.
            - A change that cannot be done whole is not done at all. What is wrong is said where
              DBMail says it, and `-qq` hides it. The last line is `Command failed.`, since there is no log file to see.
            - `-W` followed by a file's name (`-WFILE`, `--pw-file=FILE`) takes the password from that file; DBMail looks into it
              with `-P` only. An empty password lets nobody in, whatever its type.
            - New passwords are `argon2id` where neither `-p` nor the setting `password_type` says otherwise; a changed one keeps
              its type.
            - `-a` heeds `--security-password`, `--security-action`, `--enable` and `--disable`, too, and `-l` takes wildcards.
            - A forward that leads to foreign addresses only is listed by `-l` and `-L`.
            - `-d` leaves an alias, and what is forwarded from or to it, where it also delivers to somebody else.
            """;

    @Test
    void thePageIsWhatTheProgramsSay() throws IOException {
        Path page = Path.of(System.getProperty("jdbmail.root"), "docs", "reference", "commands.md");
        String text = text();
        if ("write".equals(System.getProperty("jdbmail.docs"))) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, text);
        }
        assertEquals(Files.readString(page), text, "run ./x docs");
    }

    private static String text() {
        CommandLine jdbmail = Main.commandLine(new Opening(Optional.empty()));
        StringBuilder page = new StringBuilder(OPENING);
        describe(page, jdbmail);
        section(page, "dbmail-users", Programs.jdbmail("dbmail-users", "-h").out());
        page.append(STATUSES.formatted(
                Failure.USAGE, Failure.UNAVAILABLE, Failure.SOFTWARE, Failure.TEMPORARY, Failure.CONFIGURATION));
        return page.toString();
    }

    private static void describe(StringBuilder page, CommandLine command) {
        var spec = command.getCommandSpec();
        if (!spec.usageMessage().hidden() && !spec.name().equals("help")) {
            section(page, spec.qualifiedName(), command.getUsageMessage(Ansi.OFF));
            command.getSubcommands().values().forEach(below -> describe(page, below));
        }
    }

    private static void section(StringBuilder page, String name, String usage) {
        page.append("## ")
                .append(name)
                .append("\n\n```\n")
                .append(usage.strip())
                .append("\n```\n\n");
    }
}
