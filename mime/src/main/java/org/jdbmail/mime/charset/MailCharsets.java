package org.jdbmail.mime.charset;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The character sets that mail names, and what its bytes mean when it names none that is known: UTF-8 if they are valid
 * UTF-8, and otherwise windows-1252, the usual set of programs that don't say. Mime4j only asks Java for a name, which
 * knows no supersets and takes long for a name that it doesn't know.
 */
public final class MailCharsets {
    public static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private MailCharsets() {}

    /**
     * The character set of a name; null if it is unknown or says nothing about bytes above 127. Many sets are read as their
     * supersets, which is what their users mean ({@link CharsetLabels}).
     */
    public static @Nullable Charset find(@Nullable String name) {
        if (name == null) {
            return null;
        }
        String label = name.strip().toLowerCase(Locale.ROOT);
        if (label.equals("utf-8")) {
            return StandardCharsets.UTF_8;
        }
        Charset charset = CharsetLabels.find(label);
        return StandardCharsets.US_ASCII.equals(charset) ? null : charset;
    }

    /** The text of bytes whose character set is told, or not. What can't be decoded becomes the character U+FFFD. */
    public static String decode(byte[] bytes, int from, int to, @Nullable Charset charset) {
        if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
            return new String(bytes, from, to - from, charset);
        }
        if (isAscii(bytes, from, to)) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        if (charset != null) {
            return new String(bytes, from, to - from, charset);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException _) {
            return new String(bytes, from, to - from, WINDOWS_1252);
        }
    }

    /** Whether bytes below 128 are ASCII in that set as long as no others have come before them. */
    public static boolean holdsAscii(Charset charset) {
        String name = charset.name();
        return name.equals("UTF-8")
                || name.equals("GB18030")
                || name.startsWith("ISO-8859-")
                || name.startsWith("windows-")
                || name.startsWith("x-windows-949")
                || name.startsWith("KOI8-");
    }

    public static boolean isAscii(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
