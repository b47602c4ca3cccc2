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
    private static final String EXACT = """
            query = SELECT 1 FROM dbmail_aliases WHERE alias = '%s'
                    UNION SELECT 1 FROM dbmail_users WHERE userid = '%s' AND active = 1 LIMIT 1
            """;
    private static final String ANY_CASE = """
            query = SELECT 1 FROM dbmail_aliases WHERE lower(alias) = lower('%s')
                    UNION SELECT 1 FROM dbmail_users WHERE lower(userid) = lower('%s') AND active = 1 LIMIT 1
            """;

    /** The map for a database. */
    static RecipientMap of(TestDatabase database) {
        // Without the parameters, and as something that has a host, a port and a path.
        URI url = URI.create(database.url().replaceFirst("\\?.*", "").substring("jdbc:".length()));
        return switch (database.name()) {
            case "sqlite" -> new RecipientMap("sqlite", "dbpath = " + url.getSchemeSpecificPart() + "\n" + ANY_CASE);
            case "postgresql" -> new RecipientMap("pgsql", server(url, database) + ANY_CASE);
            case "mariadb", "mysql" -> new RecipientMap("mysql", server(url, database) + EXACT);
            default -> throw new IllegalArgumentException("no map for " + database.name());
        };
    }

    private static String server(URI url, TestDatabase database) {
        return "hosts = inet:%s:%d\ndbname = %s\nuser = %s\npassword = %s\n"
                .formatted(
                        url.getHost(), url.getPort(), url.getPath().substring(1), database.user(), database.password());
    }
}
