package org.jdbmail.core.moving.source;

import java.util.Arrays;
import org.jdbmail.mime.bytes.MessageBytes;

/** The line ends of messages in files: LF there as a rule, CRLF in mail. */
public final class LineEnds {
    /** The largest message that is taken from a file: it is held in memory. */
    public static final long LARGEST = 512L << 20;

    private LineEnds() {}

    /** A message with CRLF: if its first line ends so, it is as it should be already and stays byte for byte. */
    public static MessageBytes crlf(byte[] file) {
        int first = 0;
        while (first < file.length && file[first] != '\n') {
            first++;
        }
        return first > 0 && first < file.length && file[first - 1] == '\r' ? MessageBytes.of(file) : added(file);
    }

    private static MessageBytes added(byte[] file) {
        int bare = 0;
        for (int i = 0; i < file.length; i++) {
            if (file[i] == '\n' && (i == 0 || file[i - 1] != '\r')) {
                bare++;
            }
        }
        if (bare == 0) {
            return MessageBytes.of(file);
        }
        byte[] message = Arrays.copyOf(file, file.length + bare);
        int at = message.length;
        for (int i = file.length - 1; i >= 0; i--) {
            message[--at] = file[i];
            if (file[i] == '\n' && (i == 0 || file[i - 1] != '\r')) {
                message[--at] = '\r';
            }
        }
        return MessageBytes.of(message);
    }
}
