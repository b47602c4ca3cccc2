package org.jdbmail.core.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a file says that describes a table in a database, as Postfix's pgsql_table(5), mysql_table(5) and sqlite_table(5) have it.
 *
 * @param hosts {@code host} or {@code host:port}, in their order; empty for this machine
 * @param user as whom; empty for nobody
 * @param database its name; the path of an SQLite file
 * @param query what is asked
 * @param result what is made of an answer; {@code %s} is the first column's value
 * @param domains for addresses of which domains it is asked alone; empty for all
 * @param most values that one key may have; 0 for any number
 */
public record QueryFile(
        List<String> hosts,
        String user,
        String password,
        String database,
        Template query,
        Template result,
        Set<String> domains,
        int most) {
    /**
     * Reads such a file.
     *
     * @throws IllegalArgumentException with what is missing or wrong
     */
    public static QueryFile parse(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        for (String line : WatchedFile.logical(lines)) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("a line without name = value");
            }
            values.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
        String database = values.getOrDefault("dbname", values.getOrDefault("dbpath", ""));
        if (database.isEmpty()) {
            throw new IllegalArgumentException("dbname (or dbpath) is missing");
        }
        Set<String> domains = new HashSet<>();
        for (String domain : words(values.getOrDefault("domain", ""))) {
            if (domain.contains(":") || domain.contains("/")) {
                throw new IllegalArgumentException("domain must list domains, not tables");
            }
            domains.add(domain.toLowerCase(Locale.ROOT));
        }
        return new QueryFile(
                hosts(values.getOrDefault("hosts", "")),
                values.getOrDefault("user", ""),
                values.getOrDefault("password", ""),
                database,
                Template.parse(query(values)),
                Template.parse(values.getOrDefault("result_format", "%s")),
                Set.copyOf(domains),
                Integer.parseInt(values.getOrDefault("expansion_limit", "0")));
    }

    private static String query(Map<String, String> values) {
        String query = values.get("query");
        if (query != null) {
            return query;
        }
        // The way of Postfix before 2.2.
        String table = values.get("table");
        String select = values.get("select_field");
        String where = values.get("where_field");
        if (table == null || select == null || where == null) {
            throw new IllegalArgumentException("query is missing");
        }
        return "SELECT " + select + " FROM " + table + " WHERE " + where + " = '%s' "
                + values.getOrDefault("additional_conditions", "");
    }

    private static List<String> hosts(String text) {
        List<String> hosts = new ArrayList<>();
        for (String word : words(text)) {
            String host = word.startsWith("inet:") ? word.substring(5) : word;
            if (host.startsWith("unix:") || host.startsWith("/")) {
                throw new IllegalArgumentException("a Unix socket can't be used from here: name a host and port");
            }
            hosts.add(host);
        }
        return List.copyOf(hosts);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>(List.of(text.strip().split("[\\s,]+")));
        words.removeIf(String::isEmpty);
        return words;
    }

    /** Whether it is asked for a key at all. */
    public boolean isFor(String key) {
        if (domains.isEmpty()) {
            return true;
        }
        int at = key.lastIndexOf('@');
        return at >= 0 && domains.contains(key.substring(at + 1).toLowerCase(Locale.ROOT));
    }

    /**
     * Makes one value of all that were found for a key: with commas between them.
     *
     * @return empty if there is none
     */
    public Optional<String> joined(String key, List<String> found) {
        List<String> values = new ArrayList<>();
        for (String each : found) {
            if (!each.isEmpty()) {
                result.filled(each, key).ifPresent(values::add);
            }
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
    }
}
