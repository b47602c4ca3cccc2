package org.jdbmail.core.admin;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.mail.Refusal;

/**
 * Rules as a Sieve script: before each stands a comment that says it once more, from which it is read again. What somebody adds to the
 * script by hand is gone when the rules are written anew, which its first line says.
 */
final class RuleScript {
    /** Rules that one account has. */
    static final int MOST = 100;

    private static final String MARK = "# rule: ";

    private RuleScript() {}

    static String write(List<Rule> rules) {
        Set<String> needed = new TreeSet<>();
        StringBuilder body = new StringBuilder();
        for (Rule rule : rules) {
            body.append('\n').append(MARK).append(comment(rule)).append('\n');
            body.append("if ").append(test(rule)).append(" {\n");
            body.append("    ").append(action(rule, needed)).append('\n');
            if (rule.isLast()) {
                body.append("    stop;\n");
            }
            body.append("}\n");
        }
        StringBuilder script = new StringBuilder(
                "# Written by the web front from rules: changes made here are lost with the next one.\n");
        if (!needed.isEmpty()) {
            script.append("require [");
            script.append(
                    String.join(", ", needed.stream().map(RuleScript::quoted).toList()));
            script.append("];\n");
        }
        return script.append(body).toString();
    }

    private static String comment(Rule rule) {
        return String.join(
                " ",
                rule.field().name(),
                encoded(rule.value()),
                rule.deed().name(),
                encoded(rule.target()),
                rule.isLast() ? "last" : "on");
    }

    private static String test(Rule rule) {
        String value = quoted(rule.value());
        return switch (rule.field()) {
            case FROM -> "address :contains [\"from\", \"sender\"] " + value;
            case TO -> "address :contains [\"to\", \"cc\", \"bcc\"] " + value;
            case SUBJECT -> "header :contains \"subject\" " + value;
            case LIST_ID -> "header :contains \"list-id\" " + value;
        };
    }

    private static String action(Rule rule, Set<String> needed) {
        return switch (rule.deed()) {
            case FILE -> {
                needed.addAll(List.of("fileinto", "mailbox"));
                yield "fileinto :create " + quoted(rule.target()) + ";";
            }
            case COPY -> {
                needed.add("copy");
                yield "redirect :copy " + quoted(rule.target()) + ";";
            }
            case READ -> {
                needed.add("imap4flags");
                yield "addflag \"\\\\Seen\";";
            }
            case FLAG -> {
                needed.add("imap4flags");
                yield "addflag \"\\\\Flagged\";";
            }
            case DISCARD -> "discard;";
        };
    }

    // RFC 5228 §2.4.2
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String encoded(String text) {
        return text.isEmpty() ? "-" : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static List<Rule> read(String script) {
        List<Rule> rules = new ArrayList<>();
        script.lines()
                .filter(line -> line.startsWith(MARK))
                .limit(MOST)
                .forEach(line -> rule(line.substring(MARK.length()).strip()).ifPresent(rules::add));
        return rules;
    }

    /** Empty for a line that somebody has changed. */
    private static Optional<Rule> rule(String comment) {
        List<String> words = Arrays.asList(comment.split(" ", -1));
        if (words.size() != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Rule(
                    Rule.Field.valueOf(words.get(0).toUpperCase(Locale.ROOT)),
                    decoded(words.get(1)),
                    Rule.Deed.valueOf(words.get(2).toUpperCase(Locale.ROOT)),
                    decoded(words.get(3)),
                    words.get(4).equals("last")));
        } catch (IllegalArgumentException | Refusal e) {
            return Optional.empty();
        }
    }

    private static String decoded(String text) {
        return text.equals("-") ? "" : URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
