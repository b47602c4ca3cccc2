package org.jdbmail.sql.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Put around a pool of connections: does something right before a statement runs, so that a test can come between two statements. */
final class BeforeStatements {
    private final Predicate<String> wanted;
    private final Runnable task;

    private BeforeStatements(Predicate<String> wanted, Runnable task) {
        this.wanted = wanted;
        this.task = task;
    }

    static DataSource around(DataSource pool, Predicate<String> wanted, Runnable task) {
        return new BeforeStatements(wanted, task).proxy(DataSource.class, pool, "");
    }

    private <T> T proxy(Class<T> type, Object target, String sql) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (target instanceof PreparedStatement
                            && method.getName().startsWith("execute")
                            && wanted.test(sql)) {
                        task.run();
                    }
                    Object result = invoke(target, method, arguments);
                    return switch (result) {
                        case Connection connection
                        when target instanceof DataSource -> proxy(Connection.class, connection, "");
                        case PreparedStatement statement
                        when arguments != null && arguments.length > 0 && arguments[0] instanceof String text ->
                            proxy(PreparedStatement.class, statement, text);
                        case null, default -> result;
                    };
                }));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
