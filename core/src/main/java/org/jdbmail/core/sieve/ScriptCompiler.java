package org.jdbmail.core.sieve;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
     * @param errors a line for each, with its place; empty if there are none
     * @param warnings likewise
     */
    public record Checked(@Nullable Script script, List<String> errors, List<String> warnings) {
        /** Copies the lists. */
        public Checked {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    /** Looks at a script. */
    public Checked check(String name, byte[] text) {
        Sieve.Compiled compiled = sieve.compile(name, text);
        return new Checked(
                compiled.script(),
                lines(compiled.problems(), Problem.Severity.ERROR),
                lines(compiled.problems(), Problem.Severity.WARNING));
    }

    /** Looks at a script. */
    public Checked check(String name, String text) {
        return check(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(List<Problem> problems, Problem.Severity severity) {
        return problems.stream()
                .filter(problem -> problem.severity() == severity)
                .limit(TOLD)
                .map(problem -> problem.at() + ": " + problem.text())
                .toList();
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
