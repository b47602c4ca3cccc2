package org.jdbmail.cli.frame;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One thing and what is known of it, by name. */
public final class Details {
    private final Map<String, Cell> values = new LinkedHashMap<>();

    /**
     * Adds a value.
     *
     * @param name as JSON has it; a person reads blanks for {@code _}
     */
    public Details with(String name, Cell value) {
        values.put(name, value);
        return this;
    }

    /** A line for each value. */
    public List<String> lines() {
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        values.forEach((name, value) -> lines.add(
                name.replace('_', ' ') + " ".repeat(width - name.length()) + "  " + Shown.harmless(value.shown())));
        return lines;
    }

    /** An object. */
    public String json() {
        return values.entrySet().stream()
                .map(entry ->
                        Json.string(entry.getKey()) + ": " + entry.getValue().json())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
