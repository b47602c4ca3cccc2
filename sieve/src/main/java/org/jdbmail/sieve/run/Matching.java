package org.jdbmail.sieve.run;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.sieve.host.ListNames;
import org.jdbmail.sieve.match.Collation;
import org.jdbmail.sieve.match.Key;
import org.jdbmail.sieve.match.MatchType;
import org.jdbmail.sieve.match.regex.RegexSyntaxException;
import org.jspecify.annotations.Nullable;

/** Holds values against the keys of a test (RFC 5228 §2.7). Keys that don't depend on variables are prepared once. */
public final class Matching {
    private final MatchType type;
    private final Collation collation;
    private final List<Text> keys;
    private final @Nullable List<Key> prepared;
    private final boolean keeps;

    private Matching(
            MatchType type, Collation collation, List<Text> keys, @Nullable List<Key> prepared, boolean keeps) {
        this.type = type;
        this.keeps = keeps;
        this.collation = collation;
        this.keys = keys;
        this.prepared = prepared;
    }

    /**
     * For the keys of a test.
     *
     * @throws RegexSyntaxException if one of them should be a regular expression and isn't
     */
    public static Matching of(MatchType type, Collation collation, List<Text> keys) throws RegexSyntaxException {
        boolean constant = keys.stream().allMatch(key -> key.constant() != null);
        if (!constant || type instanceof MatchType.Listed) {
            return new Matching(type, collation, keys, null, true);
        }
        List<Key> prepared = new ArrayList<>(keys.size());
        for (Text key : keys) {
            String text = key.constant();
            prepared.add(Key.of(type, collation, text == null ? "" : text));
        }
        return new Matching(type, collation, keys, List.copyOf(prepared), true);
    }

    /** The same, of whose matches nothing is kept in variables. */
    public Matching withoutVariables() {
        return new Matching(type, collation, keys, prepared, false);
    }

    /** Whether any value matches any key, or their number does. Match variables are set by the first that matches. */
    public boolean any(Run run, List<String> values) throws ScriptException {
        if (type instanceof MatchType.Listed) {
            return listed(run, values);
        }
        List<Key> now = prepared == null ? prepare(run) : prepared;
        if (type instanceof MatchType.Count) {
            return any(run, now, Integer.toString(values.size()));
        }
        for (String value : values) {
            if (any(run, now, value)) {
                return true;
            }
        }
        return false;
    }

    private boolean any(Run run, List<Key> keys, String value) {
        for (Key key : keys) {
            List<String> found = key.match(value, run);
            if (found != null) {
                if (keeps) {
                    run.matched(found);
                }
                return true;
            }
        }
        return false;
    }

    private List<Key> prepare(Run run) throws ScriptException {
        List<Key> now = new ArrayList<>(keys.size());
        for (Text key : keys) {
            String text = key.value(run);
            run.spend(1 + text.length() / 16);
            try {
                now.add(Key.of(type, collation, text));
            } catch (RegexSyntaxException e) {
                // It matches nothing; the other keys may.
                run.warn("'" + text + "' is no regular expression: " + e.getMessage());
            }
        }
        return now;
    }

    /** RFC 6134 §2.2. */
    private boolean listed(Run run, List<String> values) throws ScriptException {
        for (String name : Text.values(keys, run)) {
            String list = ListNames.plain(name);
            if (!run.host().isList(list)) {
                throw new ScriptException("there is no list '" + name + "'");
            }
            for (String value : values) {
                run.spend(10);
                String entry = run.host().onList(list, value);
                if (entry != null) {
                    run.variables().matched(List.of(entry));
                    return true;
                }
            }
        }
        return false;
    }
}
