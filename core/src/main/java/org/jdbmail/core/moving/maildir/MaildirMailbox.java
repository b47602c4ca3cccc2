package org.jdbmail.core.moving.maildir;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.RightLetters;
import org.jdbmail.core.moving.source.AboutMailbox;
import org.jdbmail.core.moving.source.AboutMessage;
import org.jdbmail.core.moving.source.MailFiles;
import org.jdbmail.core.moving.source.Origins;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.core.moving.source.SourceMessage;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;

/** One mailbox in the form of a Maildir. It may be in use: files that are given other flags meanwhile are found again. */
final class MaildirMailbox implements SourceMailbox {
    static final String KEYWORDS = "dovecot-keywords";
    static final String RIGHTS = "dovecot-acl";

    /** What it is for (RFC 6154): Dovecot has that in its settings, so that the name of the file is ours. */
    static final String USE = "special-use";

    /** Keywords of files for which there is no letter, where we wrote the Maildir. */
    static final String MORE_KEYWORDS = "more-keywords";

    private static final Pattern GRANT = Pattern.compile("(?:user=(\\S+)|anyone)(?: +(\\S*))?");

    /** What is the same in a URI. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._,=+:@-]*");

    private static final int LONGEST_UNIQUE_ID = 70;

    private final Path root;
    private final Path folder;
    private final UidList uids;
    private final AboutMailbox about;

    private MaildirMailbox(Path root, Path folder, UidList uids, AboutMailbox about) {
        this.root = root;
        this.folder = folder;
        this.uids = uids;
        this.about = about;
    }

    /** @param root the account's Maildir, out of which no link leads */
    static MaildirMailbox of(Path root, String name, Path folder, boolean subscribed) throws IOException {
        UidList uids = UidList.read(folder);
        return new MaildirMailbox(
                root,
                folder,
                uids,
                new AboutMailbox(
                        name, MaildirTree.isOne(folder), uids.uidValidity(), use(folder), subscribed, grants(folder)));
    }

    private static @Nullable String use(Path folder) throws IOException {
        return lines(folder.resolve(USE)).stream().findFirst().orElse(null);
    }

    /** Dovecot's ACL files: {@code user=NAME letters}, {@code anyone letters}; groups and negative rights have no place here. */
    private static List<AboutMailbox.Grant> grants(Path folder) throws IOException {
        List<AboutMailbox.Grant> grants = new ArrayList<>();
        for (String line : lines(folder.resolve(RIGHTS))) {
            Matcher matcher = GRANT.matcher(line);
            if (matcher.matches()) {
                String login = matcher.group(1) == null ? "anyone" : matcher.group(1);
                RightLetters.parse(Optional.ofNullable(matcher.group(2)).orElse(""))
                        .ifPresent(rights -> grants.add(new AboutMailbox.Grant(login, rights)));
            }
        }
        return grants;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? Arrays.stream(Files.readString(file, StandardCharsets.ISO_8859_1)
                                .split("\n"))
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .map(line -> new String(line.getBytes(StandardCharsets.ISO_8859_1), UTF_8))
                        .toList()
                : List.of();
    }

    @Override
    public AboutMailbox about() {
        return about;
    }

    @Override
    public List<SourceMessage> messages() throws IOException {
        List<String> keywords = keywords();
        Map<String, List<String>> more = moreKeywords();
        List<SourceMessage> messages = new ArrayList<>();
        for (String part : List.of("cur", "new")) {
            Path files = folder.resolve(part);
            if (Files.isDirectory(files)) {
                if (!files.toRealPath().startsWith(root.toRealPath())) {
                    throw new IOException(files + " leads out of the Maildir by a link: what it leads to is not read");
                }
                read(files, keywords, more, messages);
            }
        }
        messages.sort(
                Comparator.comparing((SourceMessage message) -> message.about().uid() == 0)
                        .thenComparingLong(message -> message.about().uid())
                        .thenComparing(message -> message.about().received())
                        .thenComparing(message -> message.about().place()));
        return messages;
    }

