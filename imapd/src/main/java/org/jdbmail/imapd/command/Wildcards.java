package org.jdbmail.imapd.command;

import java.util.HashMap;
import java.util.Map;

/**
 * Whether a name fits a pattern of LIST (RFC 3501 §6.3.8): {@code *} is anything, {@code %} anything but a separator. The time that a
 * look takes is proportional to the length of the name, times a sixty-fourth of that of the pattern.
 */
final class Wildcards {
    private static final long[] NOWHERE = {};

    /** How many characters of the pattern are no wildcards. */
    private final int letters;

    private final boolean endsWithPercent;

    /** For each character the places in the pattern where it may come next, a bit for each. */
    private final Map<Character, long[]> next = new HashMap<>();

    /** The places where anything may come in between, and where anything but a separator may. */
    private final long[] stars;

    private final long[] percents;

    Wildcards(String pattern) {
        this.endsWithPercent = pattern.replaceAll("[*%]*\\*[*%]*", "*").endsWith("%");
        int words = pattern.length() / Long.SIZE + 1;
        this.stars = new long[words];
        this.percents = new long[words];
        int place = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '*' -> set(stars, place);
                case '%' -> set(percents, place);
                default -> set(next.computeIfAbsent(c, letter -> new long[words]), place++);
            }
        }
        this.letters = place;
    }

    private static void set(long[] bits, int place) {
        bits[place / Long.SIZE] |= 1L << place;
    }

    /** Whether it ends with {@code %}, so that places that only hold others count too. */
    boolean endsWithPercent() {
        return endsWithPercent;
    }

    /** How many words of 64 places it takes: what a look costs for each character of the name. */
    int words() {
        return stars.length;
    }

    /** Whether the name fits. */
    boolean matches(String name) {
        boolean inbox = name.equals("INBOX") || name.startsWith("INBOX/");
        // A bit for each place in the pattern that the name may have reached so far.
        long[] reached = new long[stars.length];
        reached[0] = 1;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            long[] steps = next.getOrDefault(c, NOWHERE);
            // RFC 3501 §5.1: INBOX is the same in whatever case.
            long[] lower = inbox && i < "INBOX".length() ? next.getOrDefault((char) (c | ' '), NOWHERE) : NOWHERE;
            long carry = 0;
            for (int word = 0; word < reached.length; word++) {
                long step = reached[word] & (at(steps, word) | at(lower, word));
                long stay = reached[word] & (c == '/' ? stars[word] : stars[word] | percents[word]);
                reached[word] = step << 1 | carry | stay;
                carry = step >>> (Long.SIZE - 1);
            }
        }
        return (reached[letters / Long.SIZE] >>> letters & 1) != 0;
    }

    private static long at(long[] bits, int word) {
        return bits.length == 0 ? 0 : bits[word];
    }
}
