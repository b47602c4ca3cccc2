package org.jdbmail.mime.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.charset.MailCharsets;
import org.jdbmail.mime.structure.MimePart;

/** The body of a part at once, for those who need all of it in memory. */
public final class PartContent {
    private PartContent() {}

    /** The body without its transfer encoding, up to a number of bytes. */
    public static byte[] bytes(MessageBytes message, MimePart part, int limit) {
        try (InputStream body = TransferDecoder.of(part.encoding(), message.stream(part.bodyStart(), part.bodyEnd()))) {
            return body.readNBytes(limit);
        } catch (IOException e) {
            // Neither a message nor a decoder throws it.
            throw new UncheckedIOException(e);
        }
    }

    /** The body as text, in the charset that it tells; of so many bytes. */
    public static String text(MessageBytes message, MimePart part, int limit) {
        byte[] bytes = bytes(message, part, limit);
        return MailCharsets.decode(
                bytes,
                0,
                bytes.length,
                MailCharsets.find(part.contentType().parameters().get("charset")));
    }
}
