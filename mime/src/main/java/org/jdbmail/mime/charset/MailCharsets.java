package org.jdbmail.mime.charset;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
     * The character set of a name; null if it is unknown or says nothing about bytes above 127. Some sets are read as
     * their supersets, which is what their users mean: ISO-8859-1 as windows-1252 and GB2312 as GB18030.
     */
    public static @Nullable Charset find(@Nullable String name) {
        if (name == null) {
            return null;
        }
        String key = name.strip().toLowerCase(Locale.ROOT);
        return switch (key) {
            case "utf-8", "utf8" -> StandardCharsets.UTF_8;
            case "", "us-ascii", "ascii", "unknown-8bit", "x-unknown" -> null;
            case "iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252" -> WINDOWS_1252;
            case "gb2312", "gbk", "gb_2312-80" -> lookUp("gb18030");
            case "ks_c_5601-1987", "ks_c_5601" -> lookUp("x-windows-949");
            case "iso-8859-8-i", "iso-8859-8-e" -> lookUp("iso-8859-8");
            default -> lookUp(key);
        };
    }

    private static @Nullable Charset lookUp(String name) {
        return Known.BY_NAME.get(name);
    }

    /**
     * Every name that Java knows, in lower case, made when the first unusual one is asked for. {@code Charset.forName}
     * takes a tenth of a millisecond for a name that it doesn't know, and mail may be full of them.
     */
    private static final class Known {
        static final Map<String, Charset> BY_NAME = names();

        private static Map<String, Charset> names() {
            Map<String, Charset> names = new HashMap<>();
            for (Charset charset : Charset.availableCharsets().values()) {
                charset.aliases().forEach(alias -> names.putIfAbsent(alias.toLowerCase(Locale.ROOT), charset));
            }
            for (Charset charset : Charset.availableCharsets().values()) {
                names.put(charset.name().toLowerCase(Locale.ROOT), charset);
            }
            return Map.copyOf(names);
        }
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

    /** Whether bytes below 128 are ASCII in that set, wherever they stand between others. */
    public static boolean holdsAscii(Charset charset) {
        String name = charset.name();
        return name.equals("UTF-8")
                || name.equals("US-ASCII")
                || name.startsWith("ISO-8859-")
                || name.startsWith("windows-125")
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
