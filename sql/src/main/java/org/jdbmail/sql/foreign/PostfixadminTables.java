package org.jdbmail.sql.foreign;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbmail.sql.database.Database;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.DatabaseException;
import org.jspecify.annotations.Nullable;

/**
 * What PostfixAdmin keeps of accounts, read once.
 *
 * @param mailboxes in the order of their names
 * @param targets where aliases lead, in the order of the addresses; those that are switched off are left out
 * @param aliasDomains by the domain that is an alias
 */
public record PostfixadminTables(
        List<Box> mailboxes, Map<String, List<String>> targets, Map<String, String> aliasDomains) {
    /**
     * An account.
     *
     * @param quota octets; 0 for no limit
     */
    public record Box(String login, String password, long quota, boolean active) {
        @Override
        public String toString() {
            return "Box[" + login + "]";
        }
    }

    private static final Set<String> YES = Set.of("1", "t", "true", "y");

    /** Reads them. @throws DatabaseException if the database can't be used, or has no such tables */
    public static PostfixadminTables read(DatabaseConfig config) {
        try (Connection connection = Database.single(config);
                Statement statement = connection.createStatement()) {
            List<Box> boxes = new ArrayList<>();
            try (ResultSet row =
                    statement.executeQuery("SELECT username, password, quota, active FROM mailbox ORDER BY username")) {
                while (row.next()) {
                    boxes.add(new Box(
                            row.getString(1),
                            String.valueOf(row.getString(2)),
                            Math.max(0, row.getLong(3)),
                            isYes(row.getString(4))));
                }
            }
            Map<String, List<String>> targets = new TreeMap<>();
            try (ResultSet row = statement.executeQuery("SELECT address, goto, active FROM alias ORDER BY address")) {
                while (row.next()) {
                    if (isYes(row.getString(3))) {
                        List<String> all = new ArrayList<>();
                        for (String target : String.valueOf(row.getString(2)).split(",")) {
                            if (!target.isBlank()) {
                                all.add(target.strip());
                            }
                        }
                        targets.put(row.getString(1), all);
                    }
                }
            }
            Map<String, String> domains = new HashMap<>();
            try (ResultSet row =
                    statement.executeQuery("SELECT alias_domain, target_domain, active FROM alias_domain")) {
                while (row.next()) {
                    if (isYes(row.getString(3))) {
                        domains.put(row.getString(1), row.getString(2));
                    }
                }
            }
            return new PostfixadminTables(boxes, targets, domains);
        } catch (SQLException e) {
            throw new DatabaseException(
                    DatabaseException.Problem.FOREIGN,
                    "the tables mailbox, alias and alias_domain cannot be read from " + config.url() + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    private static boolean isYes(@Nullable String value) {
        return value != null && YES.contains(value.toLowerCase(Locale.ROOT));
    }
}
