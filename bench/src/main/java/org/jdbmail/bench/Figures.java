package org.jdbmail.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The measured figures of all contestants, printed as one table. */
final class Figures {
    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    private final List<String> columns = new ArrayList<>();

    /** Adds a figure; three digits of it are meant. */
    void add(String contestant, String what, double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        add(contestant, what, String.format(Locale.ROOT, "%,." + decimals + "f", value));
    }

    /** Adds a remark in a figure's place. */
    void add(String contestant, String what, String remark) {
        if (!columns.contains(contestant)) {
            columns.add(contestant);
        }
        rows.computeIfAbsent(what, key -> new LinkedHashMap<>()).put(contestant, remark);
    }

    /** The table, a row for each figure and a column for each contestant. */
    String table() {
        int first = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder out = new StringBuilder(" ".repeat(first));
        for (String column : columns) {
            out.append(String.format("  %" + width(column) + "s", column));
        }
        rows.forEach((what, values) -> {
            out.append(String.format("%n%-" + first + "s", what));
            for (String column : columns) {
                out.append(String.format("  %" + width(column) + "s", values.getOrDefault(column, "-")));
            }
        });
        return out.append(System.lineSeparator()).toString();
    }

    private static int width(String column) {
        return Math.max(column.length(), 12);
    }
}
