package org.jdbmail.testkit.mail;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A MIME part, or a whole message: header lines and body, one char for one byte, all lines ended by CRLF.
 *
 * @param header the header lines, without the blank line
 * @param body what follows the blank line
 */
record Entity(String header, String body) {
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'});

    /** The part as it is written. */
    String text() {
        return header + "\r\n" + body;
    }

    /** The same part with more header lines before its own. */
    Entity under(String lines) {
        return new Entity(lines + header, body);
    }

    /** A text part in a charset. */
    static Entity text(String type, String charset, Encoding encoding, String text) {
        byte[] bytes = text.getBytes(Charset.forName(charset));
        String header = "Content-Type: " + type + "; charset=" + charset + "\r\nContent-Transfer-Encoding: "
                + encoding.label() + "\r\n";
        return new Entity(header, encoding.encode(bytes));
    }

    /** A file in base64. */
    static Entity file(String type, String disposition, String name, byte[] content) {
        return new Entity(
                "Content-Type: " + type + "; name=\"" + name + "\"\r\nContent-Transfer-Encoding: base64\r\n"
                        + "Content-Disposition: " + disposition + "; filename=\"" + name + "\"\r\n",
                Encoding.BASE64.encode(content));
    }

    /** A multipart of these parts. */
    static Entity multipart(String subtype, String boundary, List<Entity> parts) {
        StringBuilder body = new StringBuilder("This is a multi-part message in MIME format.\r\n");
        for (Entity part : parts) {
            body.append("\r\n--").append(boundary).append("\r\n").append(part.text());
        }
        body.append("\r\n--").append(boundary).append("--\r\n");
        String header = "Content-Type: multipart/" + subtype + ";\r\n boundary=\"" + boundary + "\"\r\n";
        return new Entity(header, body.toString());
    }

    /** A whole message as a part. */
    static Entity message(Entity message) {
        return new Entity("Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n", message.text());
    }

    /** RFC 2047 encoded words, folded; text that needs none stays as it is. */
    static String encodedWords(String text, String charset) {
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            return text;
        }
        List<String> words = new ArrayList<>();
        int[] points = text.codePoints().toArray();
        for (int from = 0; from < points.length; from += 10) {
            String piece = new String(points, from, Math.min(10, points.length - from));
            byte[] bytes = piece.getBytes(Charset.forName(charset));
            words.add("=?" + charset + "?B?" + Base64.getEncoder().encodeToString(bytes) + "?=");
        }
        return String.join("\r\n ", words);
    }

    /** The transfer encodings. */
    enum Encoding {
        SEVEN_BIT("7bit"),
        EIGHT_BIT("8bit"),
        QUOTED_PRINTABLE("quoted-printable"),
        BASE64("base64");

        private final String label;

        Encoding(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        String encode(byte[] bytes) {
            return switch (this) {
                case SEVEN_BIT, EIGHT_BIT -> new String(bytes, StandardCharsets.ISO_8859_1);
                case QUOTED_PRINTABLE -> quotedPrintable(bytes);
                case BASE64 -> Entity.BASE64.encodeToString(bytes) + "\r\n";
            };
        }

        // RFC 2045 §6.7
        private static String quotedPrintable(byte[] bytes) {
            StringBuilder out = new StringBuilder(bytes.length * 2);
            int column = 0;
            for (int i = 0; i < bytes.length; i++) {
                int b = bytes[i] & 0xff;
                if (b == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n') {
                    out.append("\r\n");
                    i++;
                    column = 0;
                    continue;
                }
                boolean lineEnds = i + 1 == bytes.length || bytes[i + 1] == '\r';
                boolean plain = (b > ' ' && b < 127 && b != '=') || (b == ' ' && !lineEnds);
                String piece = plain ? String.valueOf((char) b) : String.format("=%02X", b);
                if (column + piece.length() > 75) {
                    out.append("=\r\n");
                    column = 0;
                }
                out.append(piece);
                column += piece.length();
            }
            return out.toString();
        }
    }
}
