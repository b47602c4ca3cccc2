package org.jdbmail.sieve.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The variables of one script (RFC 5229), with those that all scripts of a run share (RFC 6609 §3.4.2). */
public final class Variables {
    private final Supplier<Limits> limits;
    private final Map<String, String> own = new HashMap<>();
    private final Map<String, String> shared;
    /** The names that mean shared variables here. */
    private final Set<String> imported = new HashSet<>();

    private List<String> matched = List.of();

    private Variables(Supplier<Limits> limits, Map<String, String> shared) {
        this.limits = limits;
        this.shared = shared;
    }

    /** None yet. */
    static Variables none(Supplier<Limits> limits) {
        return new Variables(limits, new HashMap<>());
    }

    /** Those of another script of the same run. */
    Variables ofAnother() {
        return new Variables(limits, shared);
    }

    /** RFC 6609 §3.4.1: makes a name mean the shared variable. */
    public void share(String name) {
        imported.add(key(name));
    }

    /** The value; empty if it has none. */
    public String get(String name, boolean global) {
        String key = key(name);
        return (global || imported.contains(key) ? shared : own).getOrDefault(key, "");
    }

    /** Gives a variable a value, of which what is too long is cut off. */
    public void set(String name, boolean global, String value) throws ScriptException {
        String key = key(name);
        Map<String, String> map = global || imported.contains(key) ? shared : own;
        if (!map.containsKey(key) && map.size() >= limits.get().variables()) {
            throw new ScriptException("more than " + limits.get().variables() + " variables");
        }
        map.put(key, cut(value));
    }

    /** What the last successful match found for a wildcard or group; 0 for all of it. */
    String matched(int index) {
        return index < matched.size() ? matched.get(index) : "";
    }

    /** RFC 5229 §3.2: keeps what a match found. */
    void matched(List<String> found) {
        List<String> cut = new ArrayList<>(found.size());
        for (int i = 0; i < found.size() && i <= 32; i++) {
            cut.add(cut(found.get(i)));
        }
        matched = cut;
    }

    private String cut(String value) {
        int end = limits.get().value();
        if (value.length() <= end) {
            return value;
        }
        return value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
