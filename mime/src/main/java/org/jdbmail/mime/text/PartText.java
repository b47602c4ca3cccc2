package org.jdbmail.mime.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.charset.MailCharsets;
import org.jdbmail.mime.structure.MimePart;

/**
 * Reads the body of a part as text, a few KiB at a time: undoes the transfer encoding, then the charset. A body whose
 * charset isn't told or isn't known is read as UTF-8, and from its start again as windows-1252 where that fails. Reads one
 * part after the other with the same buffers.
 */
public final class PartText {
    private static final int CHUNK = 8 * 1024;

    private final byte[] decoded = new byte[CHUNK];
    /** These are made when there is something to decode. */
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    private CharBuffer chars = CharBuffer.allocate(0);

    /** Gets the text of a part piece by piece. */
    public interface Reader {
        /** Takes a piece; false if no more are wanted. */
        boolean take(CharSequence piece);

        /** Takes a piece that is ASCII; false if no more are wanted. */
        boolean takeAscii(byte[] piece, int length);

        /** What came so far was decoded wrongly; the text starts again. */
        void restart();

        /** Nothing comes after what came so far. */
        void end();
    }

    /** Gives the text of a part to a reader. */
    public void read(MessageBytes message, MimePart part, Reader reader) {
        if (part.bodySize() == 0) {
            return;
        }
        Charset charset = MailCharsets.find(part.contentType().parameters().get("charset"));
        reader.restart();
        boolean understood = charset == null
                ? read(message, part, reader, decoder(StandardCharsets.UTF_8, CodingErrorAction.REPORT))
                : read(message, part, reader, decoder(charset, CodingErrorAction.REPLACE));
        if (!understood) {
            reader.restart();
            read(message, part, reader, decoder(MailCharsets.WINDOWS_1252, CodingErrorAction.REPLACE));
        }
        reader.end();
    }

    private static CharsetDecoder decoder(Charset charset, CodingErrorAction onError) {
        return charset.newDecoder().onMalformedInput(onError).onUnmappableCharacter(onError);
    }

    private enum Outcome {
        MORE,
        ENOUGH,
        WRONG_CHARSET
    }

    /** False if the body isn't in the decoder's charset. */
    private boolean read(MessageBytes message, MimePart part, Reader reader, CharsetDecoder decoder) {
        bytes.clear().flip();
        Outcome outcome = Outcome.MORE;
        // As long as there is only ASCII, there is nothing to decode: most text is.
        boolean ascii = MailCharsets.holdsAscii(decoder.charset());
        try (InputStream body = TransferDecoder.of(part.encoding(), message.stream(part.bodyStart(), part.bodyEnd()))) {
            boolean end = false;
            while (outcome == Outcome.MORE && !end) {
                int length = body.read(decoded);
                end = length < 0;
                ascii &= MailCharsets.isAscii(decoded, 0, Math.max(0, length));
                if (ascii) {
                    outcome = end || reader.takeAscii(decoded, length) ? Outcome.MORE : Outcome.ENOUGH;
                    continue;
                }
                prepare();
                bytes.compact().put(decoded, 0, Math.max(0, length)).flip();
                outcome = decode(reader, decoder, end);
            }
        } catch (IOException e) {
            // Neither a message nor Mime4j with a silent monitor throws it.
            throw new UncheckedIOException(e);
        }
        return outcome != Outcome.WRONG_CHARSET;
    }

    private void prepare() {
        if (chars.capacity() == 0) {
            // Room for a piece and for the start of a character that the piece before ended with.
            bytes = ByteBuffer.allocate(CHUNK + 16).flip();
            chars = CharBuffer.allocate(2 * CHUNK);
        }
    }

    private Outcome decode(Reader reader, CharsetDecoder decoder, boolean end) {
        CoderResult result;
        do {
            result = decoder.decode(bytes, chars, end);
            if (end && result.isUnderflow()) {
                result = decoder.flush(chars);
            }
            boolean goOn = !chars.flip().hasRemaining() || reader.take(chars);
            chars.clear();
            if (!goOn) {
                return Outcome.ENOUGH;
            }
        } while (result.isOverflow());
        return result.isError() ? Outcome.WRONG_CHARSET : Outcome.MORE;
    }
}
