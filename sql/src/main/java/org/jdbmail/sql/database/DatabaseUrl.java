package org.jdbmail.sql.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbmail.sql.database.DatabaseException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is: a JDBC URL ({@code jdbc:sqlite:}, {@code jdbc:postgresql:}, {@code jdbc:mysql:},
 * {@code jdbc:mariadb:}) or the {@code dburi} of a {@code dbmail.conf} ({@code mysql://user:password@host:port/database},
 * {@code postgresql://…}, {@code sqlite:///path}, {@code sqlite://~/path}). User and password are taken out of it, so that
 * what is shown ({@link #toString()}) never has them.
 *
 * @param kind which database
 * @param jdbcUrl what the driver is given, without user, password and parameters
 * @param parameters the driver's parameters (SQLite: pragmas) that the URL asked for
 * @param user the user in the URL, if there was one
 * @param password the password in the URL, if there was one
 */
public record DatabaseUrl(
        DatabaseKind kind,
        String jdbcUrl,
        Map<String, String> parameters,
        @Nullable String user,
        @Nullable String password) {

    private static final String FORMS = "use jdbc:sqlite:FILE, jdbc:postgresql://HOST/DATABASE, "
            + "jdbc:mysql://HOST/DATABASE or jdbc:mariadb://HOST/DATABASE";

    public DatabaseUrl {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads a URL.
     *
     * @throws DatabaseException with {@link Problem#BAD_URL} if it is none that we understand
     */
    public static DatabaseUrl parse(String text) {
        String url = text.strip();
        int colon = url.indexOf(':');
        String scheme = colon < 0 ? "" : url.substring(0, colon);
        if (scheme.equals("jdbc")) {
            String rest = url.substring(5);
            int second = rest.indexOf(':');
            String driver = second < 0 ? rest : rest.substring(0, second);
            String target = second < 0 ? "" : rest.substring(second + 1);
            return switch (driver) {
                case "sqlite" -> sqlite(target, true);
                case "postgresql" -> server(DatabaseKind.POSTGRESQL, target, true);
                // Connector/J serves MariaDB as well; see docs/decisions/mariadb-through-connector-j.md.
                case "mysql", "mariadb" -> server(DatabaseKind.MYSQL, target, true);
                default -> throw bad("Unknown database in the URL: jdbc:" + driver + ": — " + FORMS + ".");
            };
        }
        String target = url.substring(colon + 1);
        return switch (scheme) {
            case "sqlite" -> sqlite(target.startsWith("//") ? target.substring(2) : target, false);
            // libpq takes both names for its own URLs.
            case "postgresql", "postgres" -> server(DatabaseKind.POSTGRESQL, target, false);
            case "mysql", "mariadb" -> server(DatabaseKind.MYSQL, target, false);
            case "oracle" -> throw bad("Oracle is not supported: " + FORMS + ".");
            case "" -> throw bad("This is not a database URL: it has no scheme; " + FORMS + ".");
            default -> throw bad("Unknown database in the URL: " + scheme + ": — " + FORMS + ".");
        };
    }

    /** SQLite's file. */
    public Path file() {
        if (kind != DatabaseKind.SQLITE) {
            throw new IllegalStateException("Only an SQLite database is a file: " + this);
        }
        return Path.of(jdbcUrl.substring("jdbc:sqlite:".length()));
    }

    /** The URL without user, password and parameters. */
    @Override
    public String toString() {
        return jdbcUrl;
    }

    private static DatabaseUrl sqlite(String target, boolean jdbc) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        Map<String, String> parameters = question < 0 ? Map.of() : query(target.substring(question + 1));
        if (path.isEmpty()
                || path.startsWith(":memory:")
                || path.startsWith("file:")
                || path.startsWith(":resource:")) {
            throw bad("The SQLite URL must name a file, as in jdbc:sqlite:/var/lib/jdbmail/mail.db.");
        }
        if (path.equals("~") || path.startsWith("~/")) {
            path = System.getProperty("user.home") + path.substring(1);
        }
        if (path.indexOf('\0') >= 0) {
            throw bad("The SQLite URL has a NUL in its path.");
        }
        // A dburi's pragmas are about speed against safety; how safe mail is stored is not for an old file to say.
        return new DatabaseUrl(DatabaseKind.SQLITE, "jdbc:sqlite:" + path, jdbc ? parameters : Map.of(), null, null);
    }

    private static DatabaseUrl server(DatabaseKind kind, String target, boolean jdbc) {
        String name = kind == DatabaseKind.POSTGRESQL ? "postgresql" : "mysql";
        int question = target.indexOf('?');
        String place = question < 0 ? target : target.substring(0, question);
        Map<String, String> parameters =
                new LinkedHashMap<>(question < 0 ? Map.of() : query(target.substring(question + 1)));
        String authority = "localhost";
        String database = place;
        if (place.startsWith("//")) {
            int slash = place.indexOf('/', 2);
            authority = slash < 0 ? place.substring(2) : place.substring(2, slash);
            database = slash < 0 ? "" : place.substring(slash + 1);
        } else if (kind != DatabaseKind.POSTGRESQL || !jdbc) {
            throw bad("The database URL lacks // after " + name + ": — " + FORMS + ".");
        }
        int at = authority.lastIndexOf('@');
        String user = parameters.remove("user");
        String password = parameters.remove("password");
        if (at >= 0) {
            String account = authority.substring(0, at);
            authority = authority.substring(at + 1);
            int colon = account.indexOf(':');
            user = decode(colon < 0 ? account : account.substring(0, colon));
            password = colon < 0 ? password : decode(account.substring(colon + 1));
        }
        if (database.isEmpty()) {
            throw bad("The database URL names no database: write it after the host, as in " + name + "://HOST/dbmail.");
        }
        String host = authority.isEmpty() ? "localhost" : authority;
        return new DatabaseUrl(
                kind,
                "jdbc:" + name + "://" + host + "/" + database,
                jdbc ? parameters : fromDbmail(kind, parameters),
                user,
                password);
    }

    /** What a dburi's parameters, which are libzdb's, mean to our drivers. The others tune libzdb and mean nothing here. */
    private static Map<String, String> fromDbmail(DatabaseKind kind, Map<String, String> parameters) {
        if (parameters.containsKey("unix-socket")) {
            throw bad("The dburi connects through a Unix socket, which Java's drivers cannot: name a host and port.");
        }
        boolean tls = parameters
                .getOrDefault("use-ssl", parameters.getOrDefault("secure", "false"))
                .equals("true");
        if (!tls) {
            return Map.of();
        }
        return kind == DatabaseKind.POSTGRESQL ? Map.of("sslmode", "require") : Map.of("sslMode", "REQUIRED");
    }

    private static Map<String, String> query(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            // A plus is a plus: it stands in passwords, and only in forms does it mean a space.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad(
                    "The database URL has a % that two hexadecimal digits must follow: write %25 for the sign itself.");
        }
    }

    private static DatabaseException bad(String message) {
        return new DatabaseException(Problem.BAD_URL, message);
    }
}
