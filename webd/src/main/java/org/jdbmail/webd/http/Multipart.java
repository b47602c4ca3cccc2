package org.jdbmail.webd.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form with files in it (RFC 7578). A file is a field like any other: its name and type are not looked at. */
final class Multipart {
    /** More parts than any form has. */
    private static final int MOST = 100;

    // RFC 2046 §5.1.1
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"\\r\\n]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME =
            Pattern.compile("[; \\t]name=\"([^\"\\r\\n]{1,200})\"", Pattern.CASE_INSENSITIVE);
    private static final String DISPOSITION = "content-disposition:";

    private Multipart() {}

    /**
     * The fields by name; each letter is an octet.
     *
     * @throws IllegalArgumentException if it is no such form
     */
    static Map<String, List<String>> fields(WebRequest request) {
        Matcher boundary = BOUNDARY.matcher(request.header("content-type").orElse(""));
        if (!boundary.find()) {
            throw new IllegalArgumentException("no boundary");
        }
        String mark = "--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        // The first one has no line before it.
        String body = "\r\n" + new String(request.body(), ISO_8859_1);
        Map<String, List<String>> fields = new HashMap<>();
        int at = body.indexOf("\r\n" + mark);
        for (int parts = 0; at >= 0 && !body.startsWith("--", at + 2 + mark.length()); parts++) {
            int head = body.indexOf("\r\n", at + 2 + mark.length());
            int end = head < 0 ? -1 : body.indexOf("\r\n" + mark, head);
            int text = head < 0 ? -1 : body.indexOf("\r\n\r\n", head);
            if (text < 0 || end < text || parts >= MOST) {
                throw new IllegalArgumentException("a part that does not end");
            }
            String name = name(body.substring(head, text));
            // A part may be empty: then its end is the end of its head.
            String value = end < text + 4 ? "" : body.substring(text + 4, end);
            fields.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
            at = end;
        }
        return fields;
    }

    private static String name(String head) {
        for (String line : head.split("\r\n", 20)) {
            if (line.regionMatches(true, 0, DISPOSITION, 0, DISPOSITION.length())) {
                Matcher name = NAME.matcher(line);
                if (name.find()) {
                    return new String(name.group(1).getBytes(ISO_8859_1), UTF_8);
                }
            }
        }
        throw new IllegalArgumentException("a part without a name");
    }
}
