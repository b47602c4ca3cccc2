package org.jdbmail.core.sasl;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The list of words and values that a response of DIGEST-MD5 is (RFC 2831 §2.1.2, §7.1). */
final class DigestResponse {
    private static final int MAX = 4096;

    private final String text;
    private int at;

    private DigestResponse(String text) {
        this.text = text;
    }

    /** The values by their words in lower case; empty for what is no such list, or says something twice. */
    static Optional<Map<String, String>> parse(String text) {
        return text.length() > MAX ? Optional.empty() : new DigestResponse(text).list();
    }

    private Optional<Map<String, String>> list() {
        Map<String, String> values = new HashMap<>();
        while (true) {
            skip(", \t\r\n");
            if (at == text.length()) {
                return Optional.of(values);
            }
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                return Optional.empty();
            }
            String word = text.substring(at, equals).strip().toLowerCase(Locale.ROOT);
            at = equals + 1;
            skip(" \t");
            Optional<String> value = at < text.length() && text.charAt(at) == '"' ? quoted() : Optional.of(token());
            if (value.isEmpty() || values.put(word, value.get()) != null) {
                return Optional.empty();
            }
        }
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private Optional<String> quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return Optional.of(value.toString());
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                c = text.charAt(at);
            }
            value.append(c);
        }
        return Optional.empty();
    }

    private String token() {
        int end = text.indexOf(',', at);
        String value = text.substring(at, end < 0 ? text.length() : end).strip();
        at = end < 0 ? text.length() : end;
        return value;
    }
}
