package org.jdbmail.cli.origin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jdbmail.authenticity.dns.DomainNames;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.ShowingCommand;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.cli.serve.Delivering;
import org.jdbmail.cli.serve.Policies;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.origin.DomainRecords;
import org.jdbmail.core.settings.SendingSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jdbmail dns check}: what a domain should have in the name system, and whether it has. */
@Command(
        name = "check",
        description = {
            "Lists what a domain should have in the name system, so that its mail finds its way and others take it, and whether it has: MX, the"
                    + " host's address and its name (PTR), SPF, DKIM, DMARC, MTA-STS with its policy, reports on TLS, and where programs of users look for their servers.",
            "Asks the name server of the setting `resolver`, or those of this machine; the policy is fetched by HTTPS as other servers do. Its status is 0 if all that is needed is right, else 1."
        })
public final class DnsCheck extends ShowingCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Parameters(paramLabel = "DOMAIN", description = "The domain.")
    private String domain = "";

    /** @param opening opens settings and store */
    public DnsCheck(Opening opening) {
        super(opening);
    }

    @Override
    public Integer call() throws Failure {
        String name = DomainNames.ascii(domain).orElseThrow(() -> new Failure(Failure.USAGE, domain + " is no domain"));
        Settings settings = options.settings();
        List<DkimKey> keys = options.read(tx -> tx.dkimKeys().all());
        Dns dns = new Dns(SendingSettings.from(settings).resolver(), PATIENCE);
        List<DomainRecords.Line> lines = DomainRecords.check(
                dns,
                Delivering.hostname(settings),
                name,
                keys,
                Policies.of(settings, PATIENCE),
                InstantSource.system());
        Table table = new Table("state", "name", "type", "needed", "wanted", "found");
        for (DomainRecords.Line line : lines) {
            table.row(
                    Cell.text(line.state().name().toLowerCase(Locale.ROOT)),
                    Cell.text(line.name()),
                    Cell.text(line.type()),
                    Cell.flag(line.isNeeded()),
                    Cell.text(line.state() == DomainRecords.State.RIGHT ? null : line.wanted()),
                    Cell.text(line.found().isEmpty() ? null : line.found()));
        }
        output.print(table, "Nothing is known of " + name + ".");
        boolean isWell = lines.stream().allMatch(line -> !line.isNeeded() || line.state() == DomainRecords.State.RIGHT);
        return isWell ? Complaints.DONE : Complaints.FAILED;
    }
}
