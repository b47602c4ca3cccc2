package org.jdbmail.core.moving.mbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;

/**
 * Writes messages in the form mbox (RFC 4155), of its kinds mboxrd: a line that begins with {@code From }, or with that behind any
 * number of {@code >}, gets one more {@code >}, which a reader takes away again. Lines end in LF.
 */
public final class MboxWriter extends FilterOutputStream {
    // RFC 4155 appendix A: as asctime() writes it, in UTC.
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String FROM = "From ";

    /** The line is known to begin with something else. */
    private static final int REST = -1;

    /** How many {@code >} the line begins with, which are held back. */
    private int marks;

    /** How many letters of {@code From } came after them, which are held back too. */
    private int matched;

    private boolean isAfterReturn;

    /** @param out closed with this */
    public MboxWriter(OutputStream out) {
        super(out);
    }

    /** Begins a message. */
    public void begin(String sender, Instant received) throws IOException {
        out.write((FROM + sender + " " + TIME.format(received) + "\n").getBytes(US_ASCII));
        startLine();
    }

    /**
     * Writes fields that mail programs keep in an mbox about a message, and that a reader takes away again: right after it was begun.
     *
     * @param uid its UID; the first message also tells what UIDs belong to
     * @param uidValidity of the mailbox; 0 where this is not the first message
     */
    public void note(FlagSet flags, boolean recent, long uid, long uidValidity) throws IOException {
        StringBuilder lines = new StringBuilder(80);
        if (uidValidity > 0) {
            lines.append("X-IMAPbase: ")
                    .append(uidValidity)
                    .append(' ')
                    .append(uid)
                    .append('\n');
        }
        lines.append("X-UID: ").append(uid).append('\n');
        lines.append("Status: ")
                .append(flags.has(Flag.SEEN) ? "R" : "")
                .append(recent ? "" : "O")
                .append('\n');
        lines.append("X-Status: ")
                .append(flags.has(Flag.ANSWERED) ? "A" : "")
                .append(flags.has(Flag.FLAGGED) ? "F" : "")
                .append(flags.has(Flag.DELETED) ? "D" : "")
                .append(flags.has(Flag.DRAFT) ? "T" : "")
                .append('\n');
        lines.append("X-Keywords: ").append(String.join(" ", flags.keywords())).append('\n');
        out.write(lines.toString().getBytes(US_ASCII));
    }

    /** Ends a message: its last line, and an empty one. */
    public void end() throws IOException {
        if (isAfterReturn) {
            isAfterReturn = false;
            plain('\r');
        }
        boolean isAtStart = matched == 0 && marks == 0;
        release();
        out.write(isAtStart ? "\n".getBytes(US_ASCII) : "\n\n".getBytes(US_ASCII));
        startLine();
    }

    @Override
    public void write(int octet) throws IOException {
        int b = octet & 0xff;
        if (isAfterReturn) {
            isAfterReturn = false;
            if (b != '\n') {
                plain('\r');
            }
        }
        if (b == '\r') {
            isAfterReturn = true;
        } else {
            plain(b);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
    }

    private void plain(int b) throws IOException {
        if (matched != REST) {
            if (matched == 0 && b == '>') {
                marks++;
                return;
            }
            if (b == FROM.charAt(matched)) {
                matched++;
                if (matched == FROM.length()) {
                    out.write('>');
                    release();
                }
                return;
            }
            release();
        }
        out.write(b);
        if (b == '\n') {
            startLine();
        }
    }

    /** Writes what was held back until it was known what the line begins with. */
    private void release() throws IOException {
        for (int i = 0; i < marks; i++) {
            out.write('>');
        }
        if (matched > 0) {
            out.write(FROM.substring(0, matched).getBytes(US_ASCII));
        }
        marks = 0;
        matched = REST;
    }

    private void startLine() {
        marks = 0;
        matched = 0;
    }
}
