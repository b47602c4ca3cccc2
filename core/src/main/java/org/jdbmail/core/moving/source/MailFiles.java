package org.jdbmail.core.moving.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jdbmail.mime.bytes.MessageBytes;

/** The line ends of messages in files: LF there as a rule, CRLF in mail. */
public final class MailFiles {
    /** The largest message that is taken from a file: it is held in memory. */
    public static final long LARGEST = 512L << 20;

    private MailFiles() {}

    /**
     * Whether a file is one itself, and no link to another: whoever imports may read more than whoever owns the folder, to whom a
     * link would bring the files of others as mail.
     */
    public static boolean isOwn(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Refuses what is no file itself. @throws NoSuchFileException if nothing is there */
    public static void requireOwn(Path file) throws IOException {
        if (!isOwn(file)) {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(file.toString());
            }
            throw new IOException("it is a link, or no file: what it leads to is not read");
        }
    }

    /** The octets of a file that is no link. */
    public static byte[] read(Path file) throws IOException {
        requireOwn(file);
        if (Files.size(file) > LARGEST) {
            throw new IOException("it is larger than " + (LARGEST >> 20) + " MiB");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readAllBytes();
        }
    }

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
