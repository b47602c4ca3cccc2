package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.List;

/**
 * LANGUAGE (RFC 5255 §3.2).
 *
 * @param ranges of languages, the best first; none to ask which there are
 */
public record Language(List<String> ranges) implements ImapCommand {
    static Language parse(Tokenizer in) throws IOException, ImapSyntaxException {
        return new Language(Comparator.words(in));
    }
}
