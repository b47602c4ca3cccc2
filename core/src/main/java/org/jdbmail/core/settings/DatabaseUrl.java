package org.jdbmail.core.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the database is, in JDBC's words, and who logs in to it. It is read from JDBC's own form
 * ({@code jdbc:postgresql://host/db}) or from DBMail's ({@code postgresql://user:password@host/db}, {@code sqlite:///file}).
 *
 * @param jdbc the URL for the driver; may carry a password in its parameters when the administrator put it there
 * @param user who logs in, where that is given apart from the URL
 * @param password with what
 */
public record DatabaseUrl(String jdbc, Optional<String> user, Optional<String> password) {
    private static final String HELP = "; write jdbc:sqlite:FILE, jdbc:postgresql://HOST/DATABASE,"
            + " jdbc:mariadb://HOST/DATABASE or jdbc:mysql://HOST/DATABASE, or the same as DBMail does, for example"
            + " postgresql://USER:PASSWORD@HOST/DATABASE";

    /**
     * Reads either form.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong, and no password
     */
    public static DatabaseUrl parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("jdbc:")) {
            if (!lower.matches("jdbc:(sqlite:.+|(postgresql|mysql|mariadb)://.+)")) {
                throw new IllegalArgumentException("this is no database that JDBMail knows" + HELP);
            }
            return new DatabaseUrl(text, Optional.empty(), Optional.empty());
        }
        if (lower.startsWith("sqlite:")) {
            return sqlite(text.substring("sqlite:".length()));
        }
        return server(text);
    }

    /** SQLite's file, as libzdb writes it: {@code sqlite:///path}, with {@code ~} for the home folder. */
    private static DatabaseUrl sqlite(String rest) {
        String path = rest.startsWith("//") ? rest.substring(2) : rest;
        int parameters = path.indexOf('?');
        if (parameters >= 0) {
            path = path.substring(0, parameters); // libzdb's are its own; the store sets what it needs
        }
        if (path.startsWith("~")) {
            path = System.getProperty("user.home") + path.substring(1);
        }
        if (path.isEmpty()) {
            throw new IllegalArgumentException("the URL names no file" + HELP);
        }
        return new DatabaseUrl("jdbc:sqlite:" + path, Optional.empty(), Optional.empty());
    }

    private static DatabaseUrl server(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "this is no URL (special characters in a password are written as %40 for @,"
                            + " %3A for :, %2F for /, %23 for #)" + HELP);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String driver = switch (scheme) {
            case "postgresql", "postgres" -> "postgresql";
            case "mysql" -> "mysql";
            case "mariadb" -> "mariadb";
            default -> throw new IllegalArgumentException("this is no database that JDBMail knows" + HELP);
        };
        String database = uri.getPath() == null ? "" : uri.getPath();
        if (uri.getHost() == null || database.length() < 2) {
            throw new IllegalArgumentException("the URL needs a host and the name of a database" + HELP);
        }
        List<String> parameters = new ArrayList<>();
        Optional<String> user = Optional.empty();
        Optional<String> password = Optional.empty();
        String login = uri.getRawUserInfo();
        if (login != null) {
            int colon = login.indexOf(':');
            user = Optional.of(decoded(colon < 0 ? login : login.substring(0, colon)));
            password = colon < 0 ? Optional.empty() : Optional.of(decoded(login.substring(colon + 1)));
        }
        for (String parameter :
                uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
            switch (name) {
                case "user" -> user = Optional.of(value);
                case "password" -> password = Optional.of(value);
                case "use-ssl" -> {
                    if (value.equals("true")) {
                        parameters.add(driver.equals("mysql") ? "sslMode=REQUIRED" : sslParameter(driver));
                    }
                }
                case "unix-socket" ->
                    throw new IllegalArgumentException(
                            "the database cannot be reached by a Unix socket from here; name a host and a port instead");
                default -> {} // libzdb's own tuning: charset, time-outs, fetch sizes
            }
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
        return new DatabaseUrl("jdbc:" + driver + "://" + uri.getHost() + port + database + query, user, password);
    }

    private static String sslParameter(String driver) {
        return driver.equals("postgresql") ? "sslmode=require" : "sslMode=trust";
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The URL without its parameters: what may be shown. */
    @Override
    public String toString() {
        int parameters = jdbc.indexOf('?');
        return parameters < 0 ? jdbc : jdbc.substring(0, parameters);
    }
}
