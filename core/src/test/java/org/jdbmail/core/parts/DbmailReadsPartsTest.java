package org.jdbmail.core.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.MimeScanner;
import org.junit.jupiter.api.Test;

/**
 * What DBMail's daemons make of our rows: its {@code _mime_retrieve}, written again here in plain words, gives back every
 * message of a kind that DBMail itself stores and serves exactly.
 */
class DbmailReadsPartsTest {
    private static final Pattern BOUNDARY = Pattern.compile("multipart/.*boundary=\"?([^\"\\s;]+)");

    /** The message as DBMail puts it together, with bare line feeds. */
    private static String retrieve(List<PartRow> unordered) {
        List<PartRow> rows = new ArrayList<>(unordered);
        rows.sort(Comparator.comparingInt(PartRow::key)
                .thenComparingInt(PartRow::order)
                .thenComparing(PartRow::depth, Comparator.reverseOrder()));
        String[] boundaries = new String[100];
        StringBuilder out = new StringBuilder();
        int lastDepth = 0;
        boolean lastWasHeader = false;
        boolean lastWasMessage = false;
        boolean newBoundary = false;
        for (PartRow row : rows) {
            String data = new String(row.data(), StandardCharsets.ISO_8859_1);
            for (; lastDepth > row.depth(); lastDepth--) {
                if (boundaries[lastDepth - 1] != null) {
                    out.append("\n--").append(boundaries[lastDepth - 1]).append("--\n");
                    boundaries[lastDepth - 1] = null;
                }
            }
            lastDepth = row.depth();
            boolean isMessage = false;
            if (row.header()) {
                String outer = row.depth() > 0 ? boundaries[row.depth() - 1] : null;
                if (outer != null && lastWasHeader && !lastWasMessage) {
                    out.append("--").append(outer).append('\n');
                } else if (outer != null && (!lastWasHeader || newBoundary)) {
                    out.append("\n--").append(outer).append('\n');
                }
                Matcher boundary = BOUNDARY.matcher(data);
                newBoundary = boundary.find();
                if (newBoundary) {
                    boundaries[row.depth()] = boundary.group(1);
                }
                isMessage = data.contains("message/rfc822");
            }
            out.append(data);
            if (row.header()) {
                out.append('\n');
            }
            lastWasHeader = row.header();
            lastWasMessage = isMessage;
        }
        for (int depth = lastDepth; rows.size() > 2 && depth > 0; depth--) {
            if (boundaries[depth - 1] != null) {
                out.append("\n--").append(boundaries[depth - 1]).append("--\n");
            }
        }
        return out.toString();
    }

    private final Random random = new Random(17);
    private int boundaries;

    /** A header block and a body, as mail programs write them, without the line end that belongs to the next boundary. */
    private String entity(int depth, String headers) {
        int kind = random.nextInt(depth > 3 ? 2 : 5);
        if (kind < 2) {
            return headers + "Content-Type: text/plain\n\n" + "text\n".repeat(random.nextInt(3)) + "end";
        }
        if (kind == 2) {
            return headers + "Content-Type: message/rfc822\n\n" + entity(depth + 1, "Subject: inside\n");
        }
        String boundary = "b" + ++boundaries;
        StringBuilder out = new StringBuilder(headers + "Content-Type: multipart/mixed; boundary=" + boundary + "\n\n");
        // Nothing, an empty line as Apple Mail writes it, or some lines.
        out.append(
                switch (random.nextInt(3)) {
                    case 0 -> "";
                    case 1 -> "\n";
                    default -> "This is a message in parts.\n";
                });
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            out.append("--")
                    .append(boundary)
                    .append('\n')
                    .append(entity(depth + 1, ""))
                    .append('\n');
        }
        // Inside, what DBMail reads back exactly: an empty line between two boundaries.
        return out.append("--").append(boundary).append("--\n").toString();
    }

    @Test
    void dbmailGivesBackWhatWeStored() {
        int empty = 0;
        for (int i = 0; i < 2_000; i++) {
            boundaries = 0;
            String message = entity(0, "Subject: x\n");
            message = message.endsWith("\n") ? message : message + "\n";
            MessageBytes bytes = MessageBytes.of(message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            List<PartRow> rows = PartsSplitter.split(bytes, MimeScanner.scan(bytes));
            empty += rows.stream().anyMatch(row -> !row.header() && row.order() == 1 && row.data().length == 0) ? 1 : 0;
            assertEquals(message, retrieve(rows), table(rows));
        }
        assertEquals(true, empty > 100);
    }

    private static String table(List<PartRow> rows) {
        StringBuilder table = new StringBuilder();
        rows.forEach(row -> table.append("%s %d %d %d %s%n"
                .formatted(
                        row.header() ? "H" : "B",
                        row.key(),
                        row.depth(),
                        row.order(),
                        new String(row.data(), StandardCharsets.ISO_8859_1))));
        return table.toString();
    }

    @Test
    void anEmptyPreambleIsAnEmptyRow() {
        String head = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
        String rest = "--b\r\n\r\nx\r\n--b--\r\n";
        MessageBytes with = MessageBytes.of((head + "\r\n" + rest).getBytes(StandardCharsets.ISO_8859_1));
        MessageBytes without = MessageBytes.of((head + rest).getBytes(StandardCharsets.ISO_8859_1));
        PartRow row = PartsSplitter.split(with, MimeScanner.scan(with)).get(1);
        assertEquals(
                "false 1 0 1 0",
                row.header() + " " + row.key() + " " + row.depth() + " " + row.order() + " " + row.data().length);
        assertEquals(
                true,
                PartsSplitter.split(without, MimeScanner.scan(without)).get(1).header());
    }
}
