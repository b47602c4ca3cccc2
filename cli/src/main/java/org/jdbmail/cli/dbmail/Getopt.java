package org.jdbmail.cli.dbmail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command line as the C library's {@code getopt_long} does, since DBMail's programs are used in scripts that rely on
 * it: clusters ({@code -ny}), values attached or apart ({@code -wx}, {@code -w x}), optional values attached only
 * ({@code -Wfile}), long names with {@code =}, and unambiguous beginnings of long names.
 */
public final class Getopt {
    /** Whether an option has a value. */
    public enum Value {
        NONE,
        REQUIRED,
        OPTIONAL
    }

    /**
     * An option.
     *
     * @param letter its short form; 0 for none
     * @param name its long form
     * @param value whether the short form has a value
     * @param longValue whether the long form has one
     */
    public record Option(char letter, String name, Value value, Value longValue) {
        /** An option whose two forms are alike. */
        public Option(char letter, String name, Value value) {
            this(letter, name, value, value);
        }
    }

    /** An option as it was given. Its value may be a password, so it is not printed. */
    public record Given(Option option, @Nullable String value) {
        @Override
        public String toString() {
            return "--" + option.name;
        }
    }

    /** A command line that cannot be understood; the message says why, as the C library does. */
    public static final class Misuse extends Exception {
        private static final long serialVersionUID = 1L;

        /** Such a command line. */
        public Misuse(String message) {
            super(message);
        }
    }

    private final List<Option> options;
    private final List<Given> given = new ArrayList<>();
    private final List<String> arguments;
    private int at;

    private Getopt(List<Option> options, List<String> arguments) {
        this.options = options;
        this.arguments = arguments;
    }

    /** Reads all arguments. */
    public static List<Given> parse(List<Option> options, List<String> arguments) throws Misuse {
        Getopt getopt = new Getopt(options, arguments);
        while (getopt.at < arguments.size()) {
            String word = arguments.get(getopt.at++);
            if (word.equals("--")) {
                getopt.noMore();
            } else {
                getopt.word(word);
            }
        }
        return getopt.given;
    }

    /** What follows are no options, and nothing else is expected. */
    private void noMore() throws Misuse {
        Optional<String> next = next();
        if (next.isPresent()) {
            throw new Misuse("unexpected argument '" + next.get() + "'");
        }
    }

    private void word(String word) throws Misuse {
        if (word.startsWith("--")) {
            longOption(word.substring(2));
        } else if (word.startsWith("-") && word.length() > 1) {
            cluster(word);
        } else {
            throw new Misuse("unexpected argument '" + word + "'");
        }
    }

    private void longOption(String text) throws Misuse {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        Option option = find(name);
        String value = equals < 0 ? null : text.substring(equals + 1);
        if (value != null && option.longValue == Value.NONE) {
            throw new Misuse("option '--" + option.name + "' doesn't allow an argument");
        }
        if (value == null && option.longValue == Value.REQUIRED) {
            value = next().orElseThrow(() -> new Misuse("option '--" + option.name + "' requires an argument"));
        }
        given.add(new Given(option, value));
    }

    private Option find(String name) throws Misuse {
        List<Option> matching =
                options.stream().filter(o -> o.name.startsWith(name)).toList();
        Optional<Option> exact =
                matching.stream().filter(o -> o.name.equals(name)).findFirst();
        if (exact.isPresent()) {
            return exact.get();
        }
        if (matching.isEmpty() || name.isEmpty()) {
            throw new Misuse("unrecognized option '--" + name + "'");
        }
        if (matching.size() > 1) {
            throw new Misuse("option '--" + name + "' is ambiguous");
        }
        return matching.getFirst();
    }

    private void cluster(String word) throws Misuse {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            Option option = options.stream()
                    .filter(o -> o.letter == letter)
                    .findFirst()
                    .orElseThrow(() -> new Misuse("invalid option -- '" + letter + "'"));
            String rest = word.substring(i + 1);
            switch (option.value) {
                case NONE -> given.add(new Given(option, null));
                case OPTIONAL -> {
                    given.add(new Given(option, rest.isEmpty() ? null : rest));
                    return;
                }
                case REQUIRED -> {
                    String value = rest.isEmpty()
                            ? next().orElseThrow(() -> new Misuse("option requires an argument -- '" + letter + "'"))
                            : rest;
                    given.add(new Given(option, value));
                    return;
                }
            }
        }
    }

    private Optional<String> next() {
        return at < arguments.size() ? Optional.of(arguments.get(at++)) : Optional.empty();
    }
}
