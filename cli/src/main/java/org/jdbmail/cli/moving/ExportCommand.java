package org.jdbmail.cli.moving;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.cli.boxes.Named;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Progress;
import org.jdbmail.cli.frame.TalkingCommand;
import org.jdbmail.cli.frame.Terminal;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.cli.start.PrivateFiles;
import org.jdbmail.core.moving.export.Exporter;
import org.jdbmail.core.moving.export.FileNames;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail export}: the mail of an account, or of all, as Maildir or mbox. */
@Command(
        name = "export",
        description = {
            "Writes the mail of accounts into a folder, below it a folder for each account: as a Maildir with which Dovecot can go on, or",
            "an mbox for each mailbox; Sieve scripts too. With all accounts also accounts.csv, which jdbmail users import reads.",
            "It can be run again on the same folder: what has not changed is not written again."
        })
public final class ExportCommand extends TalkingCommand {
    /** What is written. */
    enum Form {
        MAILDIR,
        MBOX
    }

    @Option(names = "--form", paramLabel = "FORM", description = "maildir (default) or mbox.")
    private Form form = Form.MAILDIR;

    @Option(names = "--all", description = "All accounts, and the public mailboxes.")
    private boolean isAll;

    @Parameters(
            paramLabel = "[LOGIN...] FOLDER",
            arity = "1..*",
            description = "Whose mail, and where to; the folder is made if it is not there.")
    private List<String> words = List.of();

    /** @param opening opens settings and store */
    public ExportCommand(Opening opening) {
        super(opening);
    }

    @Override
    public Integer call() throws Failure {
        Path folder = Path.of(words.getLast());
        List<String> logins = words.subList(0, words.size() - 1);
        if (isAll != logins.isEmpty()) {
            throw new Failure(Failure.USAGE, "say whose mail: some accounts, or --all");
        }
        long written = 0;
        List<User> users;
        try (Store store = options.open()) {
            users = isAll
                    ? store.read(tx -> Stream.concat(
                                    tx.users().list("*").stream(),
                                    tx.users().find(User.PUBLIC).stream()
                                            .filter(shared -> !tx.mailboxes()
                                                    .ownedBy(shared.id())
                                                    .isEmpty()))
                            .toList())
                    : store.read(tx ->
                            logins.stream().map(login -> Named.find(tx, login)).toList());
            try (Progress bar = new Progress(talk.err(), Terminal.ofProcess().isThere(), "Exporting", 0)) {
                Exporter exporter = new Exporter(store, bar::add);
                for (User user : users) {
                    Path own = folder.resolve(FileNames.harmless(user.login()));
                    PrivateFiles.makeFolders(own);
                    written += switch (form) {
                        case MAILDIR -> exporter.maildir(user, own);
                        case MBOX -> exporter.mbox(user, own);
                    };
                }
            }
            if (isAll) {
                AccountsFile.write(store, users, folder.resolve("accounts.csv"));
            }
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, "it cannot be written: " + e, e);
        }
        talk.say("Wrote " + written + " messages of " + users.size() + " accounts to " + folder + ".");
        return Complaints.DONE;
    }
}
