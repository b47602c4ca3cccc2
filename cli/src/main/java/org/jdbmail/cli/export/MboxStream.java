package org.jdbmail.cli.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes messages in the form mbox (RFC 4155), of its kinds mboxrd: a line that begins with {@code From }, or with that behind any
 * number of {@code >}, gets one more {@code >}, which a reader takes away again. Lines end in LF.
 */
final class MboxStream extends FilterOutputStream {
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

    MboxStream(OutputStream out) {
        super(out);
    }

    /** Begins a message. */
    void begin(String sender, Instant received) throws IOException {
        out.write((FROM + sender + " " + TIME.format(received) + "\n").getBytes(US_ASCII));
        startLine();
    }

    /** Ends a message: its last line, and an empty one. */
    void end() throws IOException {
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
