package org.jdbmail.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A block of text between fences in a page of docs/admin.
 *
 * @param page the page's file
 * @param line where it begins
 * @param kind what stands behind its first fence: the language for whoever shows the page, and what the text is
 * @param text as it stands there
 */
public record Snippet(String page, int line, String kind, String text) {
    private static final String FENCE = "```";

    /** All of them. */
    public static List<Snippet> all() {
        Path folder = Path.of(System.getProperty("jdbmail.root"), "docs", "admin");
        List<Snippet> snippets = new ArrayList<>();
        try (Stream<Path> pages = Files.list(folder)) {
            for (Path page : pages.sorted().toList()) {
                read(page, snippets);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return snippets;
    }

    private static void read(Path page, List<Snippet> snippets) throws IOException {
        List<String> lines = Files.readAllLines(page);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE)) {
                int begin = i++;
                StringBuilder text = new StringBuilder();
                while (!lines.get(i).equals(FENCE)) {
                    text.append(lines.get(i++)).append('\n');
                }
                snippets.add(new Snippet(
                        page.getFileName().toString(),
                        begin + 1,
                        lines.get(begin).substring(FENCE.length()),
                        text.toString()));
            }
        }
    }

    /** Those of a kind, in the order of pages and lines. */
    public static List<Snippet> of(String kind) {
        return all().stream().filter(one -> one.kind.equals(kind)).toList();
    }

    /** The one of a kind. */
    public static Snippet only(String kind) {
        List<Snippet> found = of(kind);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " snippets of the kind " + kind);
        }
        return found.getFirst();
    }

    /** Its statements, if it is SQL. */
    public List<String> statements() {
        return Stream.of(text.split(";\\s*(?:\n|$)"))
                .filter(one -> !one.isBlank())
                .toList();
    }

    /** Where it stands: what a parameterized test shows. */
    @Override
    public String toString() {
        return page + ":" + line + " " + kind;
    }
}
