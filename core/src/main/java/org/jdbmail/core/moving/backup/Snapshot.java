package org.jdbmail.core.moving.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a store held at one time: the manifest of a backup. Its last line is the digest of all before it.
 *
 * @param taken when it was begun, to the second
 * @param store which store it is of
 * @param rows the digest of the rows of all tables
 * @param mailboxes all mailboxes
 */
public record Snapshot(Instant taken, String store, String rows, List<Box> mailboxes) {
    /**
     * A mailbox.
     *
     * @param seq its HIGHESTMODSEQ when its messages were listed
     * @param messages how many
     * @param octets of these
     * @param listing the digest of the list
     */
    public record Box(long id, long seq, long messages, long octets, String listing) {}

    private static final String FIRST = "JDBMail backup 1";

    private static final String END = ".snapshot";

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** How it is named. */
    public String name() {
        return NAME.format(taken);
    }

    /** How many messages there are in all mailboxes. */
    public long messages() {
        return mailboxes.stream().mapToLong(Box::messages).sum();
    }

    /** How many octets these have. */
    public long octets() {
        return mailboxes.stream().mapToLong(Box::octets).sum();
    }

    /** Writes it into a folder; it is there whole, or not at all. */
    void write(Path folder) throws IOException {
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        Words.line(text, List.of("taken", taken.toString()));
        Words.line(text, List.of("store", store));
        Words.line(text, List.of("rows", rows));
        for (Box box : mailboxes) {
            Words.line(
                    text,
                    List.of(
                            "mailbox",
                            Long.toString(box.id),
                            Long.toString(box.seq),
                            Long.toString(box.messages),
                            Long.toString(box.octets),
                            box.listing));
        }
        String digest = Packs.digest(text.toString().getBytes(UTF_8));
        Words.line(text, List.of("end", digest));
        Files.createDirectories(folder);
        Path file = folder.resolve(name() + END);
        Path unfinished = folder.resolve(name() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads one; what is not whole is refused with a sentence that names it. */
    static Snapshot read(Path file) throws IOException {
        String text = Files.readString(file);
        int last = text.lastIndexOf("\nend\t");
        boolean isWhole = text.startsWith(FIRST + "\n")
                && last > 0
                && text.substring(last + 5)
                        .strip()
                        .equals(Packs.digest(text.substring(0, last + 1).getBytes(UTF_8)));
        if (!isWhole) {
            throw new IOException(file + " is damaged: it is not what its last line says");
        }
        Instant taken = Instant.EPOCH;
        String store = "";
        String rows = "";
        List<Box> boxes = new ArrayList<>();
        for (String line : text.substring(0, last).split("\n")) {
            List<String> words = Words.of(line);
            switch (words.getFirst()) {
                case "taken" -> taken = time(words.get(1));
                case "store" -> store = words.get(1);
                case "rows" -> rows = words.get(1);
                case "mailbox" ->
                    boxes.add(new Box(
                            Words.number(words, 1),
                            Words.number(words, 2),
                            Words.number(words, 3),
                            Words.number(words, 4),
                            words.get(5)));
                default -> {
                    // The first line; or what a later version says besides.
                }
            }
        }
        return new Snapshot(taken, store, rows, boxes);
    }

    private static Instant time(String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IOException("a line of the backup is not as it should be", e);
        }
    }

    /** Whether a file is one. */
    static boolean isOne(Path file) {
        return file.toString().endsWith(END);
    }

    /** Takes it away. */
    void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(name() + END));
    }
}
