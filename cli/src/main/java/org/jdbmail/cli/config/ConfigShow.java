package org.jdbmail.cli.config;

import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Output;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.SecretSettings;
import org.jdbmail.core.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jdbmail config show}: every setting as it holds, and where that was said. */
@Command(
        name = "show",
        description = "Shows every setting as it holds, and where that was said. Passwords are not shown.")
public final class ConfigShow implements Callable<Integer> {
    @Mixin
    private ConfigFile file;

    @Mixin
    private Output output = new Output();

    /** @param opening finds the file */
    public ConfigShow(Opening opening) {
        this.file = new ConfigFile(opening);
    }

    @Override
    public Integer call() throws Failure {
        output.print(table(file.settings(), false), "");
        return Complaints.DONE;
    }

    /** @param onlyGiven whether defaults are left out */
    static Table table(Settings settings, boolean onlyGiven) {
        Table table = new Table("section", "name", "value", "said_in");
        settings.effective().stream()
                .filter(one -> !onlyGiven || !one.value().equals(one.setting().ifAbsent()))
                .forEach(one -> table.row(
                        Cell.text(one.section().name()),
                        Cell.text(one.setting().name()),
                        Cell.text(SecretSettings.shown(one.setting(), one.value())),
                        Cell.text(one.origin().orElse("default"))));
        return table;
    }
}
