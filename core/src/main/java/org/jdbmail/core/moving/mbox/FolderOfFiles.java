package org.jdbmail.core.moving.mbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.moving.source.AboutMailbox;
import org.jdbmail.core.moving.source.AboutMessage;
import org.jdbmail.core.moving.source.MailFiles;
import org.jdbmail.core.moving.source.Origins;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.core.moving.source.SourceMessage;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.mime.structure.MimeScanner;

/**
 * Mailboxes in files: each mbox is one, named as the file is, and so is each folder that has {@code .eml} files. Folders are levels;
 * Thunderbird's end in {@code .sbd}.
 */
public final class FolderOfFiles {
    private static final int DEPTH = 50;

    private FolderOfFiles() {}

    /**
     * The mailboxes in a folder, or the one that a file is.
     *
     * @param inbox the name of what has none of its own
     */
    public static List<SourceMailbox> read(Path path, String inbox) throws IOException {
        if (Files.isRegularFile(path)) {
            return List.of(isEml(path) ? new Eml(inbox, List.of(path)) : MboxMailbox.of(path, inbox));
        }
        TreeMap<String, List<Path>> emls = new TreeMap<>();
        TreeMap<String, Path> mboxes = new TreeMap<>();
        TreeMap<String, SourceMailbox> links = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(path, DEPTH)) {
            files = all.filter(file -> Files.isSymbolicLink(file) || Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            Path inside = path.relativize(file);
            if (isEml(file)) {
                Path folder = inside.getParent();
                emls.computeIfAbsent(folder == null ? inbox : levels(folder), name -> new ArrayList<>())
                        .add(file);
            } else if (!MailFiles.isOwn(file)) {
                links.put(levels(inside), new Link(levels(inside), file));
            } else if (MboxMailbox.isOne(file)) {
                mboxes.put(levels(inside), file);
            }
        }
        List<SourceMailbox> mailboxes = new ArrayList<>();
        emls.forEach((name, eml) -> mailboxes.add(new Eml(name, List.copyOf(eml))));
        for (var mbox : mboxes.entrySet()) {
            mailboxes.add(MboxMailbox.of(mbox.getValue(), mbox.getKey()));
        }
        // A link alone is no mailbox; where there are some it may have been meant as one, and somebody is to hear of
        // it.
        if (!mailboxes.isEmpty()) {
            mailboxes.addAll(links.values());
        }
        return mailboxes;
    }

    private static boolean isEml(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".eml");
    }

    private static String levels(Path inside) {
        List<String> levels = new ArrayList<>();
        for (Path level : inside) {
            levels.add(level.toString().replaceFirst("\\.(mbox|mbx|sbd)$", ""));
        }
        return String.join("/", levels);
    }

    /** Something that leads elsewhere, and is not read. */
    private record Link(String name, Path file) implements SourceMailbox {
        @Override
        public AboutMailbox about() {
            return AboutMailbox.named(name);
        }

        @Override
        public List<SourceMessage> messages() throws IOException {
            MailFiles.requireOwn(file);
            return List.of();
        }
    }

    /** Messages in files of their own. */
    private record Eml(String name, List<Path> files) implements SourceMailbox {
        @Override
        public AboutMailbox about() {
            return AboutMailbox.named(name);
        }

        @Override
        public List<SourceMessage> messages() throws IOException {
            Origins origins = new Origins();
            List<SourceMessage> messages = new ArrayList<>();
            for (Path file : files) {
                MessageBytes bytes;
                try {
                    bytes = new InFile(file, Optional.empty()).read();
                } catch (IOException e) {
                    // Told of when it is read again, and the others come.
                    messages.add(unread(origins, file));
                    continue;
                }
                byte[] all = bytes.slice(0, bytes.size());
                Instant date = Optional.ofNullable(MessageSummary.of(bytes, MimeScanner.scan(bytes))
                                .keys()
                                .sent())
                        .orElse(Files.getLastModifiedTime(file).toInstant());
                messages.add(new InFile(
                        file,
                        Optional.of(new AboutMessage(
                                origins.next(Origins.sha256().digest(all)),
                                0,
                                FlagSet.NONE,
                                true,
                                date,
                                "",
                                all.length,
                                file.toString()))));
            }
            return messages;
        }
    }

    private static InFile unread(Origins origins, Path file) {
        byte[] digest = Origins.sha256().digest(file.toString().getBytes(StandardCharsets.UTF_8));
        return new InFile(
                file,
                Optional.of(new AboutMessage(
                        origins.next(digest), 0, FlagSet.NONE, true, Instant.EPOCH, "", 0, file.toString())));
    }

    private record InFile(Path file, Optional<AboutMessage> known) implements SourceMessage {
        @Override
        public AboutMessage about() {
            return known.orElseThrow();
        }

        @Override
        public MessageBytes read() throws IOException {
            return MailFiles.crlf(MailFiles.read(file));
        }
    }
}
