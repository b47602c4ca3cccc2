package org.jdbmail.core.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tables as the settings name them, with blanks or commas between them: {@code hash:/etc/postfix/virtual, pgsql:/etc/postfix/aliases.cf}. A key is
 * looked for in one after the other.
 */
public record TableName(List<Source> sources) {
    /** What a table is. */
    public enum Kind {
        /** A key, blanks, a value on each line. */
        TEXT,
        /** An expression, blanks, a value on each line. */
        PATTERNS,
        /** A network, blanks, a value on each line. */
        NETWORKS,
        /** A query to PostgreSQL. */
        PGSQL,
        /** A query to MySQL or MariaDB. */
        MYSQL,
        /** A query to an SQLite file. */
        SQLITE,
        /** One value for every key. */
        STATIC
    }

    /**
     * One table.
     *
     * @param place its file; the value of a static one
     */
    public record Source(Kind kind, String place) {
        @Override
        public String toString() {
            return switch (kind) {
                        case TEXT -> "hash:";
                        case PATTERNS -> "regexp:";
                        case NETWORKS -> "cidr:";
                        case PGSQL -> "pgsql:";
                        case MYSQL -> "mysql:";
                        case SQLITE -> "sqlite:";
                        case STATIC -> "static:";
                    }
                    + place;
        }
    }

    /** What a value of the settings may be, for the manual. */
    public static final String DESCRIBED =
            "tables as Postfix names them: `hash:/path` or just a path, `regexp:`, `pcre:`, `cidr:`, `pgsql:`, `mysql:`, `sqlite:`, `static:`";

    /** Copies the list. */
    public TableName {
        sources = List.copyOf(sources);
    }

    /**
     * Reads a value of the settings.
     *
     * @throws IllegalArgumentException for a kind of table that is not understood, or none at all
     */
    public static TableName parse(String text) {
        List<Source> sources = new ArrayList<>();
        for (String word : text.strip().split("[\\s,]+")) {
            if (!word.isEmpty()) {
                sources.add(source(word));
            }
        }
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("no table is named");
        }
        return new TableName(sources);
    }

    private static Source source(String word) {
        // Postfix's proxy: only says which of its processes reads the table.
        String name = word.startsWith("proxy:") ? word.substring(6) : word;
        int colon = name.indexOf(':');
        String kind = colon < 0 ? "" : name.substring(0, colon);
        String place = name.substring(colon + 1);
        if (place.isEmpty()) {
            throw new IllegalArgumentException(word + " names no file");
        }
        return new Source(
                switch (kind) {
                    case "", "hash", "texthash", "lmdb", "btree", "dbm", "cdb", "sdbm" -> Kind.TEXT;
                    case "regexp", "pcre" -> Kind.PATTERNS;
                    case "cidr" -> Kind.NETWORKS;
                    case "pgsql" -> Kind.PGSQL;
                    case "mysql" -> Kind.MYSQL;
                    case "sqlite" -> Kind.SQLITE;
                    case "static" -> Kind.STATIC;
                    default -> throw new IllegalArgumentException("tables of the kind " + kind + " are not understood");
                },
                place);
    }

    @Override
    public String toString() {
        return sources.stream().map(Source::toString).collect(Collectors.joining(", "));
    }
}
