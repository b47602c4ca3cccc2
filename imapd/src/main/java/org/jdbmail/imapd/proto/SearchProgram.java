package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.core.search.SearchKey;
import org.jdbmail.mime.charset.MailCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a SEARCH, SORT or THREAD looks for.
 *
 * @param charsetKnown whether we know the charset of the command; if not, the strings in the key mean nothing
 */
public record SearchProgram(SearchKey key, boolean charsetKnown) {
    /** With the charset named first, where it is (RFC 3501 §6.4.4). */
    static SearchProgram parse(Tokenizer in) throws IOException, ImapSyntaxException {
        if (!in.lookingAt("CHARSET ")) {
            // Without CHARSET it is US-ASCII; clients that send 8-bit text all the same mean UTF-8.
            return new SearchProgram(new SearchParser(in, StandardCharsets.UTF_8).parseAll(), true);
        }
        in.word();
        in.space();
        return parseWithCharset(in);
    }

    /** With the charset, which must be there (RFC 5256 §5, search-program). */
    static SearchProgram parseWithCharset(Tokenizer in) throws IOException, ImapSyntaxException {
        Charset charset = charset(in.astring());
        in.space();
        SearchParser parser = new SearchParser(in, charset == null ? StandardCharsets.ISO_8859_1 : charset);
        SearchKey key = parser.parseAll();
        if (!StandardCharsets.UTF_8.equals(charset) && key.has(SearchKey.Named.class::isInstance)) {
            // RFC 5466 §3.1
            throw new ImapSyntaxException(
                    "FILTER is for searches in UTF-8", new ResponseCode.BadCharset(List.of("US-ASCII", "UTF-8")));
        }
        return new SearchProgram(key, charset != null);
    }

    /**
     * A search that was kept, in UTF-8 (RFC 5466 §3.2).
     *
     * @throws ImapSyntaxException if it makes no sense
     */
    public static SearchKey stored(byte[] value, GrammarLimits limits) throws IOException, ImapSyntaxException {
        Tokenizer in = Tokenizer.of(new StoredText(value), limits, Set.of());
        in.checkLine();
        return new SearchParser(in, StandardCharsets.UTF_8).parseAll();
    }

    /** RFC 6203 §4, §6: of a search that is exact there is no relevancy. */
    void requireFuzzy(boolean relevancy) throws ImapSyntaxException {
        if (relevancy && !key.has(SearchKey.Fuzzy.class::isInstance)) {
            throw new ImapSyntaxException("RELEVANCY needs a FUZZY search");
        }
    }

    private static @Nullable Charset charset(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "us-ascii", "utf-8" -> StandardCharsets.UTF_8;
            default -> MailCharsets.find(name);
        };
    }
}
