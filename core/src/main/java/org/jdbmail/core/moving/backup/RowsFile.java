package org.jdbmail.core.moving.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbmail.core.store.Tables;

/** The rows of tables as a backup keeps them: a line {@code table NAME}, and a line of columns and values for each row. */
final class RowsFile {
    private RowsFile() {}

    static byte[] bytes(Tables.Rows rows) {
        StringBuilder text = new StringBuilder();
        rows.byTable().forEach((table, all) -> {
            Words.line(text, List.of("table", table));
            for (Map<String, String> row : all) {
                List<String> words = new ArrayList<>(List.of("row"));
                row.forEach((column, value) -> {
                    words.add(column);
                    words.add(value);
                });
                Words.line(text, words);
            }
        });
        return text.toString().getBytes(UTF_8);
    }

    static Tables.Rows of(byte[] bytes) throws IOException {
        Map<String, List<Map<String, String>>> tables = new LinkedHashMap<>();
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : new String(bytes, UTF_8).split("\n")) {
            List<String> words = Words.of(line);
            if (words.getFirst().equals("table") && words.size() == 2) {
                rows = new ArrayList<>();
                tables.put(words.get(1), rows);
            } else if (words.getFirst().equals("row") && words.size() % 2 == 1) {
                Map<String, String> row = new TreeMap<>();
                for (int i = 1; i < words.size(); i += 2) {
                    row.put(words.get(i), words.get(i + 1));
                }
                rows.add(row);
            } else {
                throw new IOException("a line of the backup is not as it should be");
            }
        }
        return new Tables.Rows(tables);
    }
}
