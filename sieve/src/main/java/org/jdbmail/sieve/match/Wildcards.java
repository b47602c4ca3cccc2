package org.jdbmail.sieve.match;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbmail.sieve.match.regex.Meter;
import org.jspecify.annotations.Nullable;

/**
 * A pattern in which {@code *} stands for any text and {@code ?} for any one character (RFC 5228 §2.7.1). Each {@code *}
 * takes as little as it can (RFC 5229 §3.2), so the pieces between them are looked for one after the other, and nothing is
 * ever tried twice.
 */
public final class Wildcards {
    private static final int ANY = -1;

    private final Collation collation;
    /** What stands between the {@code *}s: characters, and {@link #ANY} for {@code ?}. */
    private final List<int[]> pieces;

    private Wildcards(Collation collation, List<int[]> pieces) {
        this.collation = collation;
        this.pieces = pieces;
    }

    static Wildcards of(String pattern, Collation collation) {
        List<int[]> pieces = new ArrayList<>();
        String characters = collation == Collation.OCTET ? octets(pattern) : pattern;
        int[] piece = new int[characters.length()];
        int length = 0;
        for (int i = 0; i < characters.length(); ) {
            int c = characters.codePointAt(i);
            i += Character.charCount(c);
            if (c == '*') {
                pieces.add(Arrays.copyOf(piece, length));
                length = 0;
            } else if (c == '?') {
                piece[length++] = ANY;
            } else {
                if (c == '\\' && i < characters.length()) {
                    c = characters.codePointAt(i);
                    i += Character.charCount(c);
                }
                piece[length++] = fold(c, collation);
            }
        }
        pieces.add(Arrays.copyOf(piece, length));
        return new Wildcards(collation, pieces);
    }

    /** RFC 4790 §9.3: to i;octet a character is a byte; bytes are held as characters below 256. */
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private String kept(String text) {
        return collation == Collation.OCTET
                ? new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                : text;
    }

    private static int fold(int c, Collation collation) {
        return switch (collation) {
            case OCTET, ASCII_NUMERIC -> c;
            case ASCII_CASEMAP -> c >= 'A' && c <= 'Z' ? c | 0x20 : c;
            case UNICODE_CASEMAP -> Character.toLowerCase(Character.toTitleCase(c));
        };
    }

    /** The whole value, and what each wildcard stands for; null if the value doesn't match. */
    @Nullable
    List<String> match(String value, Meter meter) {
        String text = collation == Collation.OCTET ? octets(value) : value;
        meter.spend(1 + text.length() / 4);
        int[] last = pieces.getLast();
        int[] first = pieces.getFirst();
        List<String> found = new ArrayList<>();
        found.add(value);
        int at = here(first, text, 0, found, meter);
        if (at < 0) {
            return null;
        }
        if (pieces.size() == 1) {
            return at == text.length() ? found : null;
        }
        for (int[] piece : pieces.subList(1, pieces.size() - 1)) {
            int from = at;
            int place = found.size();
            found.add("");
            int end = here(piece, text, at, found, meter);
            while (end < 0 && at < text.length()) {
                at = text.offsetByCodePoints(at, 1);
                end = here(piece, text, at, found, meter);
            }
            if (end < 0) {
                return null;
            }
            found.set(place, kept(text.substring(from, at)));
            at = end;
        }
        return atEnd(last, text, at, found, meter) ? found : null;
    }

    private boolean atEnd(int[] piece, String text, int from, List<String> found, Meter meter) {
        int start = text.length();
        for (int i = 0; i < piece.length; i++) {
            if (start <= from) {
                return false;
            }
            start -= Character.charCount(text.codePointBefore(start));
        }
        found.add(kept(text.substring(from, start)));
        return start >= from && here(piece, text, start, found, meter) == text.length();
    }

    /** Where a piece ends that stands at a place of the text; -1 if it doesn't stand there. */
    private int here(int[] piece, String text, int from, List<String> found, Meter meter) {
        int at = from;
        int known = found.size();
        for (int i = 0; i < piece.length; i++) {
            if (at >= text.length()) {
                return drop(found, known);
            }
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            if (piece[i] == ANY) {
                found.add(kept(text.substring(at, next)));
            } else if (piece[i] != fold(c, collation)) {
                meter.spend(i / 4);
                return drop(found, known);
            }
            at = next;
        }
        return at;
    }

    private static int drop(List<String> found, int known) {
        if (found.size() > known) {
            found.subList(known, found.size()).clear();
        }
        return -1;
    }
}
