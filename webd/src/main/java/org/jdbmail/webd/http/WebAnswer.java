package org.jdbmail.webd.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param headers beside Content-Type, Content-Length and what every answer has
 */
public record WebAnswer(int status, String type, Map<String, String> headers, Body body) {
    /** What is answered. It may be written piece by piece, so that nothing large is held whole. */
    public interface Body {
        /** How many octets it has; -1 where that is not known before. */
        long size();

        /** Writes them. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** An answer in UTF-8. */
    public static WebAnswer text(int status, String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new WebAnswer(status, type, Map.of(), new Body() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        });
    }

    /** Writes what is answered. */
    @FunctionalInterface
    public interface Writing {
        /** Writes it; what it throws ends the connection, so that nobody takes a part for the whole. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** An answer that is made while it is sent, and whose size nobody knows before. */
    public static WebAnswer streamed(String type, Writing writing) {
        return new WebAnswer(200, type, Map.of(), new Body() {
            @Override
            public long size() {
                return -1;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                writing.writeTo(out);
            }
        });
    }

    /** A line of plain text. */
    public static WebAnswer line(int status, String text) {
        return text(status, "text/plain; charset=utf-8", text + "\n");
    }

    /** JSON. */
    public static WebAnswer json(String json) {
        return text(200, "application/json; charset=utf-8", json);
    }

    /** The same with one more header field. */
    public WebAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebAnswer(status, type, Map.copyOf(more), body);
    }
}
