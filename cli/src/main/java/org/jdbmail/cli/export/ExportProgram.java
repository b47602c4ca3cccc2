package org.jdbmail.cli.export;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbmail.cli.dbmail.Getopt.Misuse;
import org.jdbmail.cli.dbmail.ProgramVersion;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.moving.export.Exporter;
import org.jdbmail.core.moving.export.FileNames;
import org.jdbmail.core.moving.mbox.MboxWriter;
import org.jdbmail.core.moving.stored.StoredMailbox;
import org.jdbmail.core.moving.stored.StoredMessage;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * The program {@code dbmail-export}. What DBMail's writes is no mbox: it has neither the line that begins a message nor quoting; this
 * one's is. What is to be deleted is so after the file is written and closed.
 */
public final class ExportProgram {
    private static final int USAGE = 1;
    private static final int UNKNOWN = 255;

    private static final int AT_ONCE = 200;
    private static final long BYTES_AT_ONCE = 16L << 20;

    private final ExportOptions options;
    private final Store store;
    private final PrintWriter out;

    private ExportProgram(ExportOptions options, Store store, PrintWriter out) {
        this.options = options;
        this.store = store;
        this.out = out;
    }

    /** Runs the program and returns its exit status. */
    public static int run(PrintWriter out, PrintWriter err, Opening opening, List<String> arguments) throws Failure {
        ExportOptions options;
        try {
            options = ExportOptions.parse(arguments);
        } catch (Misuse misuse) {
            err.println("dbmail-export: " + misuse.getMessage() + "; see dbmail-export -h");
            return USAGE;
        }
        if (options.common().has("help")) {
            out.print(ExportOptions.HELP);
            out.flush();
            return 0;
        }
        if (options.common().has("version")) {
            out.println("This is dbmail-export of " + ProgramVersion.TEXT);
            return 0;
        }
        try (Store store = opening.existingStore(options.common().settings(opening))) {
            boolean toOutput =
                    options.common().value("outfile").filter("-"::equals).isPresent();
            return new ExportProgram(options, store, toOutput ? err : out).all(err);
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, "it cannot be written: " + e, e);
        }
    }

    private int all(PrintWriter err) throws IOException {
        String name = options.common().value("user").orElseThrow();
        boolean isPattern = name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
        List<User> users = store.read(tx -> isPattern
                ? tx.users().list(name)
                : tx.users().find(name).stream().toList());
        int written = 0;
        for (User user : users) {
            for (Mailbox mailbox : store.read(tx -> tx.mailboxes().ownedBy(user.id()))) {
                if (isWanted(mailbox)) {
                    written++;
                    export(user, mailbox);
                }
            }
        }
        if (users.isEmpty() || written == 0) {
            err.println("dbmail-export: there is no such " + (users.isEmpty() ? "user" : "mailbox"));
            return UNKNOWN;
        }
        return 0;
    }

    private boolean isWanted(Mailbox mailbox) {
        return !mailbox.noSelect()
                && options.common()
                        .value("mailbox")
                        .map(name -> Mailbox.sameName(mailbox.name(), name)
                                || options.common().has("recursive") && mailbox.isBelow(name))
                        .orElse(true);
    }

    private void export(User user, Mailbox mailbox) throws IOException {
        List<StoredMessage> chosen = choose(mailbox);
        boolean isTrial = options.common().has("no");
        NumberSet written = isTrial || chosen.isEmpty() ? NumberSet.EMPTY : write(user, mailbox, chosen);
        if (!written.isEmpty()
                && (options.common().has("delete") || options.common().has("delete-after-export"))) {
            store.write(tx -> options.common().has("delete-after-export")
                    ? tx.messages().expunge(mailbox.id(), written, false)
                    : tx.messages()
                            .store(mailbox.id(), written, FlagMode.ADD, FlagSet.of(Flag.DELETED), null)
                            .changed());
        }
        if (!options.common().has("quiet")) {
            out.println((isTrial ? "Would export " + chosen.size() : "Exported " + written.size()) + " messages of "
                    + user.login() + "/" + mailbox.name());
            out.flush();
        }
    }

    private List<StoredMessage> choose(Mailbox mailbox) {
        List<StoredMessage> all = store.read(tx -> StoredMailbox.read(tx, mailbox.id()))
                .map(StoredMailbox::messages)
                .orElse(List.of());
        List<StoredMessage> chosen = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (options.wants(i + 1, all.size(), all.get(i).flags().system())) {
                chosen.add(all.get(i));
            }
        }
        return chosen;
    }

    /** Returns the UIDs of what lies in the file then: what was collected meanwhile does not. */
    private NumberSet write(User user, Mailbox mailbox, List<StoredMessage> chosen) throws IOException {
        NumberSet.Builder written = new NumberSet.Builder();
        try (MboxWriter mbox = new MboxWriter(new BufferedOutputStream(open(user, mailbox), 1 << 16))) {
            int at = 0;
            while (at < chosen.size()) {
                List<StoredMessage> some = chosen.subList(at, Math.min(at + AT_ONCE, chosen.size()));
                List<Long> ids =
                        some.stream().map(StoredMessage::physId).distinct().toList();
                Map<Long, MessageBytes> contents =
                        store.read(tx -> tx.contents().read(ids, BYTES_AT_ONCE));
                // Those after the last one that came did not fit; none at all: none of them is there any more.
                int done = contents.isEmpty() ? some.size() : 0;
                for (int i = 0; i < some.size() && !contents.isEmpty(); i++) {
                    MessageBytes message = contents.get(some.get(i).physId());
                    if (message != null) {
                        mbox.begin(
                                Exporter.sender(message),
                                Instant.ofEpochSecond(some.get(i).internalDate()));
                        message.writeTo(mbox, 0, message.size());
                        mbox.end();
                        written.add(some.get(i).uid());
                        done = i + 1;
                    }
                }
                at += done;
            }
        }
        return written.build();
    }

    private OutputStream open(User user, Mailbox mailbox) throws IOException {
        String outfile = options.common().value("outfile").orElse("");
        if (outfile.equals("-")) {
            return new FileOutputStream(FileDescriptor.out) {
                @Override
                public void close() {
                    // Others write there too.
                }
            };
        }
        Path file = outfile.isEmpty() ? file(user, mailbox) : Path.of(outfile);
        return new FileOutputStream(file.toFile(), true);
    }

    private Path file(User user, Mailbox mailbox) throws IOException {
        String levels = Arrays.stream(mailbox.name().split("/", -1))
                .map(FileNames::harmless)
                .collect(Collectors.joining("/"));
        Path file = Path.of(options.common().value("basedir").orElse("."))
                .resolve(FileNames.harmless(user.login()))
                .resolve(levels + ".mbox");
        Files.createDirectories(file.getParent());
        return file;
    }
}
