package org.jdbmail.webd.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Forms with files in them: what is kept octet by octet, and what is no such form. */
class MultipartTest {
    private static final String TYPE = "multipart/form-data; boundary=\"x y\"";

    private static Form form(String type, String body) {
        InetSocketAddress nobody = new InetSocketAddress(0);
        return Form.of(new WebRequest(
                "POST", "/", "", Map.of("content-type", type), body.getBytes(ISO_8859_1), true, nobody, nobody));
    }

    private static String part(String disposition, String content) {
        return "--x y\r\nContent-Disposition: " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    @Test
    void aFileIsAFieldWithAnyOctets() {
        byte[] octets = new byte[300_000];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (i * 31);
        }
        String file = "--x y\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ä \\\"b\\\".csv\"\r\n"
                + "Content-Type: text/csv; charset=utf-16\r\n\r\n" + new String(octets, ISO_8859_1) + "\r\n";
        Form form = form(
                TYPE,
                part("form-data; name=\"one\"", "Gr\u00c3\u00bc\u00c3\u009fe")
                        + file
                        + part("form-data; name=one", "2")
                        + part("form-data; name=\"none\"", "")
                        + "--x y--\r\n");
        assertArrayEquals(octets, form.bytes("file").orElseThrow());
        assertEquals(List.of("Grüße", "2"), form.texts("one"));
        assertEquals(Optional.of(""), form.text("none"));
        assertEquals(Optional.empty(), form.text("other"));
    }

    @Test
    void aFormHasNoMorePartsThanAnyForm() {
        String most = part("form-data; name=\"a\"", "1").repeat(100);
        assertEquals(100, form(TYPE, most + "--x y--\r\n").texts("a").size());
        isNone(TYPE, most + part("form-data; name=\"a\"", "1") + "--x y--\r\n");
    }

    @Test
    void whatIsNoFormIsSaidToBeNone() {
        isNone("multipart/form-data", part("form-data; name=\"a\"", "1") + "--x y--\r\n");
        isNone(TYPE, "");
        isNone(TYPE, "--x y\r\nno end");
        isNone(TYPE, part("form-data; name=\"a\"", "1"));
        isNone(TYPE, part("form-data", "1") + "--x y--\r\n");
        isNone(TYPE, "--x y\r\nContent-Type: text/plain\r\n\r\n1\r\n--x y--\r\n");
        isNone(TYPE, part("form-data; name=\"" + "n".repeat(5000) + "\"", "1") + "--x y--\r\n");
    }

    private static void isNone(String type, String body) {
        assertThrows(IllegalArgumentException.class, () -> form(type, body));
    }
}
