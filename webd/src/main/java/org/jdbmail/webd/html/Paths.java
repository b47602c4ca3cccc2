package org.jdbmail.webd.html;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Spells paths and queries of ours. */
public final class Paths {
    private Paths() {}

    /** A path of parts, each of which may have any characters. */
    public static String of(String... parts) {
        return Arrays.stream(parts).map(Paths::encoded).collect(Collectors.joining("/", "/", ""));
    }

    /** A path with a query of names and values by turns; pairs with an empty value are left out. */
    public static String with(String path, String... namesAndValues) {
        StringBuilder query = new StringBuilder(path);
        char before = path.indexOf('?') < 0 ? '?' : '&';
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                query.append(before)
                        .append(encoded(namesAndValues[i]))
                        .append('=')
                        .append(encoded(namesAndValues[i + 1]));
                before = '&';
            }
        }
        return query.toString();
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
