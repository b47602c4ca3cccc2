package org.jdbmail.webd.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a form sends ({@code application/x-www-form-urlencoded}), or what DBMail's clients send as one. */
public final class Form {
    /** Fields that anybody needs. */
    private static final int MOST = 100;

    private final Map<String, String> fields = new HashMap<>();

    /**
     * Reads the form in a request; of several fields with one name the first counts.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Form of(WebRequest request) {
        Form form = new Form();
        String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.isEmpty() && !type.startsWith("application/x-www-form-urlencoded")) {
            throw new IllegalArgumentException("not a form");
        }
        // The octets of what was not encoded are kept: a message may have any.
        String body = new String(request.body(), StandardCharsets.ISO_8859_1);
        for (String field : body.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0 && form.fields.size() < MOST) {
                form.fields.putIfAbsent(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
    }

    /** The text of a field. */
    public Optional<String> text(String name) {
        return bytes(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** The octets of a field. */
    public Optional<byte[]> bytes(String name) {
        return Optional.ofNullable(fields.get(name)).map(value -> value.getBytes(StandardCharsets.ISO_8859_1));
    }
}
