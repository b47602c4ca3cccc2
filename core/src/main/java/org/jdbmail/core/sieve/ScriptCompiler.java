package org.jdbmail.core.sieve;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbmail.sieve.Sieve;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.run.Script;
import org.jdbmail.sieve.syntax.Problem;
import org.jspecify.annotations.Nullable;

/** Compiles scripts with the extensions and limits of this server, and says what is wrong with those that can't be. */
public final class ScriptCompiler {
    /** Problems that are told of one script; who mends these sees the others. */
    private static final int TOLD = 20;

    private final SieveOptions options;
    private final Sieve sieve;

    public ScriptCompiler(SieveOptions options) {
        this.options = options;
        this.sieve = new Sieve(options.extensions(), options.limits());
    }

    /**
     * A script that was looked at.
     *
     * @param script null if it has errors
     * @param problems errors, and warnings; at most a number of each
     */
    public record Checked(@Nullable Script script, List<Problem> problems) {
        /** Copies the list. */
        public Checked {
            problems = List.copyOf(problems);
        }

        /** A line for each error, with its place; empty if there are none. */
        public List<String> errors() {
            return lines(Problem.Severity.ERROR, problem -> problem.at() + ": " + problem.text());
        }

        /** A line for each warning, with its place; empty if there are none. */
        public List<String> warnings() {
            return lines(Problem.Severity.WARNING, problem -> problem.at() + ": " + problem.text());
        }

        /**
         * As {@link #errors()}, in Pigeonhole's form, which programs that edit scripts look for to mark a line: Roundcube's splits at the name and
         * wants a colon behind the line's number.
         *
         * @param name of the script, empty if it has none
         */
        public List<String> errorsOf(String name) {
            return lines(Problem.Severity.ERROR, problem -> form(name, "error", problem));
        }

        /** As {@link #errorsOf}, of the warnings. */
        public List<String> warningsOf(String name) {
            return lines(Problem.Severity.WARNING, problem -> form(name, "warning", problem));
        }

        private static String form(String name, String kind, Problem problem) {
            return (name.isEmpty() ? "" : name + ": ")
                    + "line " + problem.at().line() + ": " + kind + ": " + problem.text()
                    + " (column " + problem.at().column() + ")";
        }

        private List<String> lines(Problem.Severity severity, Function<Problem, String> form) {
            return problems.stream()
                    .filter(problem -> problem.severity() == severity)
                    .map(form)
                    .toList();
        }
    }

    /** Looks at a script. */
    public Checked check(String name, byte[] text) {
        Sieve.Compiled compiled = sieve.compile(name, text);
        return new Checked(
                compiled.script(),
                Stream.concat(
                                few(compiled.problems(), Problem.Severity.ERROR),
                                few(compiled.problems(), Problem.Severity.WARNING))
                        .toList());
    }

    /** Looks at a script. */
    public Checked check(String name, String text) {
        return check(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<Problem> few(List<Problem> problems, Problem.Severity severity) {
        return problems.stream()
                .filter(problem -> problem.severity() == severity)
                .limit(TOLD);
    }

    /** The names of the extensions that scripts may require, in order. */
    public List<String> extensions() {
        return options.extensions().stream().map(Extension::capability).sorted().toList();
    }

    /** The ways in which a script can notify somebody (RFC 5804 §1.7); empty if there are none. */
    public List<String> notifyMethods() {
        return options.extensions().contains(Extension.ENOTIFY) ? List.of("mailto") : List.of();
    }

    /** The kinds of lists outside of scripts, by what their URIs begin with (RFC 6134 §2.8); empty if there are none. */
    public List<String> listTypes() {
        return options.extensions().contains(Extension.EXTLISTS) ? List.of("urn") : List.of();
    }

    /** How many messages one run may send on. */
    public int mostRedirects() {
        return options.limits().redirects();
    }
}
