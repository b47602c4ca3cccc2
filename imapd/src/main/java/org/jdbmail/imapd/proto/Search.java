package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jdbmail.core.search.SearchKey;

/**
 * SEARCH (RFC 3501 §6.4.4).
 *
 * @param uid whether it answers with UIDs
 * @param key what to look for
 * @param charsetKnown whether we know the charset of the command; if not, the strings in the key mean nothing
 */
public record Search(boolean uid, SearchKey key, boolean charsetKnown) implements ImapCommand {
    static Search parse(Tokenizer in, boolean uid) throws IOException, ImapSyntaxException {
        in.space();
        // Without CHARSET it is US-ASCII; clients that send 8-bit text all the same mean UTF-8.
        Charset charset = StandardCharsets.UTF_8;
        boolean known = true;
        if (in.lookingAt("CHARSET ")) {
            in.word();
            in.space();
            String name = in.astring();
            in.space();
            known = isKnown(name);
            charset = known ? Charset.forName(name) : StandardCharsets.ISO_8859_1;
        }
        return new Search(uid, new SearchParser(in, charset).parseAll(), known);
    }

    private static boolean isKnown(String name) {
        try {
            return !name.toUpperCase(Locale.ROOT).startsWith("X-") && Charset.isSupported(name);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }
}
