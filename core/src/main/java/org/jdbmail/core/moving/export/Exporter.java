package org.jdbmail.core.moving.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.moving.maildir.MaildirWriter;
import org.jdbmail.core.moving.source.AboutMailbox;
import org.jdbmail.core.moving.stored.StoredContents;
import org.jdbmail.core.moving.stored.StoredMailbox;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;

/** Writes all mail of an account into a folder, with its scripts. Each mailbox is as it was at one moment. */
public final class Exporter {
    /** The folder of an account's scripts, as Dovecot has it by default. */
    public static final String SCRIPTS = "sieve";

    /** A link to the script that runs. */
    public static final String ACTIVE_SCRIPT = ".dovecot.sieve";

    /** The beginning of a message, in which its sender is looked for. */
    private static final int HEAD = 1024;

    // What the last delivery noted of the envelope (RFC 5321 §4.4).
    private static final Pattern RETURN_PATH =
            Pattern.compile("\\AReturn-Path:[ \\t]*<([!-;=?-~]{1,254})>", Pattern.CASE_INSENSITIVE);

    private static final String NO_SENDER = "MAILER-DAEMON";

    private final Store store;
    private final LongConsumer progress;

    /** @param progress told now and then how many messages more are written */
    public Exporter(Store store, LongConsumer progress) {
        this.store = store;
        this.progress = progress;
    }

    private record Source(Mailbox mailbox, AboutMailbox about) {}

    private static List<Source> sources(Tx tx, User user) {
        List<Long> subscribed = tx.mailboxes().visibleTo(user.id()).stream()
                .filter(MailboxAccess::subscribed)
                .map(access -> access.mailbox().id())
                .toList();
        List<Source> sources = new ArrayList<>();
        for (Mailbox mailbox : tx.mailboxes().ownedBy(user.id())) {
            List<AboutMailbox.Grant> grants = tx.accessLists().of(mailbox.id()).stream()
                    .map(entry -> new AboutMailbox.Grant(entry.login(), entry.rights()))
                    .toList();
            sources.add(new Source(
                    mailbox,
                    new AboutMailbox(
                            mailbox.name(),
                            !mailbox.noSelect(),
                            mailbox.id(),
                            mailbox.specialUse(),
                            subscribed.contains(mailbox.id()),
                            grants)));
        }
        return sources;
    }

    /**
     * Writes an account as a Maildir that Dovecot can go on with, and its scripts beside it.
     *
     * @param folder of this account
     * @return how many messages
     */
    public long maildir(User user, Path folder) throws IOException {
        Path root = folder.resolve("Maildir");
        long written = 0;
        List<Source> sources = store.read(tx -> sources(tx, user));
        for (Source source : sources) {
            MaildirWriter writer = MaildirWriter.begin(root, source.about());
            if (source.about().holdsMessages()) {
                StoredMailbox mailbox = MailboxFile.read(store, source.mailbox());
                Map<Long, String> uniqueIds = store.read(
                        tx -> tx.messages().uniqueIds(source.mailbox().id(), NumberSet.range(1, Long.MAX_VALUE)));
                written += StoredContents.each(store, mailbox.messages(), (message, bytes) -> {
                    writer.add(
                            message.uid(),
                            message.flags(),
                            message.recent(),
                            Instant.ofEpochSecond(message.internalDate()),
                            uniqueIds.getOrDefault(message.uid(), ""),
                            bytes);
                    progress.accept(1);
                });
                writer.end(source.mailbox().id(), mailbox.state().uidNext());
            }
        }
        MaildirWriter.subscriptions(
                root,
                sources.stream()
                        .map(Source::about)
                        .filter(AboutMailbox::subscribed)
                        .map(AboutMailbox::name)
                        .toList());
        scripts(user, folder);
        return written;
    }

    /**
     * Writes each mailbox of an account as an mbox, in which fields tell flags and UIDs, and its scripts beside them.
     *
     * @param folder of this account
     * @return how many messages
     */
    public long mbox(User user, Path folder) throws IOException {
        long written = 0;
        for (Source source : store.read(tx -> sources(tx, user))) {
            if (!source.about().holdsMessages()) {
                continue;
            }
            String levels = Arrays.stream(source.about().name().split("/", -1))
                    .map(FileNames::harmless)
                    .collect(Collectors.joining("/"));
            Path file = folder.resolve(levels + ".mbox");
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
                written += MailboxFile.write(store, source.mailbox(), out, progress);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        scripts(user, folder);
        return written;
    }

    /** The sender of a message as its last delivery noted it, for a line of an mbox. */
    public static String sender(MessageBytes message) {
        Matcher matcher = RETURN_PATH.matcher(new String(message.slice(0, Math.min(HEAD, message.size())), ISO_8859_1));
        return matcher.find() ? matcher.group(1) : NO_SENDER;
    }

    private void scripts(User user, Path folder) throws IOException {
        List<SieveScript> scripts = store.read(tx -> tx.sieveScripts().list(user.id()));
        if (scripts.isEmpty()) {
            return;
        }
        Path below = folder.resolve(SCRIPTS);
        Files.createDirectories(below);
        Path active = folder.resolve(ACTIVE_SCRIPT);
        Files.deleteIfExists(active);
        for (SieveScript script : scripts) {
            String name = FileNames.harmless(script.name()) + ".sieve";
            Files.write(below.resolve(name), script.text().getBytes(UTF_8));
            if (script.active()) {
                Files.createSymbolicLink(active, Path.of(SCRIPTS, name));
            }
        }
    }
}
