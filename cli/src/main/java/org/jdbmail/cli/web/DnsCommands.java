package org.jdbmail.cli.web;

import java.util.List;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.TalkingCommand;
import org.jdbmail.cli.serve.MailServices;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.admin.DomainAdmin;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.webd.autoconfig.SrvRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jdbmail dns}: what belongs into the zone of a domain. */
public final class DnsCommands {
    private DnsCommands() {}

    /** The commands. */
    public static List<Callable<Integer>> commands(Opening opening) {
        return List.of(new Srv(opening));
    }

    /** Prints records. */
    @Command(
            name = "srv",
            description =
                    "Prints the records of a domain, as a zone file has them, by which mail programs find its services.")
    static final class Srv extends TalkingCommand {
        @Parameters(paramLabel = "DOMAIN", description = "The domain.")
        private String domain = "";

        Srv(Opening opening) {
            super(opening);
        }

        @Override
        public Integer call() throws Failure {
            Settings settings = options.settings();
            SrvRecords.of(DomainAdmin.name(domain), MailServices.host(settings), MailServices.of(settings))
                    .forEach(talk::say);
            return Complaints.DONE;
        }
    }
}
