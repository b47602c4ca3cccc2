package org.jdbmail.sql.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Makes the page that explains the schema, out of the tables as they are and the descriptions that people wrote. */
final class SchemaReference {

    /** One table's description: what it is for, and its columns in the order of the file. */
    record Description(String text, Map<String, String> columns) {}

    private SchemaReference() {}

    /** Reads {@code descriptions.txt}. */
    static Map<String, Description> descriptions() throws IOException {
        Map<String, Description> tables = new LinkedHashMap<>();
        try (InputStream in = Schema.class.getResourceAsStream("descriptions.txt");
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String table = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int equals = line.indexOf(" = ");
                if (line.startsWith("[")) {
                    table = line.substring(1, line.indexOf(']'));
                    tables.put(table, new Description(lines.readLine(), new LinkedHashMap<>()));
                } else if (equals > 0 && !line.startsWith("#")) {
                    tables.get(table).columns().put(line.substring(0, equals), line.substring(equals + 3));
                }
            }
        }
        return tables;
    }

    /**
     * The page.
     *
     * @param schema each table's columns and their types
     */
    static String page(Map<String, Map<String, String>> schema, Map<String, Description> descriptions) {
        var page = new StringBuilder();
        page.append("# The schema\n\n");
        page.append(
                "<!-- Generated from the changelogs and descriptions.txt of module sql by ./x docs: don't edit. -->\n\n");
        page.append("""
                The tables whose names begin with `dbmail_` are DBMail 3.5's, to the column; those that begin with
                `jdbmail_` are ours beside them. With another `table_prefix` the names begin with that, and with "j" and that.
                Types are PostgreSQL's; MySQL has `bigint unsigned`, `tinyint` and `datetime` for `bigint`, `smallint` and
                `timestamp`, and SQLite its own few. Times are UTC, text is Unicode, sizes are in octets. Liquibase keeps
                its record of what was done in `jdbmail_changelog` and `jdbmail_changelog_lock`.

                """);
        for (String table : new TreeSet<>(schema.keySet())) {
            Description description = descriptions.get(table);
            page.append("## ")
                    .append(table)
                    .append("\n\n")
                    .append(description.text())
                    .append("\n\n");
            page.append("| column | type | what it holds |\n|---|---|---|\n");
            schema.get(table)
                    .forEach((column, type) -> page.append("| `")
                            .append(column)
                            .append("` | ")
                            .append(type)
                            .append(" | ")
                            .append(description.columns().get(column).replace("|", "\\|"))
                            .append(" |\n"));
            page.append('\n');
        }
        return page.toString().stripTrailing() + "\n";
    }
}
