package org.jdbmail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbmail.cli.dbmail.ProgramVersion;
import org.jdbmail.cli.start.Opening;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Manual pages in the language of man(7), made from what the programs say of themselves: one of {@code jdbmail}, one of each of its words with
 * all that is below it, and one of each program that has DBMail's name or a mail system's.
 */
final class ManPages {
    /** To sendmail {@code -h} is no question. */
    private static final Set<String> SENDMAILS = Set.of("sendmail", "mailq", "newaliases");

    private ManPages() {}

    /**
     * All pages.
     *
     * @return names of files ({@code jdbmail-users.8}) and what is in them
     */
    static Map<String, String> all(CommandLine jdbmail) {
        Map<String, String> pages = new TreeMap<>();
        List<CommandLine> words = jdbmail.getSubcommands().values().stream()
                .distinct()
                .filter(word -> isShown(word.getCommandSpec()))
                .toList();
        pages.put("jdbmail.8", overview(jdbmail, words));
        for (CommandLine word : words) {
            if (DbmailPrograms.names().contains(word.getCommandName())
                    || word.getCommandName().startsWith("dbmail-")) {
                pages.put(word.getCommandName() + ".8", ofCommand(word.getCommandName(), word));
            } else {
                pages.put(
                        "jdbmail-" + word.getCommandName() + ".8", ofCommand("jdbmail-" + word.getCommandName(), word));
            }
        }
        for (String program : DbmailPrograms.names()) {
            pages.put(program + ".8", ofProgram(program));
        }
        return pages;
    }

    private static boolean isShown(CommandSpec spec) {
        return !spec.usageMessage().hidden() && !spec.name().equals("help");
    }

    private static String overview(CommandLine jdbmail, List<CommandLine> words) {
        StringBuilder page = head("jdbmail", "a mail store in a relational database");
        page.append(".SH SYNOPSIS\n.B jdbmail\n.I COMMAND\n[\\fIOPTION\\fR ...]\n.SH DESCRIPTION\n");
        paragraphs(page, jdbmail.getCommandSpec().usageMessage().description());
        page.append(".SH COMMANDS\n");
        for (CommandLine word : words) {
            String name = word.getCommandName();
            page.append(".TP\n.BR ")
                    .append(text(name.startsWith("dbmail-") ? name : "jdbmail-" + name))
                    .append(" (8)\n")
                    .append(line(summary(word.getCommandSpec())))
                    .append('\n');
        }
        page.append(
                        ".SH FILES\n.TP\n.I /etc/dbmail/dbmail.conf\nThe settings.\n.SH ENVIRONMENT\n.TP\n.B JDBMAIL_CONFIG\n")
                .append(
                        "Another file of settings.\n.TP\n.B JDBMAIL_OPTS\nOptions for the Java machine, as \\-Xmx2g.\n");
        return page.toString();
    }

    private static String ofCommand(String title, CommandLine command) {
        StringBuilder page = head(title, summary(command.getCommandSpec()));
        page.append(".SH SYNOPSIS\n");
        synopses(page, command);
        page.append(".SH DESCRIPTION\n");
        paragraphs(page, command.getCommandSpec().usageMessage().description());
        arguments(page, command.getCommandSpec());
        below(page, command);
        page.append(".SH SEE ALSO\n.BR jdbmail (8)\n");
        return page.toString();
    }

    private static void synopses(StringBuilder page, CommandLine command) {
        List<CommandLine> below = shownBelow(command);
        if (below.isEmpty()) {
            page.append(".nf\n")
                    .append(line(new CommandLine.Help(
                                    command.getCommandSpec(), CommandLine.Help.defaultColorScheme(Ansi.OFF))
                            .synopsis(0)
                            .strip()))
                    .append("\n.fi\n");
        } else {
            below.forEach(one -> synopses(page, one));
        }
    }

    private static void below(StringBuilder page, CommandLine command) {
        for (CommandLine one : shownBelow(command)) {
            page.append(".SH ")
                    .append(text(one.getCommandSpec()
                            .qualifiedName()
                            .replaceFirst("^jdbmail ", "")
                            .toUpperCase(Locale.ROOT)))
                    .append('\n');
            paragraphs(page, one.getCommandSpec().usageMessage().description());
            arguments(page, one.getCommandSpec());
            below(page, one);
        }
    }

    private static List<CommandLine> shownBelow(CommandLine command) {
        return command.getSubcommands().values().stream()
                .distinct()
                .filter(one -> isShown(one.getCommandSpec()))
                .toList();
    }

    private static void arguments(StringBuilder page, CommandSpec spec) {
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (!parameter.hidden()) {
                item(page, "\\fI" + text(parameter.paramLabel()) + "\\fR", parameter);
            }
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                List<String> names = new ArrayList<>();
                for (String name : option.names()) {
                    names.add("\\fB" + text(name) + "\\fR");
                }
                boolean hasValue = option.arity().max() > 0;
                item(
                        page,
                        String.join(", ", names) + (hasValue ? " \\fI" + text(option.paramLabel()) + "\\fR" : ""),
                        option);
            }
        }
    }

    private static void item(StringBuilder page, String label, ArgSpec argument) {
        page.append(".TP\n").append(label).append('\n');
        String told = String.join(" ", argument.description())
                .replace("%n", " ")
                .replace("%%", "%")
                .replace("${DEFAULT-VALUE}", Objects.requireNonNullElse(argument.defaultValueString(false), ""))
                .strip();
        page.append(told.isEmpty() ? "\\&" : line(told)).append('\n');
    }

    /** A program that picocli does not read: what it says of itself, as it says it. */
    private static String ofProgram(String name) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintWriter out = new PrintWriter(said, true, UTF_8);
        Main.run(out, out, new Opening(Optional.empty()), name, SENDMAILS.contains(name) ? "--help" : "-h");
        out.flush();
        StringBuilder page = head(name, "one of JDBMail's programs");
        page.append(".SH DESCRIPTION\n.nf\n");
        said.toString(UTF_8)
                .strip()
                .lines()
                .forEach(one -> page.append(line(one)).append('\n'));
        return page.append(".fi\n.SH SEE ALSO\n.BR jdbmail (8)\n").toString();
    }

    private static StringBuilder head(String title, String summary) {
        return new StringBuilder(".\\\" Made from what the programs say of themselves.\n.TH ")
                .append(text(title.toUpperCase(Locale.ROOT)))
                .append(" 8 \"\" \"")
                .append(text(ProgramVersion.TEXT))
                .append("\" \"JDBMail\"\n.SH NAME\n")
                .append(text(title))
                .append(" \\- ")
                .append(text(summary.replaceFirst("\\.$", "")))
                .append('\n');
    }

    private static String summary(CommandSpec spec) {
        String[] description = spec.usageMessage().description();
        return description.length == 0
                ? spec.name()
                : description[0].replace("%n", " ").replaceFirst("(?s)\\. .*", ".");
    }

    private static void paragraphs(StringBuilder page, String[] lines) {
        for (String one : lines) {
            page.append(line(one.replace("%n", " "))).append('\n');
        }
    }

    /** A line of running text: what begins with a dot or an apostrophe would be a command. */
    private static String line(String told) {
        StringBuilder all = new StringBuilder();
        for (String one : told.split("\n", -1)) {
            String escaped = text(one);
            all.append(all.isEmpty() ? "" : "\n")
                    .append(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" : "")
                    .append(escaped);
        }
        return all.toString();
    }

    private static String text(String told) {
        return told.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    }
}
