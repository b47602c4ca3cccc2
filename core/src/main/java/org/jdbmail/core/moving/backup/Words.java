package org.jdbmail.core.moving.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lines of words that are separated by tabs; in a word, a backslash stands before what it can't hold. */
final class Words {
    private Words() {}

    /** Adds a line. */
    static void line(StringBuilder text, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            text.append(i == 0 ? "" : "\t")
                    .append(words.get(i)
                            .replace("\\", "\\\\")
                            .replace("\t", "\\t")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r"));
        }
        text.append('\n');
    }

    /** The words of a line. */
    static List<String> of(String line) throws IOException {
        List<String> words = new ArrayList<>();
        for (String word : line.split("\t", -1)) {
            StringBuilder plain = new StringBuilder(word.length());
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                if (c != '\\') {
                    plain.append(c);
                } else if (++i == word.length()) {
                    throw new IOException("a line of the backup is broken off");
                } else {
                    plain.append(
                            switch (word.charAt(i)) {
                                case 't' -> '\t';
                                case 'n' -> '\n';
                                case 'r' -> '\r';
                                default -> word.charAt(i);
                            });
                }
            }
            words.add(plain.toString());
        }
        return words;
    }

    /** A number among words. */
    static long number(List<String> words, int at) throws IOException {
        try {
            return Long.parseLong(words.get(at));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IOException("a line of the backup is not as it should be", e);
        }
    }
}
