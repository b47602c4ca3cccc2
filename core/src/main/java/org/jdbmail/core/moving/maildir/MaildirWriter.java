package org.jdbmail.core.moving.maildir;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.ModifiedUtf7;
import org.jdbmail.core.moving.source.AboutMailbox;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * Writes one mailbox as a Maildir that Dovecot can go on with: UIDs, keywords and rights in its files. Lines end in CRLF, as the
 * message has them. A file that is there already with the same size is not written again, so that what was broken off can be run anew.
 */
public final class MaildirWriter {
    private final Path folder;
    private final List<String> keywords = new ArrayList<>();
    private final StringBuilder uids = new StringBuilder();
    private final StringBuilder moreKeywords = new StringBuilder();

    private MaildirWriter(Path folder) {
        this.folder = folder;
    }

    /**
     * Begins a mailbox.
     *
     * @param root the account's Maildir
     */
    public static MaildirWriter begin(Path root, AboutMailbox about) throws IOException {
        boolean isInbox = about.name().equals("INBOX");
        Path folder = isInbox ? root : root.resolve(folderName(about.name()));
        Files.createDirectories(folder);
        if (about.holdsMessages()) {
            for (String part : List.of("cur", "new", "tmp")) {
                Files.createDirectories(folder.resolve(part));
            }
        }
        MaildirWriter writer = new MaildirWriter(folder);
        if (!isInbox) {
            writer.write("maildirfolder", "");
        }
        String use = about.specialUse();
        if (use != null) {
            writer.write(MaildirMailbox.USE, use + "\n");
        }
        if (!about.grants().isEmpty()) {
            writer.write(
                    MaildirMailbox.RIGHTS,
                    about.grants().stream()
                            .map(grant -> (grant.login().equals("anyone") ? "anyone" : "user=" + grant.login()) + " "
                                    + grant.rights().letters() + "\n")
                            .collect(Collectors.joining()));
        }
        return writer;
    }

    /** The folder of a mailbox: a point before each of its levels. */
    private static String folderName(String name) {
        return "."
                + Arrays.stream(name.split("/", -1))
                        .map(level -> ModifiedUtf7.encode(level).replace(".", MaildirTree.POINT))
                        .collect(Collectors.joining("."));
    }

    /** The file in which a root says what is subscribed to. */
    public static void subscriptions(Path root, List<String> names) throws IOException {
        Files.createDirectories(root);
        write(
                root.resolve("subscriptions"),
                names.stream().map(name -> folderName(name).substring(1) + "\n").collect(Collectors.joining()));
    }

    /** Adds a message. */
    public void add(long uid, FlagSet flags, boolean recent, Instant received, String uniqueId, MessageBytes message)
            throws IOException {
        for (String keyword : flags.keywords()) {
            if (keywords.size() < MaildirName.LETTERS && !keywords.contains(keyword)) {
                keywords.add(keyword);
            }
        }
        String base = received.getEpochSecond() + ".M0U" + uid + ".jdbmail,S=" + message.size();
        boolean isNew = recent && flags.equals(FlagSet.NONE);
        Path file = folder.resolve(isNew ? "new" : "cur")
                .resolve(isNew ? base : base + ":2," + MaildirName.letters(flags, keywords));
        if (!Files.exists(file) || Files.size(file) != message.size()) {
            Path unfinished = folder.resolve("tmp").resolve(base);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16)) {
                message.writeTo(out, 0, message.size());
            }
            Files.setLastModifiedTime(unfinished, FileTime.from(received));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        uids.append(uid)
                .append(uniqueId.isEmpty() ? "" : " P" + uniqueId)
                .append(" :")
                .append(base)
                .append('\n');
        List<String> rest = flags.keywords().stream()
                .filter(word -> !keywords.contains(word))
                .toList();
        if (!rest.isEmpty()) {
            moreKeywords.append(base).append(' ').append(String.join(" ", rest)).append('\n');
        }
    }

    /** Writes what is known of the messages beside them. */
    public void end(long uidValidity, long uidNext) throws IOException {
        StringBuilder numbered = new StringBuilder();
        for (int i = 0; i < keywords.size(); i++) {
            numbered.append(i).append(' ').append(keywords.get(i)).append('\n');
        }
        write(MaildirMailbox.KEYWORDS, numbered.toString());
        if (!moreKeywords.isEmpty()) {
            write(MaildirMailbox.MORE_KEYWORDS, moreKeywords.toString());
        }
        write(UidList.FILE, "3 V" + uidValidity + " N" + uidNext + "\n" + uids);
    }

    private void write(String name, String text) throws IOException {
        write(folder.resolve(name), text);
    }

    private static void write(Path file, String text) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(unfinished, text.getBytes(UTF_8));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
