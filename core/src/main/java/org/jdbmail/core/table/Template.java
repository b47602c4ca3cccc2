package org.jdbmail.core.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text with places for a key and its parts, as Postfix writes them into queries and results: {@code %s} the whole, {@code %u} and {@code %d} the parts of an
 * address, {@code %1} to {@code %9} the labels of its domain from the right, {@code %S %U %D} those of the key in a result, {@code %%} the sign itself.
 */
public record Template(List<Piece> pieces) {
    /** A part of it. */
    public sealed interface Piece {}

    /** Text that stands for itself. */
    public record Literal(String text) implements Piece {}

    /** A place, named by the letter behind its sign. */
    public record Place(char letter) implements Piece {}

    /** Copies the list. */
    public Template {
        pieces = List.copyOf(pieces);
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException for a letter that means nothing
     */
    public static Template parse(String text) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = c == '%' && i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (next == '%') {
                literal.append('%');
                i++;
            } else if (c == '%') {
                if (next == 0 || "sudSUD123456789".indexOf(next) < 0) {
                    throw new IllegalArgumentException("%" + (next == 0 ? "" : next) + " means nothing: write %%");
                }
                pieces.add(new Literal(literal.toString()));
                literal.setLength(0);
                pieces.add(new Place(next));
                i++;
            } else {
                literal.append(c);
            }
        }
        pieces.add(new Literal(literal.toString()));
        pieces.removeIf(each -> each instanceof Literal(String t) && t.isEmpty());
        return new Template(pieces);
    }

    /**
     * The text for a value and a key; empty where it needs a part that these do not have.
     *
     * @param value what {@code %s}, {@code %u} and {@code %d} are taken from
     * @param key what the capital letters and the digits are taken from
     */
    public Optional<String> filled(String value, String key) {
        StringBuilder all = new StringBuilder();
        for (Piece piece : pieces) {
            switch (piece) {
                case Literal(String text) -> all.append(text);
                case Place(char letter) -> {
                    Optional<String> part = part(letter, value, key);
                    if (part.isEmpty()) {
                        return Optional.empty();
                    }
                    all.append(part.get());
                }
            }
        }
        return Optional.of(all.toString());
    }

    /** What stands at a place; empty if there is nothing. */
    public static Optional<String> part(char letter, String value, String key) {
        return switch (letter) {
            case 's' -> Optional.of(value);
            case 'u' -> Optional.of(user(value));
            case 'd' -> domain(value);
            case 'S' -> Optional.of(key);
            case 'U' -> Optional.of(user(key));
            case 'D' -> domain(key);
            default -> domain(key).or(() -> Optional.of(key)).flatMap(domain -> label(domain, letter - '0'));
        };
    }

    private static String user(String text) {
        int at = text.lastIndexOf('@');
        return at < 0 ? text : text.substring(0, at);
    }

    private static Optional<String> domain(String text) {
        int at = text.lastIndexOf('@');
        return at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
    }

    private static Optional<String> label(String domain, int number) {
        String[] labels = domain.split("\\.");
        return number > labels.length ? Optional.empty() : Optional.of(labels[labels.length - number]);
    }
}
