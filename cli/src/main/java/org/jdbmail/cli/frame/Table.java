package org.jdbmail.cli.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a command lists: rows under named columns, for a person as a table, for a program as JSON. */
public final class Table {
    /** A column is not made narrower than this. */
    private static final int LEAST = 8;

    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private final List<String> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** @param columns their names, as JSON has them; a person reads them in capitals, with blanks for {@code _} */
    public Table(String... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row, with a value for each column. */
    public Table row(Cell... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " values for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** How many rows there are. */
    public int size() {
        return rows.size();
    }

    /** An array of objects, one on each line. */
    public String json() {
        return rows.stream().map(this::object).collect(Collectors.joining(",\n ", "[", "]"));
    }

    private String object(List<Cell> row) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> Json.string(columns.get(i)) + ": " + row.get(i).json())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /**
     * The lines of the table.
     *
     * @param width how many columns the terminal has; longer values are cut; 0 for as many as are needed
     * @param isBold whether the heading is in bold type
     */
    public List<String> lines(int width, boolean isBold) {
        List<String[]> texts = rows.stream()
                .map(row ->
                        row.stream().map(cell -> Shown.harmless(cell.shown())).toArray(String[]::new))
                .toList();
        String[] heading = columns.stream()
                .map(name -> name.toUpperCase(Locale.ROOT).replace('_', ' '))
                .toArray(String[]::new);
        int[] widths = widths(heading, texts, width);
        List<String> lines = new ArrayList<>();
        String head = line(heading, widths);
        lines.add(isBold ? BOLD + head + PLAIN : head);
        texts.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    /** Takes from the widest column until all fit. */
    private static int[] widths(String[] heading, List<String[]> rows, int width) {
        int[] widths = Arrays.stream(heading).mapToInt(Shown::width).toArray();
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Shown.width(row[i]));
            }
        }
        int tooMuch = width == 0 ? 0 : Arrays.stream(widths).sum() + 2 * (widths.length - 1) - width;
        while (tooMuch > 0) {
            int widest = IntStream.range(0, widths.length)
                    .reduce((a, b) -> widths[b] > widths[a] ? b : a)
                    .orElseThrow();
            if (widths[widest] <= LEAST) {
                break;
            }
            widths[widest]--;
            tooMuch--;
        }
        return widths;
    }

    private String line(String[] texts, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < texts.length; i++) {
            String text = Shown.cut(texts[i], widths[i]);
            String blanks = " ".repeat(Math.max(0, widths[i] - Shown.width(text)));
            line.append(i == 0 ? "" : "  ").append(isRight(i) ? blanks + text : text + blanks);
        }
        return line.toString().stripTrailing();
    }

    private boolean isRight(int column) {
        return rows.stream().map(row -> row.get(column)).anyMatch(Cell::isNumber);
    }
}
