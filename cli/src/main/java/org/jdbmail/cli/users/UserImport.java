package org.jdbmail.cli.users;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.DryRun;
import org.jdbmail.cli.frame.StoreOptions;
import org.jdbmail.cli.frame.Talk;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.LoginSettings;
import org.jdbmail.core.settings.SaslSettings;
import org.jdbmail.core.store.Maintenance.NewAccount;
import org.jdbmail.core.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jdbmail users import}: many accounts from a file, all or none. */
@Command(
        name = "import",
        description = {
            "Makes many accounts from a CSV file (RFC 4180), all or none. Its first line names the columns:",
            "login, and of these those that are wanted: password (in the clear), encoded and type (as it is stored,",
            "and how), aliases (with blanks between them), quota (500M), client, active (yes or no).",
            "Passwords in the clear take a few hundredths of a second each; encoded ones none."
        })
public final class UserImport implements Callable<Integer> {
    private final Opening opening;

    @Mixin
    private StoreOptions options;

    @Mixin
    private DryRun dryRun = new DryRun();

    @Mixin
    private Talk talk = new Talk();

    @Parameters(paramLabel = "FILE", description = "The file, in UTF-8.")
    private Path file = Path.of("");

    /** @param opening opens settings and store */
    public UserImport(Opening opening) {
        this.opening = opening;
        this.options = new StoreOptions(opening);
    }

    @Override
    public Integer call() throws Failure {
        List<NewAccount> accounts = read();
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
    private List<NewAccount> read() throws Failure {
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
