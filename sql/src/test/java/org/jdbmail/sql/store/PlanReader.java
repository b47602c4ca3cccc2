package org.jdbmail.sql.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Put around a pool of connections: asks the database for the plan of every statement, with the parameters that it is about
 * to be run with, and keeps the plans that read a whole table. Statements that were put together anew are asked for too.
 */
final class PlanReader {
    /** What SQLite says of reading a whole table, or a whole index. */
    private static final Pattern SQLITE_SCAN = Pattern.compile("SCAN (\\w+).*");

    private static final Pattern POSTGRESQL_SCAN = Pattern.compile(".*Seq Scan on (\\w+).*");

    /** A table in a statement, and its alias. */
    private static final Pattern TABLE = Pattern.compile("(?i)\\b(j?dbmail_\\w+)(?:\\s+(?:as\\s+)?(\\w+))?");

    /** What reads inside of a compound statement: its inserts don't, and have variables that mean nothing outside. */
    private static final Pattern COMPOUND_PART = Pattern.compile("UPDATE [^;]*");

    private final String database;
    private final Set<String> large;
    private final Map<String, String> scans = new LinkedHashMap<>();
    private int read;

    /**
     * A reader of plans.
     *
     * @param database sqlite, postgresql, mariadb or mysql
     * @param large the tables that nothing may read as a whole
     */
    PlanReader(String database, Set<String> large) {
        this.database = database;
        this.large = large;
    }

    DataSource around(DataSource pool) {
        return proxy(DataSource.class, pool);
    }

    /** Forgets what was seen. */
    synchronized void clear() {
        scans.clear();
        read = 0;
    }

    /** How many plans were read. */
    synchronized int read() {
        return read;
    }

    /** The statements that read a whole table, with their plans. */
    synchronized Map<String, String> scans() {
        return new LinkedHashMap<>(scans);
    }

    private <T> T proxy(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object result = invoke(target, method, arguments);
                    if (result instanceof Connection connection) {
                        return proxy(Connection.class, connection);
                    }
                    return result instanceof PreparedStatement statement && target instanceof Connection connection
                            ? statement(connection, statement, (String) arguments[0])
                            : result;
                }));
    }

    /** A statement that notes its parameters, and has itself explained before it is run. */
    private PreparedStatement statement(Connection connection, PreparedStatement target, String sql) {
        List<Object[]> parameters = new ArrayList<>();
        List<Method> setters = new ArrayList<>();
        return (PreparedStatement) Proxy.newProxyInstance(
                PreparedStatement.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (self, method, arguments) -> {
                    boolean isParameter =
                            method.getName().startsWith("set") && arguments != null && arguments.length > 1;
                    if (isParameter) {
                        setters.add(method);
                        parameters.add(arguments);
                    }
                    if (method.getName().startsWith("execute")) {
                        explainAll(connection, sql, setters, parameters);
                        setters.clear();
                        parameters.clear();
                    }
                    return invoke(target, method, arguments);
                });
    }

    private void explainAll(Connection connection, String sql, List<Method> setters, List<Object[]> parameters)
            throws Throwable {
        if (!sql.startsWith("BEGIN NOT ATOMIC")) {
            explain(connection, sql, setters, parameters);
            return;
        }
        Matcher part = COMPOUND_PART.matcher(sql);
        while (part.find()) {
            int from = marks(sql.substring(0, part.start()));
            int to = from + marks(part.group());
            List<Object[]> own = new ArrayList<>();
            for (Object[] parameter : parameters.subList(from, to)) {
                Object[] moved = parameter.clone();
                moved[0] = (Integer) parameter[0] - from;
                own.add(moved);
            }
            explain(connection, part.group(), setters.subList(from, to), own);
        }
    }

    private static int marks(String sql) {
        return Math.toIntExact(sql.chars().filter(c -> c == '?').count());
    }

    private void explain(Connection connection, String sql, List<Method> setters, List<Object[]> parameters)
            throws Throwable {
        String explain = switch (database) {
                    case "sqlite" -> "EXPLAIN QUERY PLAN ";
                    case "mysql" -> "EXPLAIN FORMAT=TRADITIONAL ";
                    default -> "EXPLAIN ";
                }
                + sql;
        StringBuilder plan = new StringBuilder();
        boolean isScan = false;
        try (PreparedStatement statement = connection.prepareStatement(explain)) {
            for (int i = 0; i < setters.size(); i++) {
                invoke(statement, setters.get(i), parameters.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String line = line(rows);
                    isScan |= isLarge(sql, scanned(rows, line));
                    plan.append("\n    ").append(line);
                }
            }
        }
        note(sql, plan.toString(), isScan);
    }

    private synchronized void note(String sql, String plan, boolean isScan) {
        read++;
        if (isScan) {
            scans.put(sql.length() > 600 ? sql.substring(0, 600) + " …" : sql, plan);
        }
    }

    private String line(ResultSet row) throws SQLException {
        return switch (database) {
            case "sqlite" -> row.getString("detail");
            case "postgresql" -> row.getString(1);
            default ->
                row.getString("table") + " " + row.getString("type") + " " + row.getString("key") + " "
                        + row.getString("rows") + " " + row.getString("Extra");
        };
    }

    /** The table, or its alias, that a line of a plan reads from the first row to the last; empty for none. */
    private String scanned(ResultSet row, String line) throws SQLException {
        return switch (database) {
            case "sqlite" -> scanned(SQLITE_SCAN, line);
            case "postgresql" -> scanned(POSTGRESQL_SCAN, line);
            default -> {
                String type = String.valueOf(row.getString("type"));
                boolean all = type.equals("ALL") || type.equals("index");
                // An INSERT of values is said to be ALL of no rows.
                yield all && row.getObject("rows") != null ? row.getString("table") : "";
            }
        };
    }

    private static String scanned(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.matches() ? matcher.group(1) : "";
    }

    private boolean isLarge(String sql, String name) {
        if (large.contains(name)) {
            return true;
        }
        Matcher matcher = TABLE.matcher(sql);
        while (matcher.find()) {
            if (name.equals(matcher.group(2)) && large.contains(matcher.group(1))) {
                return true;
            }
        }
        return false;
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
