package org.jdbmail.core.compose;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes text so that every server takes it: ASCII, in lines of 76 characters at most (RFC 2045 §6.7). */
final class QuotedPrintable {
    private static final int LINE = 75;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private QuotedPrintable() {}

    /** The text with all its lines ended by CRLF. */
    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length() + text.length() / 8 + 16);
        for (String line : text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1)) {
            line(out, line);
            out.append("\r\n");
        }
        // The text's own last line end is there already.
        if (text.endsWith("\n")) {
            out.setLength(out.length() - 2);
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String line) {
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        int column = 0;
        for (int i = 0; i < octets.length; i++) {
            boolean isLast = i == octets.length - 1;
            byte octet = octets[i];
            boolean isPlain = octet > ' ' && octet < 0x7f && octet != '=' || octet == ' ' && !isLast;
            // A dot or a From at a line's beginning means something to some programs.
            isPlain &= !(column == 0 && (octet == '.' || octet == 'F'));
            int width = isPlain ? 1 : 3;
            if (column + width > LINE) {
                out.append("=\r\n");
                column = 0;
                isPlain &= octet != '.' && octet != 'F';
                width = isPlain ? 1 : 3;
            }
            if (isPlain) {
                out.append((char) octet);
            } else {
                out.append('=').append(HEX.toHexDigits(octet));
            }
            column += width;
        }
    }
}
