package org.jdbmail.cli.config;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Output;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Differences;
import org.jdbmail.core.settings.Finding;
import org.jdbmail.core.settings.Finding.Fate;
import org.jdbmail.core.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jdbmail config check}: what becomes of each line of a settings file. */
@Command(
        name = "check",
        description = {
            "Tells what becomes of each line of a settings file: what has no effect, what nobody knows, what cannot be;",
            "and where JDBMail does something else than DBMail when the file says nothing.",
            "Its status is 0 if all is well, 1 if there are names that nobody knows, 78 if a value cannot be."
        })
public final class ConfigCheck implements Callable<Integer> {
    @Mixin
    private ConfigFile file;

    @Mixin
    private Output output = new Output();

    @Option(
            names = {"-a", "--all"},
            description = "Also the lines that do what the manual says.")
    private boolean all;

    /** @param opening finds the file */
    public ConfigCheck(Opening opening) {
        this.file = new ConfigFile(opening);
    }

    @Override
    public Integer call() throws Failure {
        Settings settings = file.examined();
        Table table = new Table("line", "section", "name", "fate", "why");
        for (Finding finding : settings.findings()) {
            if (all || finding.fate() != Fate.USED) {
                table.row(
                        Cell.text(finding.where()),
                        Cell.text(finding.section()),
                        Cell.text(finding.key()),
                        Cell.text(finding.fate().name().toLowerCase(Locale.ROOT).replace('_', ' ')),
                        Cell.text(finding.why()));
            }
        }
        output.print(table, "Every line does what the manual says.");
        differences(settings);
        output.say(count(settings, Fate.USED) + " lines are used, " + count(settings, Fate.NO_EFFECT)
                + " have no effect, " + count(settings, Fate.UNKNOWN) + " are unknown, "
                + count(settings, Fate.IMPOSSIBLE) + " cannot be.");
        return count(settings, Fate.IMPOSSIBLE) > 0
                ? Failure.CONFIGURATION
                : count(settings, Fate.UNKNOWN) > 0 ? Complaints.FAILED : Complaints.DONE;
    }

    private void differences(Settings settings) {
        List<Differences.Difference> differences = Differences.notGiven(settings);
        if (!differences.isEmpty()) {
            output.say("");
            output.say("Where the file says nothing, JDBMail does not do as DBMail does:");
            differences.forEach(difference -> output.say("  [" + difference.section() + "] " + difference.name()
                    + " is " + word(difference.here()) + " here, " + word(difference.dbmail()) + " in DBMail"));
            output.say("");
        }
    }

    private static String word(String value) {
        return value.isEmpty() ? "nothing" : value;
    }

    private static long count(Settings settings, Fate fate) {
        return settings.findings().stream()
                .filter(finding -> finding.fate() == fate)
                .count();
    }
}
