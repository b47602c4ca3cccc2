package org.jdbmail.sieve.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;

/** Modifiers of what a variable is set to (RFC 5229 §4.1, RFC 5435 §6), in the order in which they are applied. */
public record Modifiers(List<Modifier> list) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** One of them. */
    enum Modifier {
        LOWER("lower", 40),
        UPPER("upper", 40),
        LOWERFIRST("lowerfirst", 30),
        UPPERFIRST("upperfirst", 30),
        QUOTEWILDCARD("quotewildcard", 20),
        QUOTEREGEX("quoteregex", 20),
        ENCODEURL("encodeurl", 15),
        LENGTH("length", 10);

        private final String tag;
        private final int precedence;

        Modifier(String tag, int precedence) {
            this.tag = tag;
            this.precedence = precedence;
        }
    }

    /** Takes them. */
    public static Modifiers of(Arguments arguments) {
        List<Modifier> list = new ArrayList<>();
        for (Modifier modifier : Modifier.values()) {
            Extension needed = switch (modifier) {
                case ENCODEURL -> Extension.ENOTIFY;
                case QUOTEREGEX -> Extension.REGEX;
                case LOWER, UPPER, LOWERFIRST, UPPERFIRST, QUOTEWILDCARD, LENGTH -> null;
            };
            if (!arguments.flag(modifier.tag, needed)) {
                continue;
            }
            if (!list.isEmpty() && list.getLast().precedence == modifier.precedence) {
                // RFC 5229 §4.1.
                arguments.error(
                        arguments.at(), "':" + modifier.tag + "' can't stand beside ':" + list.getLast().tag + "'");
            }
            list.add(modifier);
        }
        return new Modifiers(List.copyOf(list));
    }

    /**
     * A value as they change it.
     *
     * @param most characters of the result, which is cut where nothing that belongs together is torn
     */
    public String apply(String value, int most) {
        String changed = value;
        for (Modifier modifier : list) {
            changed = switch (modifier) {
                case LOWER -> changed.toLowerCase(Locale.ROOT);
                case UPPER -> changed.toUpperCase(Locale.ROOT);
                case LOWERFIRST -> first(changed, false);
                case UPPERFIRST -> first(changed, true);
                case QUOTEWILDCARD -> quoted(changed, "*?\\", most);
                case QUOTEREGEX -> quoted(changed, ".^$*+?()[]{}|\\-", most);
                case ENCODEURL -> encoded(changed, most);
                case LENGTH -> Integer.toString(changed.codePointCount(0, changed.length()));
            };
        }
        return changed;
    }

    private static String first(String value, boolean upper) {
        if (value.isEmpty()) {
            return value;
        }
        int end = value.offsetByCodePoints(0, 1);
        String first = value.substring(0, end);
        return (upper ? first.toUpperCase(Locale.ROOT) : first.toLowerCase(Locale.ROOT)) + value.substring(end);
    }

    private static String quoted(String value, String special, int most) {
        StringBuilder quoted = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            boolean quote = special.indexOf(value.charAt(i)) >= 0;
            if (quoted.length() + (quote ? 2 : 1) > most) {
                break;
            }
            if (quote) {
                quoted.append('\\');
            }
            quoted.append(value.charAt(i));
        }
        return quoted.toString();
    }

    /** RFC 3986 §2.1: all but the unreserved characters. */
    private static String encoded(String value, int most) {
        StringBuilder encoded = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            i += Character.charCount(c);
            int before = encoded.length();
            if (c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                encoded.append((char) c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append('%').append(HEX.toHexDigits(b));
                }
            }
            if (encoded.length() > most) {
                encoded.setLength(before);
                break;
            }
        }
        return encoded.toString();
    }
}
