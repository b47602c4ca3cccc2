package org.jdbmail.sieve.compile;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbmail.sieve.run.Limits;
import org.jdbmail.sieve.run.Script;
import org.jdbmail.sieve.syntax.Position;
import org.jdbmail.sieve.syntax.Problems;

/** What is known of a script while it is compiled. */
public final class Compilation {
    private final Vocabulary vocabulary;
    private final Set<Extension> available;
    private final Limits limits;
    private final Problems problems;
    private final Set<Extension> required = EnumSet.noneOf(Extension.class);
    private final Set<String> loops = new HashSet<>();
    private final Set<String> shared = new HashSet<>();
    private final Set<String> variables = new HashSet<>();
    private final List<Script.Inclusion> inclusions = new ArrayList<>();
    private int loopDepth;

    Compilation(Vocabulary vocabulary, Set<Extension> available, Limits limits, Problems problems) {
        this.vocabulary = vocabulary;
        this.available = available;
        this.limits = limits;
        this.problems = problems;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    public Limits limits() {
        return limits;
    }

    Problems problems() {
        return problems;
    }

    public void error(Position at, String text) {
        problems.error(at, text);
    }

    public void warning(Position at, String text) {
        problems.warning(at, text);
    }

    /** Whether the script may use an extension from here on. */
    public boolean has(Extension extension) {
        return required.contains(extension);
    }

    /** Whether the script has required an extension of a name. */
    public boolean isRequired(String capability) {
        Extension extension = Extension.named(capability);
        return extension != null && required.contains(extension);
    }

    /** Whether we have an extension of a name. */
    public boolean isAvailable(String capability) {
        Extension extension = Extension.named(capability);
        return extension != null && available.contains(extension);
    }

    /** Lets the script use an extension; false if there is none. */
    public boolean require(String capability) {
        if (!isAvailable(capability)) {
            return false;
        }
        Extension extension = Extension.named(capability);
        if (extension != null) {
            required.add(extension);
            if (extension.implied() != null) {
                required.add(extension.implied());
            }
        }
        return true;
    }

    /** RFC 6609 §3.4.1: makes a name mean the shared variable from here on. */
    public void share(String variable) {
        shared.add(variable);
    }

    /** Whether a name has been used for a variable of the script's own. */
    public boolean isOwn(String variable) {
        return variables.contains(variable) && !shared.contains(variable);
    }

    /** Notes that the script gives a variable a value. */
    public void declare(Position at, String variable) {
        if (!shared.contains(variable) && variables.add(variable) && variables.size() == limits.variables() + 1) {
            error(at, "more than " + limits.variables() + " variables");
        }
    }

    /** Notes that the script includes another. */
    public void include(Script.Inclusion inclusion) {
        inclusions.add(inclusion);
    }

    List<Script.Inclusion> inclusions() {
        return inclusions;
    }

    /** RFC 5703 §3: enters a loop; its name is empty if it has none. */
    void enterLoop(Position at, String name) {
        if (++loopDepth > limits.loops()) {
            error(at, "more than " + limits.loops() + " loops inside each other");
        }
        if (!name.isEmpty() && !loops.add(name)) {
            error(at, "a loop around this one is also named '" + name + "'");
        }
    }

    void leaveLoop(String name) {
        loopDepth--;
        loops.remove(name);
    }

    /** Whether this is inside a loop; of that name, unless it is empty. */
    public boolean isInLoop(String name) {
        return name.isEmpty() ? loopDepth > 0 : loops.contains(name);
    }
}