    private void read(Path files, List<String> keywords, Map<String, List<String>> more, List<SourceMessage> messages)
            throws IOException {
        boolean isNew = files.endsWith("new");
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(files)) {
            for (Path file : entries) {
                String name = String.valueOf(file.getFileName());
                if (name.charAt(0) == '.') {
                    continue;
                }
                Instant received = Instant.EPOCH;
                long size = 0;
                try {
                    BasicFileAttributes known = Files.readAttributes(file, BasicFileAttributes.class);
                    if (known.isDirectory()) {
                        continue;
                    }
                    received = known.lastModifiedTime().toInstant();
                    size = known.size();
                } catch (NoSuchFileException e) {
                    // It has other flags by now; how it is read tells where it is.
                }
                String base = MaildirName.base(name);
                UidList.Entry entry = uids.entries().getOrDefault(base, new UidList.Entry(0, ""));
                FlagSet flags = MaildirName.flags(name, keywords);
                if (more.containsKey(base)) {
                    flags = flags.plus(FlagSet.of(0, more.get(base)));
                }
                messages.add(message(file, base, entry, flags, isNew, received, size));
            }
        }
    }

    private static SourceMessage message(
            Path file, String base, UidList.Entry entry, FlagSet flags, boolean isNew, Instant received, long size) {
        String uniqueId = entry.uniqueId().length() <= LONGEST_UNIQUE_ID
                        && entry.uniqueId().chars().allMatch(c -> c > ' ' && c < 0x7f)
                ? entry.uniqueId()
                : "";
        // The URI has the name byte for byte, whatever this process takes for its character set; and asks the disk for
        // it.
        String exact = PLAIN.matcher(base).matches()
                ? base
                : MaildirName.base(file.toUri().getRawPath().replaceAll(".*/", ""));
        String origin = new Origins().next(Origins.sha256().digest(("maildir " + exact).getBytes(UTF_8)));
        AboutMessage known =
                new AboutMessage(origin, entry.uid(), flags, isNew, received, uniqueId, size, file.toString());
        return new InFile(file, base, known);
    }

    private List<String> keywords() throws IOException {
        Map<Integer, String> numbered = new HashMap<>();
        for (String line : lines(folder.resolve(KEYWORDS))) {
            int blank = line.indexOf(' ');
            if (blank > 0 && blank <= 2 && line.substring(0, blank).chars().allMatch(Character::isDigit)) {
                numbered.put(Integer.parseInt(line.substring(0, blank)), line.substring(blank + 1));
            }
        }
        List<String> keywords = new ArrayList<>();
        for (int i = 0; i < MaildirName.LETTERS; i++) {
            keywords.add(numbered.getOrDefault(i, ""));
        }
        return keywords;
    }

    private Map<String, List<String>> moreKeywords() throws IOException {
        Map<String, List<String>> more = new HashMap<>();
        for (String line : lines(folder.resolve(MORE_KEYWORDS))) {
            String[] words = line.split(" ");
            more.put(
                    words[0],
                    Arrays.stream(words).skip(1).filter(FlagSet::isKeyword).toList());
        }
        return more;
    }

    /** A message in a file. */
    private record InFile(Path file, String base, AboutMessage about) implements SourceMessage {
        @Override
        public MessageBytes read() throws IOException {
            try {
                return MailFiles.crlf(MailFiles.read(file));
            } catch (NoSuchFileException e) {
                return readAgain(e);
            }
        }

        private MessageBytes readAgain(NoSuchFileException gone) throws IOException {
            try {
                Path there = again().orElseThrow(() -> gone);
                return MailFiles.crlf(MailFiles.read(there));
            } catch (NoSuchFileException e) {
                throw new IOException("it is gone", e);
            }
        }

        /** Where it is since its flags changed, or it was seen for the first time. */
        private Optional<Path> again() throws IOException {
            for (String part : List.of("cur", "new")) {
                Path files = file.resolveSibling("../" + part).normalize();
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                        files,
                        entry -> MaildirName.base(String.valueOf(entry.getFileName()))
                                .equals(base))) {
                    for (Path entry : entries) {
                        return Optional.of(entry);
                    }
                }
            }
            return Optional.empty();
        }
    }
}
