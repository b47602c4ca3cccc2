package org.jdbmail.core.smtp.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jdbmail.mime.bytes.MessageBytes;

/**
 * A message as it travels: fields that are added, and then the stored message without what does not travel.
 *
 * @param prefix header fields, each ended by CRLF
 * @param message the stored message
 * @param from where in it the travelling part begins
 */
public record MailContent(String prefix, MessageBytes message, int from) {
    private static final int BUFFER = 16 * 1024;

    /**
     * What is in the octets of a message that matters to a server.
     *
     * @param isBinary whether there is a NUL in it, or a CR or LF that is not part of a line's end
     */
    public record Traits(boolean isEightBit, boolean isHeaderEightBit, boolean isBinary) {}

    /** Octets, as RFC 1870 counts them. */
    public long size() {
        return prefix.getBytes(StandardCharsets.UTF_8).length + (long) message.size() - from;
    }

    /** Takes a look at all octets. */
    public Traits traits() {
        boolean eight = false;
        boolean header = false;
        boolean binary = false;
        boolean inHeader = true;
        int lineLength = 0;
        byte before = 0;
        byte[] buffer = new byte[BUFFER];
        for (int at = from; at < message.size(); ) {
            int count = Math.min(buffer.length, message.size() - at);
            message.read(at, buffer, 0, count);
            for (int i = 0; i < count; i++) {
                byte octet = buffer[i];
                eight |= octet < 0;
                header |= octet < 0 && inHeader;
                binary |= octet == 0 || (octet == '\n') != (before == '\r');
                before = octet;
                if (octet == '\n') {
                    inHeader &= lineLength > 0;
                    lineLength = 0;
                } else if (octet != '\r') {
                    lineLength++;
                }
            }
            at += count;
        }
        return new Traits(eight, header, binary || before == '\r');
    }

    /** Writes the message in lines that end in CRLF; a line that begins with a dot gets another where that is wanted. */
    public void write(OutputStream out, boolean isStuffed) throws IOException {
        LineWriter lines = new LineWriter(out, isStuffed);
        byte[] fields = prefix.getBytes(StandardCharsets.UTF_8);
        lines.write(fields, fields.length);
        byte[] buffer = new byte[BUFFER];
        for (int at = from; at < message.size(); ) {
            int count = Math.min(buffer.length, message.size() - at);
            message.read(at, buffer, 0, count);
            lines.write(buffer, count);
            at += count;
        }
        lines.end();
    }
}
