package org.jdbmail.sieve.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbmail.sieve.syntax.Position;

/**
 * Follows what a script includes without running it, so that whoever puts a script is told of what would end it. It is no more
 * than a hint: a script that isn't there yet may be put next (RFC 6609 §3.2).
 */
public final class Includes {
    /** What is told of one script. */
    private static final int MOST = 20;

    private final Scripts others;
    private final Limits limits;
    private final List<Found> found = new ArrayList<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private int count;

    private Includes(Scripts others, Limits limits) {
        this.others = others;
        this.limits = limits;
    }

    /**
     * Something that is wrong with an include.
     *
     * @param at where the script that was looked at leads there
     */
    public record Found(Position at, String text) {
        @Override
        public String toString() {
            return at + ": " + text;
        }
    }

    /**
     * What is wrong with what a script includes, and with what these include.
     *
     * @param own the name of a personal script, which it may be included by; empty if it has none
     */
    public static List<Found> wrong(Script script, String own, Scripts others, Limits limits) {
        Includes includes = new Includes(others, limits);
        if (!own.isEmpty()) {
            includes.path.push(id(own, false));
        }
        for (Script.Inclusion inclusion : script.inclusions()) {
            includes.follow(inclusion, inclusion.at(), 1);
        }
        return List.copyOf(includes.found);
    }

    private static String id(String name, boolean global) {
        return (global ? "global " : "personal ") + name;
    }

    private void follow(Script.Inclusion inclusion, Position at, int depth) {
        String name = inclusion.name();
        String id = id(name, inclusion.global());
        if (found.size() == MOST || inclusion.once() && seen.contains(id)) {
            return;
        }
        if (path.contains(id)) {
            found.add(new Found(at, "the script '" + name + "' includes itself"));
            return;
        }
        if (depth > limits.includeDepth()) {
            found.add(new Found(at, "more than " + limits.includeDepth() + " scripts include each other"));
            return;
        }
        if (++count > limits.includes()) {
            if (count == limits.includes() + 1) {
                found.add(new Found(at, "more than " + limits.includes() + " scripts are included"));
            }
            return;
        }
        seen.add(id);
        try {
            Script script = others.find(name, inclusion.global());
            if (script == null) {
                if (!inclusion.optional()) {
                    found.add(new Found(at, "there is no script '" + name + "' to include"));
                }
                return;
            }
            path.push(id);
            script.inclusions().forEach(each -> follow(each, at, depth + 1));
            path.pop();
        } catch (ScriptException e) {
            found.add(new Found(at, String.valueOf(e.getMessage())));
        }
    }
}
