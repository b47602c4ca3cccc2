package org.jdbmail.mime.listing;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The line of an HTML text: without tags, comments, and what stands in elements that aren't shown; with the characters that
 * the commonest references mean. It reads character by character and so takes pieces, and any text, as it comes.
 */
final class HtmlLine extends LineMaker {
    private static final Set<String> HIDDEN = Set.of("style", "script", "title", "template", "noscript");

    /** Elements that stand within a line; all others part words. */
    private static final Set<String> INLINE = Set.of(
            "a", "b", "i", "u", "em", "strong", "span", "font", "small", "big", "sub", "sup", "code", "tt", "s", "abbr",
            "wbr", "mark", "bdi", "bdo");

    private static final Map<String, Integer> NAMED = Map.ofEntries(
            Map.entry("amp", (int) '&'),
            Map.entry("lt", (int) '<'),
            Map.entry("gt", (int) '>'),
            Map.entry("quot", (int) '"'),
            Map.entry("apos", (int) '\''),
            Map.entry("nbsp", 0xa0),
            Map.entry("zwnj", 0x200c),
            Map.entry("shy", 0xad),
            Map.entry("copy", 0xa9),
            Map.entry("reg", 0xae),
            Map.entry("euro", 0x20ac),
            Map.entry("ndash", 0x2013),
            Map.entry("mdash", 0x2014),
            Map.entry("hellip", 0x2026),
            Map.entry("bull", 0x2022),
            Map.entry("lsquo", 0x2018),
            Map.entry("rsquo", 0x2019),
            Map.entry("ldquo", 0x201c),
            Map.entry("rdquo", 0x201d),
            Map.entry("laquo", 0xab),
            Map.entry("raquo", 0xbb),
            Map.entry("auml", 0xe4),
            Map.entry("ouml", 0xf6),
            Map.entry("uuml", 0xfc),
            Map.entry("Auml", 0xc4),
            Map.entry("Ouml", 0xd6),
            Map.entry("Uuml", 0xdc),
            Map.entry("szlig", 0xdf),
            Map.entry("eacute", 0xe9),
            Map.entry("egrave", 0xe8),
            Map.entry("agrave", 0xe0),
            Map.entry("ccedil", 0xe7));

    private static final int LONGEST_REFERENCE = 12;
    private static final int LONGEST_TAG = 32;

    private enum In {
        TEXT,
        REFERENCE,
        TAG,
        COMMENT
    }

    private In in = In.TEXT;
    private final StringBuilder held = new StringBuilder();
    /** The hidden element that is open; empty if none is. */
    private String hidden = "";

    /** The quotation mark that an attribute's value waits for. */
    private int quote;

    private int dashes;

    HtmlLine(int most) {
        super(most);
    }

    @Override
    void restart() {
        super.restart();
        in = In.TEXT;
        held.setLength(0);
        hidden = "";
        quote = 0;
    }

    @Override
    boolean add(CharSequence piece) {
        for (int i = 0; i < piece.length(); ) {
            int codePoint = Character.codePointAt(piece, i);
            boolean more = switch (in) {
                case TEXT -> text(codePoint);
                case REFERENCE -> reference(codePoint);
                case TAG -> tag(codePoint);
                case COMMENT -> comment(codePoint);
            };
            if (!more) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return true;
    }

    private boolean text(int codePoint) {
        if (codePoint == '<') {
            in = In.TAG;
            held.setLength(0);
            quote = 0;
            return true;
        }
        if (!hidden.isEmpty()) {
            return true;
        }
        if (codePoint == '&') {
            in = In.REFERENCE;
            held.setLength(0);
            return true;
        }
        return put(codePoint);
    }

    private boolean reference(int codePoint) {
        boolean belongs =
                codePoint < 0x80 && (Character.isLetterOrDigit(codePoint) || codePoint == '#' && held.isEmpty());
        if (belongs && held.length() < LONGEST_REFERENCE) {
            held.append((char) codePoint);
            return true;
        }
        in = In.TEXT;
        int meant = meant(held.toString());
        if (meant > 0) {
            return put(meant) && (codePoint == ';' || text(codePoint));
        }
        boolean more = put('&');
        for (int i = 0; i < held.length(); i++) {
            more = more && put(held.charAt(i));
        }
        return more && text(codePoint);
    }

    private static int meant(String reference) {
        if (!reference.startsWith("#")) {
            return NAMED.getOrDefault(reference, 0);
        }
        boolean hex = reference.length() > 1 && (reference.charAt(1) | 0x20) == 'x';
        try {
            int number = Integer.parseInt(reference.substring(hex ? 2 : 1), hex ? 16 : 10);
            return Character.isValidCodePoint(number) ? number : 0xfffd;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private boolean tag(int codePoint) {
        if (codePoint == '<' && !hidden.isEmpty()) {
            // In a script or a style sheet: only the end tag counts.
            held.setLength(0);
            return true;
        }
        if (held.isEmpty() && !Character.isLetter(codePoint) && "/!?".indexOf(codePoint) < 0) {
            in = In.TEXT;
            return !hidden.isEmpty() || put('<') && text(codePoint);
        }
        if (quote != 0) {
            quote = codePoint == quote ? 0 : quote;
            return true;
        }
        if (codePoint == '>') {
            in = In.TEXT;
            return endTag(name());
        }
        boolean inName = held.indexOf(" ") < 0;
        if (!inName && hidden.isEmpty() && (codePoint == '"' || codePoint == '\'')) {
            quote = codePoint;
        } else if (held.length() < LONGEST_TAG) {
            held.appendCodePoint(codePoint <= ' ' ? ' ' : codePoint);
            if (held.length() == 3 && held.indexOf("!--") == 0) {
                in = In.COMMENT;
                dashes = 0;
            }
        }
        return true;
    }

    private String name() {
        int end = 0;
        while (end < held.length()
                && (held.charAt(end) == '/' && end == 0 || Character.isLetterOrDigit(held.charAt(end)))) {
            end++;
        }
        return held.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private boolean endTag(String name) {
        boolean closes = name.startsWith("/");
        String element = closes ? name.substring(1) : name;
        if (!hidden.isEmpty()) {
            hidden = closes && element.equals(hidden) ? "" : hidden;
        } else if (!closes && HIDDEN.contains(element)) {
            hidden = element;
        }
        return !hidden.isEmpty() || INLINE.contains(element) || put(' ');
    }

    private boolean comment(int codePoint) {
        if (codePoint == '>' && dashes >= 2) {
            in = In.TEXT;
        }
        dashes = codePoint == '-' ? dashes + 1 : 0;
        return true;
    }
}
