package org.jdbmail.cli.users;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Shown;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.admin.Csv;
import org.jdbmail.core.settings.LoginSettings;
import org.jdbmail.core.settings.SaslSettings;
import org.jdbmail.core.store.Maintenance.NewAccount;
import org.jdbmail.core.store.Store;
import org.jdbmail.sql.foreign.PostfixadminTables;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail users import}: many accounts from a file, all or none. */
@Command(
        name = "import",
        description = {
            "Makes many accounts from a CSV file (RFC 4180), all or none. Its first line names the columns:",
            "login, and of these those that are wanted: password (in the clear), encoded and type (as it is stored,",
            "and how), aliases (with blanks between them), quota (500M), client, active (yes or no).",
            "Passwords in the clear take a few hundredths of a second each; encoded ones none.",
            "With --postfixadmin it makes those of PostfixAdmin's tables instead, with passwords as they are stored there, quotas, aliases,",
            "forwards and alias domains."
        })
public final class UserImport extends ChangingCommand {
    private final Opening opening;

    @Option(
            names = "--postfixadmin",
            paramLabel = "URL",
            description = "The database of PostfixAdmin, in place of a file; as dburi has it.")
    private @Nullable String postfixadmin;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The file, in UTF-8.")
    private @Nullable Path file;

    /** @param opening opens settings and store */
    public UserImport(Opening opening) {
        super(opening);
        this.opening = opening;
    }

    @Override
    public Integer call() throws Failure {
        if ((file == null) == (postfixadmin == null)) {
            throw new Failure(Failure.USAGE, "name a file, or a database by --postfixadmin");
        }
        return postfixadmin == null ? ofFile(file == null ? Path.of("") : file) : ofTables(postfixadmin);
    }

    private Integer ofTables(String url) throws Failure {
        PostfixadminTables tables =
                opening.ask(opening.settings(options.config(), Optional.of(url)), PostfixadminTables::read);
        List<String> complaints = new ArrayList<>();
        PostfixadminAccounts accounts = new PostfixadminAccounts(tables, complaints::add);
        complaints.forEach(complaint -> talk.err().println(Shown.harmless("jdbmail users import: " + complaint)));
        talk.err().flush();
        String what = accounts.accounts() + " accounts, " + accounts.forwards() + " forwards and "
                + tables.aliasDomains().size() + " alias domains.";
        if (dryRun.isAsked()) {
            talk.say("Would make " + what);
            return Complaints.DONE;
        }
        try (Store store = opening.store(options.settings())) {
            accounts.make(store);
        }
        talk.say("Made " + what);
        return complaints.isEmpty() ? Complaints.DONE : Complaints.FAILED;
    }

    private Integer ofFile(Path path) throws Failure {
        List<NewAccount> accounts = read(path);
        if (dryRun.isAsked()) {
            talk.say("Would make " + accounts.size() + " accounts.");
            return Complaints.DONE;
        }
        try (Store store = opening.store(options.settings())) {
            store.maintenance().addAccounts(accounts);
        }
        talk.say("Made " + accounts.size() + " accounts.");
        return Complaints.DONE;
    }

    /** Everything is looked at before anything is done. */
    private List<NewAccount> read(Path file) throws Failure {
        try {
            List<List<String>> rows = Csv.read(Files.readString(file, StandardCharsets.UTF_8));
            AccountRows reader = new AccountRows(
                    rows.isEmpty() ? List.of() : rows.getFirst(),
                    LoginSettings.from(options.settings()).scheme(),
                    SaslSettings.from(options.settings()).keys() != SaslSettings.Keys.NEVER);
            List<NewAccount> accounts = new ArrayList<>();
            for (int i = 1; i < rows.size(); i++) {
                accounts.add(reader.account(rows.get(i), i + 1));
            }
            return accounts;
        } catch (Csv.Malformed malformed) {
            throw new Failure(
                    Complaints.FAILED, file + ": " + malformed.getMessage() + "; nothing was done", malformed);
        } catch (MalformedInputException e) {
            throw new Failure(Complaints.FAILED, file + ": this is not UTF-8; nothing was done", e);
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, file + " cannot be read; nothing was done", e);
        }
    }
}
