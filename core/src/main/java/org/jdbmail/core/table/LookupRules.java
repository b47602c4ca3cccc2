package org.jdbmail.core.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines that are tried one after the other until one matches, of which some hold only under conditions: what Postfix's tables of patterns and of networks
 * have in common ({@code !}, {@code if} and {@code endif}).
 *
 * @param rules in their order
 */
record LookupRules(List<Rule> rules) {
    private static final Logger LOG = LoggerFactory.getLogger(LookupRules.class);

    /** Whether a key matches: what of it matched, empty for not at all. */
    @FunctionalInterface
    interface Matcher {
        Optional<List<String>> match(String key);
    }

    /**
     * One line.
     *
     * @param conditions all of which must hold
     * @param value what holds where it matches
     */
    private record Rule(List<Matcher> conditions, Matcher matcher, String value) {}

    /** A pattern at the beginning of a text, and what stands behind it. */
    record Cut(Matcher matcher, String rest) {}

    /**
     * Reads lines; one that is not understood is passed over, and told of in the log.
     *
     * @param cutter takes the pattern off a text; throws IllegalArgumentException, with words, if there is none
     */
    static LookupRules parse(List<String> lines, Function<String, Cut> cutter) {
        List<Rule> rules = new ArrayList<>();
        Deque<Matcher> conditions = new ArrayDeque<>();
        for (String line : WatchedFile.logical(lines)) {
            try {
                if (line.equalsIgnoreCase("endif")) {
                    if (conditions.pollLast() == null) {
                        throw new IllegalArgumentException("there is no if before it");
                    }
                } else if (line.regionMatches(true, 0, "if", 0, 2) && line.length() > 2 && !isWord(line.charAt(2))) {
                    conditions.addLast(cut(line.substring(2).strip(), cutter).matcher());
                } else {
                    Cut cut = cut(line, cutter);
                    if (cut.rest().isEmpty()) {
                        throw new IllegalArgumentException("there is no value");
                    }
                    rules.add(new Rule(List.copyOf(conditions), cut.matcher(), cut.rest()));
                }
            } catch (IllegalArgumentException e) {
                LOG.warn("a line of a table is not understood: {} ({})", line, e.getMessage());
            }
        }
        return new LookupRules(List.copyOf(rules));
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == ':';
    }

    private static Cut cut(String text, Function<String, Cut> cutter) {
        if (!text.startsWith("!")) {
            return cutter.apply(text);
        }
        Cut cut = cutter.apply(text.substring(1).strip());
        Matcher other = cut.matcher();
        return new Cut(key -> other.match(key).isPresent() ? Optional.empty() : Optional.of(List.of(key)), cut.rest());
    }

    /**
     * The value of the first line that matches.
     *
     * @param filled puts into a value what of the key matched
     */
    Optional<String> find(String key, BiFunction<String, List<String>, String> filled) {
        for (Rule rule : rules) {
            if (rule.conditions().stream().allMatch(each -> each.match(key).isPresent())) {
                Optional<List<String>> found = rule.matcher().match(key);
                if (found.isPresent()) {
                    return Optional.of(filled.apply(rule.value(), found.get()));
                }
            }
        }
        return Optional.empty();
    }
}
