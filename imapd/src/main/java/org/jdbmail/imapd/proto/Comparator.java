package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * COMPARATOR (RFC 5255 §4.7).
 *
 * @param wanted patterns of comparators, the best first; none to ask which one is used
 */
public record Comparator(List<String> wanted) implements ImapCommand {
    static Comparator parse(Tokenizer in) throws IOException, ImapSyntaxException {
        return new Comparator(words(in));
    }

    /** Strings up to the end of the command. */
    static List<String> words(Tokenizer in) throws IOException, ImapSyntaxException {
        List<String> words = new ArrayList<>();
        while (!in.atEnd()) {
            in.space();
            words.add(in.astring());
            if (words.size() > 50) {
                throw new ImapSyntaxException("Too many of them");
            }
        }
        return List.copyOf(words);
    }
}
