package org.jdbmail.webd.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a form sends ({@code application/x-www-form-urlencoded}, or {@code multipart/form-data} where there are files), or what DBMail's clients send as one. */
public final class Form {
    /** More fields than any form has. */
    private static final int MOST = 1_000;

    private final Map<String, List<String>> fields = new HashMap<>();

    /** These. */
    private Form(Map<String, List<String>> octets) {
        fields.putAll(octets);
    }

    /** What a text in that encoding says. */
    Form(String encoded) {
        int count = 0;
        for (String field : encoded.split("&", MOST + 1)) {
            int equals = field.indexOf('=');
            if (equals > 0 && count++ < MOST) {
                fields.computeIfAbsent(decode(field.substring(0, equals)), name -> new ArrayList<>())
                        .add(decode(field.substring(equals + 1)));
            }
        }
    }

    /**
     * Reads the form in a request; of several fields with one name the first counts.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Form of(WebRequest request) {
        String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/form-data")) {
            return new Form(Multipart.fields(request));
        }
        if (!type.isEmpty() && !type.startsWith("application/x-www-form-urlencoded")) {
            throw new IllegalArgumentException("not a form");
        }
        // The octets of what was not encoded are kept: a message may have any.
        return new Form(new String(request.body(), StandardCharsets.ISO_8859_1));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.ISO_8859_1);
    }

    /** The text of a field. No text has a NUL in it, which not every database keeps. */
    public Optional<String> text(String name) {
        return bytes(name).map(Form::text);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace('\0', '\ufffd');
    }

    /** The octets of a field. */
    public Optional<byte[]> bytes(String name) {
        return Optional.ofNullable(fields.get(name))
                .map(values -> values.getFirst().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The texts of all fields with that name. */
    public List<String> texts(String name) {
        return fields.getOrDefault(name, List.of()).stream()
                .map(value -> text(value.getBytes(StandardCharsets.ISO_8859_1)))
                .toList();
    }
}
