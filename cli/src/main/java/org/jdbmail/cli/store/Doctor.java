package org.jdbmail.cli.store;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import picocli.CommandLine.Command;

/** {@code jdbmail doctor}: looks at all that a server needs, and says what to do about what is not right. */
@Command(
        name = "doctor",
        description = {
            "Looks at all that a server needs: settings, database, ports, certificate, permissions, clock, room, files;",
            "and says what to do about what is not right. Changes nothing. Its status is 0 if all is well, else 1."
        })
public final class Doctor extends ShowingCommand {
    private final Opening opening;

    /** @param opening opens settings and store */
    public Doctor(Opening opening) {
        super(opening);
        this.opening = opening;
    }

    @Override
    public Integer call() throws Failure {
        Settings settings = options.settings();
        List<Examination.Finding> findings =
                new ArrayList<>(Examination.ofFile(opening, settings, opening.file(options.config())));
        findings.addAll(Examination.of(opening, settings));
        Table table = new Table("what", "state", "finding");
        findings.forEach(finding -> table.row(
                Cell.text(finding.what()), Cell.text(finding.isWell() ? "ok" : "not ok"), Cell.text(finding.text())));
        boolean isWell = findings.stream().allMatch(Examination.Finding::isWell);
        output.print(table, "");
        output.say(isWell ? "All is well." : "Something is not right.");
        return isWell ? Complaints.DONE : Complaints.FAILED;
    }
}
