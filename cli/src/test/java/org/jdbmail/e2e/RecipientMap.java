package org.jdbmail.e2e;

import java.net.URI;
import org.jdbmail.testkit.database.TestDatabase;

/**
 * Postfix's question whether a recipient exists, put to our tables as {@code docs/admin/postfix.md} shows.
 *
 * @param type the name of Postfix's map type
 * @param text the map's configuration
 */
record RecipientMap(String type, String text) {
    /** The page's map for a database, with the place and the account of this one. */
    static RecipientMap of(TestDatabase database) {
        // Without the parameters, and as something that has a host, a port and a path.
        URI url = URI.create(database.url().replaceFirst("\\?.*", "").substring("jdbc:".length()));
        return switch (database.name()) {
            case "sqlite" ->
                new RecipientMap(
                        "sqlite",
                        with(
                                text("sqlite"),
                                "dbpath = /var/lib/jdbmail/mail.db",
                                "dbpath = " + url.getSchemeSpecificPart()));
            case "postgresql" -> new RecipientMap("pgsql", onServer(text("pgsql"), url, database));
            case "mariadb", "mysql" -> new RecipientMap("mysql", onServer(text("mysql"), url, database));
            default -> throw new IllegalArgumentException("no map for " + database.name());
        };
    }

    private static String text(String type) {
        return Snippet.only("ini " + type).text();
    }

    private static String onServer(String text, URI url, TestDatabase database) {
        String there = with(text, "hosts = 127.0.0.1", "hosts = inet:" + url.getHost() + ":" + url.getPort());
        there = with(there, "dbname = mail", "dbname = " + url.getPath().substring(1));
        there = with(there, "user = postfix", "user = " + database.user());
        return with(there, "password = secret", "password = " + database.password());
    }

    private static String with(String text, String line, String instead) {
        if (!text.contains(line + "\n")) {
            throw new AssertionError("no line \"" + line + "\" in " + text);
        }
        return text.replace(line + "\n", instead + "\n");
    }
}
