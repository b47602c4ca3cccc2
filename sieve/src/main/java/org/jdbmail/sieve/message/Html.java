package org.jdbmail.sieve.message;

import java.util.Locale;
import java.util.Map;

/** Takes the marks out of HTML, so that what a reader sees can be looked for. It is no parser, and takes linear time. */
final class Html {
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "shy", "");

    private static final int LONGEST_ENTITY = 10;

    private Html() {}

    static String text(String html) {
        StringBuilder text = new StringBuilder(html.length() / 2);
        int at = 0;
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '<') {
                at = afterTag(html, at);
            } else if (c == '&') {
                at = entity(html, at, text);
            } else {
                text.append(c);
                at++;
            }
        }
        return text.toString();
    }

    /** Where a tag, a comment, or a script or style with what is in it ends. */
    private static int afterTag(String html, int at) {
        if (html.startsWith("<!--", at)) {
            return after(html, "-->", at + 4);
        }
        for (String element : new String[] {"script", "style"}) {
            if (html.regionMatches(true, at + 1, element, 0, element.length())) {
                int end = closing(html, element, at);
                return end < 0 ? html.length() : after(html, ">", end);
            }
        }
        return after(html, ">", at);
    }

    private static int closing(String html, String element, int from) {
        for (int at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
            if (html.regionMatches(true, at + 2, element, 0, element.length())) {
                return at;
            }
        }
        return -1;
    }

    private static int after(String html, String end, int from) {
        int at = html.indexOf(end, from);
        return at < 0 ? html.length() : at + end.length();
    }

    private static int entity(String html, int at, StringBuilder text) {
        int end = html.indexOf(';', at);
        if (end < 0 || end - at > LONGEST_ENTITY) {
            text.append('&');
            return at + 1;
        }
        String name = html.substring(at + 1, end).toLowerCase(Locale.ROOT);
        String known = ENTITIES.get(name);
        int character = known == null ? number(name) : 0;
        if (known == null && character < 0) {
            text.append('&');
            return at + 1;
        }
        if (known == null) {
            text.appendCodePoint(character);
        } else {
            text.append(known);
        }
        return end + 1;
    }

    private static int number(String name) {
        if (!name.startsWith("#") || name.length() < 2) {
            return -1;
        }
        boolean hex = name.charAt(1) == 'x';
        try {
            int character = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
            return Character.isValidCodePoint(character) && !Character.isSurrogate((char) character) ? character : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
