package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
        return new SearchProgram(parser.parseAll(), charset != null);
    }

    private static @Nullable Charset charset(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "us-ascii", "utf-8" -> StandardCharsets.UTF_8;
            default -> MailCharsets.find(name);
        };
    }
}
