package org.jdbmail.cli.domains;

import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.cli.users.QuotaCommands;
import org.jdbmail.core.admin.DomainAdmin;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.store.Domains.Domain;
import org.jdbmail.core.store.Domains.Usage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail domains set}: says something of a domain; what is not mentioned stays as it is. */
@Command(
        name = "set",
        description = {
            "Says of a domain that it is another name of one, or what its accounts may have together. What is not mentioned stays.",
            "Accounts and aliases of a domain are those whose name ends in @ and the domain."
        })
final class DomainSet extends ChangingCommand {
    @Parameters(paramLabel = "DOMAIN", description = "The domain.")
    private String name = "";

    @Option(
            names = "--alias-of",
            paramLabel = "DOMAIN",
            description =
                    "Mail for anybody here that is not taken here itself goes to the same local part there; '' for nowhere.")
    private @Nullable String aliasOf;

    @Option(names = "--accounts", paramLabel = "N", description = "How many accounts there may be; 0 for no limit.")
    private @Nullable Long accounts;

    @Option(names = "--aliases", paramLabel = "N", description = "How many aliases there may be; 0 for no limit.")
    private @Nullable Long aliases;

    @Option(
            names = "--quota",
            paramLabel = "SIZE",
            description = "What its accounts may keep together: 500M, 20G; 0 for no limit.")
    private @Nullable String quota;

    DomainSet(Opening opening) {
        super(opening);
    }

    @Override
    public Integer call() throws Failure {
        String domain = domain(name);
        String target = aliasOf == null || aliasOf.isEmpty() ? aliasOf : domain(aliasOf);
        Long octets = quota == null ? null : QuotaCommands.octets(quota);
        Long mostAccounts = accounts;
        Long mostAliases = aliases;
        if (mostAccounts != null && mostAccounts < 0 || mostAliases != null && mostAliases < 0) {
            throw new Failure(Failure.USAGE, "a limit is 0 or more");
        }
        if (target == null && octets == null && mostAccounts == null && mostAliases == null) {
            throw new Failure(Failure.USAGE, "what is to be said of " + domain + "?");
        }
        Usage usage = options.write(dryRun.isAsked(), tx -> {
            Domain before = tx.domains().find(domain).orElse(new Domain(domain, "", 0, 0, 0));
            Domain after = new Domain(
                    domain,
                    target == null ? before.aliasOf() : target,
                    mostAccounts == null ? before.accounts() : mostAccounts,
                    mostAliases == null ? before.aliases() : mostAliases,
                    octets == null ? before.quota() : octets);
            DomainAdmin.refuseCircle(tx, after);
            tx.domains().put(after);
            return tx.domains().usage(domain);
        });
        talk.say((dryRun.isAsked() ? "Would note" : "Noted") + " what is said of " + domain + "; it has "
                + usage.accounts() + " accounts and " + usage.aliases() + " aliases.");
        return Complaints.DONE;
    }

    private static String domain(String text) throws Failure {
        if (text.length() > 253 || !text.matches("[^\\s@.<>,]+(\\.[^\\s@.<>,]+)*")) {
            throw new Failure(Failure.USAGE, "'" + text + "' is no domain");
        }
        return AsciiCase.lower(text);
    }
}
