package org.jdbmail.sieve.run;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A string of a script, whose value may depend on variables (RFC 5229 §3). */
public sealed interface Text {
    /** The value now. */
    String value(Run run) throws ScriptException;

    /** The value where it is the same in every run; else null. */
    default @Nullable String constant() {
        return this instanceof Constant(String value) ? value : null;
    }

    /** What stands in the script, the same in every run; only to be compared with another text. */
    default String written() {
        return switch (this) {
            case Constant(String value) -> value;
            case Variable(boolean global, String name) -> "\0" + (global ? "global." : "") + name + "\0";
            case Matched(int index) -> "\0" + index + "\0";
            case Joined(List<Text> parts) -> parts.stream().map(Text::written).collect(Collectors.joining());
        };
    }

    /** Always the same. */
    record Constant(String value) implements Text {
        @Override
        public String value(Run run) {
            return value;
        }
    }

    /** The value of a variable. */
    record Variable(boolean global, String name) implements Text {
        @Override
        public String value(Run run) {
            return run.variables().get(name, global);
        }
    }

    /** The value that a wildcard or group matched. */
    record Matched(int index) implements Text {
        @Override
        public String value(Run run) {
            return run.variables().matched(index);
        }
    }

    /** One text after the other. */
    record Joined(List<Text> parts) implements Text {
        @Override
        public String value(Run run) throws ScriptException {
            StringBuilder value = new StringBuilder();
            for (Text part : parts) {
                value.append(part.value(run));
                if (value.length() > run.limits().text()) {
                    throw new ScriptException(
                            "a text is longer than " + run.limits().text() + " characters");
                }
            }
            run.spend(1 + value.length() / 16);
            return value.toString();
        }
    }

    /** The values of several texts now. */
    static List<String> values(List<Text> texts, Run run) throws ScriptException {
        if (texts.size() == 1) {
            return List.of(texts.getFirst().value(run));
        }
        String[] values = new String[texts.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = texts.get(i).value(run);
        }
        return List.of(values);
    }
}
