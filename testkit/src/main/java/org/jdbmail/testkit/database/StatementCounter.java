package org.jdbmail.testkit.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Put around a pool of connections: notes every statement that is run, so that a test can pin how many something takes.
 * Savepoints and transaction boundaries are left out.
 */
public final class StatementCounter {
    private final List<String> statements = new ArrayList<>();
    private int rows;

    /** The pool, with an ear at each of its connections. */
    public DataSource around(DataSource pool) {
        return proxy(DataSource.class, pool, "");
    }

    /** Forgets what was noted. */
    public synchronized void clear() {
        statements.clear();
        rows = 0;
    }

    /** How many rows were read or changed. */
    public synchronized int rows() {
        return rows;
    }

    private synchronized void note(@Nullable Object result) {
        rows += switch (result) {
            case Boolean there when there -> 1;
            case Integer changed -> changed;
            case null, default -> 0;
        };
    }

    /** What was noted, in order. */
    public synchronized List<String> statements() {
        return List.copyOf(statements);
    }

    private synchronized void note(String sql) {
        if (!sql.matches("(?i)(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\\b.*")) {
            statements.add(sql);
        }
    }

    private <T> T proxy(Class<T> type, Object target, String sql) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().startsWith("execute")) {
                        note(arguments != null && arguments[0] instanceof String text ? text : sql);
                    }
                    Object result = invoke(target, method, arguments);
                    if (method.getName().equals("executeUpdate")
                            || target instanceof ResultSet && method.getName().equals("next")) {
                        note(result);
                    }
                    // What is unwrapped is the driver's own, and no interface of ours.
                    return method.getName().equals("unwrap") ? result : around(result, arguments);
                }));
    }

    private @Nullable Object around(@Nullable Object result, Object @Nullable [] arguments) {
        String sql = arguments != null && arguments.length > 0 && arguments[0] instanceof String text ? text : "";
        return switch (result) {
            case Connection connection -> proxy(Connection.class, connection, "");
            case PreparedStatement statement -> proxy(PreparedStatement.class, statement, sql);
            case Statement statement -> proxy(Statement.class, statement, sql);
            case ResultSet read -> proxy(ResultSet.class, read, sql);
            case null, default -> result;
        };
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
