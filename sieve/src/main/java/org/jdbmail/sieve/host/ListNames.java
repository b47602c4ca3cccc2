package org.jdbmail.sieve.host;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Names of lists outside of scripts (RFC 6134 §2.5): absolute URIs, of which those of Sieve's own can be written shorter. */
public final class ListNames {
    private static final String SIEVE = "urn:ietf:params:sieve:";
    private static final String ADDRESS_BOOK = SIEVE + "addrbook:";

    /** The address book that every owner has. */
    public static final String DEFAULT = ADDRESS_BOOK + "default";

    private ListNames() {}

    /** A name as all of its writings mean it: whole, with what is encoded decoded, and the reserved words in lower case. */
    public static String plain(String name) {
        String whole = decoded(name.startsWith(":") ? SIEVE + name.substring(1) : name);
        if (!whole.regionMatches(true, 0, ADDRESS_BOOK, 0, ADDRESS_BOOK.length())) {
            return whole;
        }
        String book = whole.substring(ADDRESS_BOOK.length());
        return ADDRESS_BOOK + (book.equalsIgnoreCase("default") ? book.toLowerCase(Locale.ROOT) : book);
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] from = text.getBytes(StandardCharsets.UTF_8);
        byte[] to = new byte[from.length];
        int length = 0;
        for (int i = 0; i < from.length; i++) {
            int high = from[i] == '%' && i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(from[i + 2], 16);
            to[length++] = low < 0 ? from[i] : (byte) (high * 16 + low);
            i += low < 0 ? 0 : 2;
        }
        return new String(to, 0, length, StandardCharsets.UTF_8);
    }
}
