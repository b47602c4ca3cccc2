package org.jdbmail.core.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbmail.sieve.match.regex.Regex;
import org.jdbmail.sieve.match.regex.RegexSyntaxException;

/**
 * Postfix's {@code regexp:} and {@code pcre:} tables: {@code /expression/ value}, in whose value {@code $1} or {@code ${1}} is what the first group has matched. An expression
 * takes no more time than its length for each character of a key; looking around and back-references are not understood.
 */
final class PatternTable implements LookupTable {
    /** The longest key that is looked at: an address, or the name of a host, is shorter. */
    private static final int LONGEST = 1024;

    private final WatchedFile<LookupRules> rules;

    PatternTable(Path file) {
        this.rules = new WatchedFile<>(file, lines -> LookupRules.parse(lines, PatternTable::cut));
    }

    @Override
    public Optional<String> find(String key, boolean isPart) {
        return isPart || key.length() > LONGEST
                ? Optional.empty()
                : rules.meaning().find(key, PatternTable::filled);
    }

    private static LookupRules.Cut cut(String text) {
        if (text.isEmpty() || Character.isLetterOrDigit(text.charAt(0))) {
            throw new IllegalArgumentException("an expression stands between / and /");
        }
        char delimiter = text.charAt(0);
        StringBuilder expression = new StringBuilder();
        int end = 1;
        while (end < text.length() && text.charAt(end) != delimiter) {
            if (text.charAt(end) == '\\' && end + 1 < text.length()) {
                if (text.charAt(end + 1) != delimiter) {
                    expression.append('\\');
                }
                end++;
            }
            expression.append(text.charAt(end++));
        }
        if (end >= text.length()) {
            throw new IllegalArgumentException("the expression has no end");
        }
        int flagsEnd = end + 1;
        boolean isCaseless = true;
        while (flagsEnd < text.length() && !Character.isWhitespace(text.charAt(flagsEnd))) {
            switch (text.charAt(flagsEnd++)) {
                case 'i' -> isCaseless = !isCaseless;
                case 'm', 's' -> {} // of lines, of which a key has one
                default -> throw new IllegalArgumentException("the letters i, m and s may stand behind an expression");
            }
        }
        return new LookupRules.Cut(
                matcher(expression.toString(), isCaseless),
                text.substring(flagsEnd).strip());
    }

    private static LookupRules.Matcher matcher(String expression, boolean isCaseless) {
        try {
            Regex regex = Regex.of(expression, isCaseless, false);
            return key -> Optional.ofNullable(regex.find(key, steps -> {}));
        } catch (RegexSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** {@code $1}, {@code ${1}}, {@code $(1)} and {@code $$}. */
    private static String filled(String value, List<String> groups) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '$' || i + 1 == value.length()) {
                all.append(c);
                continue;
            }
            char next = value.charAt(i + 1);
            int from = next == '{' || next == '(' ? i + 2 : i + 1;
            int to = from;
            while (to < value.length() && Character.isDigit(value.charAt(to)) && to - from < 3) {
                to++;
            }
            if (next == '$') {
                all.append('$');
                i++;
            } else if (to == from) {
                all.append(c);
            } else {
                int group = Integer.parseInt(value.substring(from, to));
                all.append(group < groups.size() ? groups.get(group) : "");
                boolean isClosed = from == i + 2 && to < value.length();
                i = isClosed ? to : to - 1;
            }
        }
        return all.toString();
    }
}
