package org.jdbmail.core.mail;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * System flags and keywords of a message, immutable. Keywords keep the case they were given in and are the same whatever
 * their ASCII case (RFC 3501 §9, flag-keyword).
 *
 * @param system the {@link Flag#bit() bits} of the system flags that are set
 * @param keywords the keywords, ordered and compared without regard to case
 */
public record FlagSet(int system, Set<String> keywords) {
    /** No flags at all. */
    public static final FlagSet NONE = new FlagSet(0, Set.of());

    /** Copies the keywords; two that differ by case only become one. */
    public FlagSet {
        if (keywords.isEmpty()) {
            keywords = Set.of();
        } else {
            TreeSet<String> sorted = new TreeSet<>(AsciiCase.ORDER);
            sorted.addAll(keywords);
            keywords = Collections.unmodifiableSet(sorted);
        }
    }

    /** System flags only. */
    public static FlagSet of(Flag... flags) {
        int bits = 0;
        for (Flag flag : flags) {
            bits |= flag.bit();
        }
        return new FlagSet(bits, Set.of());
    }

    /** System flags by their bits, and keywords. */
    public static FlagSet of(int system, Collection<String> keywords) {
        return system == 0 && keywords.isEmpty() ? NONE : new FlagSet(system, Set.copyOf(keywords));
    }

    /** Whether that text can be a keyword: an atom (RFC 3501 §9, flag-keyword). */
    public static boolean isKeyword(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F || "(){%*\"\\]".indexOf(c) >= 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether that system flag is set. */
    public boolean has(Flag flag) {
        return (system & flag.bit()) != 0;
    }

    /** These flags and those. */
    public FlagSet plus(FlagSet other) {
        TreeSet<String> all = new TreeSet<>(AsciiCase.ORDER);
        all.addAll(keywords);
        all.addAll(other.keywords);
        return new FlagSet(system | other.system, all);
    }

    /** These flags without those. */
    public FlagSet minus(FlagSet other) {
        TreeSet<String> rest = new TreeSet<>(AsciiCase.ORDER);
        rest.addAll(keywords);
        other.keywords.forEach(rest::remove);
        return new FlagSet(system & ~other.system, rest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlagSet that
                && system == that.system
                && keywords.size() == that.keywords.size()
                && keywords.containsAll(that.keywords);
    }

    @Override
    public int hashCode() {
        int hash = system;
        for (String keyword : keywords) {
            hash += AsciiCase.lower(keyword).hashCode();
        }
        return hash;
    }
}
