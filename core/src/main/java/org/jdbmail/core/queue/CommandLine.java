package org.jdbmail.core.queue;

import java.util.ArrayList;
import java.util.List;

/** Parts a command into words, as a shell does, but with nothing that a shell would put in their place. */
final class CommandLine {
    private CommandLine() {}

    /**
     * The words: parted by blanks, which quotes and a backslash keep together.
     *
     * @throws IllegalArgumentException if a quote has no end, or there is no word
     */
    static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean isWord = false;
        char quote = 0;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (quote == 0 && (c == ' ' || c == '\t')) {
                if (isWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    isWord = false;
                }
                continue;
            }
            isWord = true;
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == '\\' && quote != '\'' && i + 1 < command.length()) {
                word.append(command.charAt(++i));
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote without its end");
        }
        if (isWord) {
            words.add(word.toString());
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no command");
        }
        return words;
    }
}
