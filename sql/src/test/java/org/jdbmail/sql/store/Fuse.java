package org.jdbmail.sql.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Put around a pool of connections: makes the Nth call of the database fail, before it does anything. */
final class Fuse {
    private final AtomicInteger left = new AtomicInteger();
    private volatile String state = "";

    DataSource around(DataSource pool) {
        return proxy(DataSource.class, pool);
    }

    /** The call with that number, counted from 1, will fail with that SQLSTATE. */
    void set(int call, String sqlState) {
        state = sqlState;
        left.set(call);
    }

    /** Whether it has blown since it was set; takes it out. */
    boolean hasBlown() {
        return left.getAndSet(0) <= 0;
    }

    private <T> T proxy(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    String name = method.getName();
                    boolean counts = name.startsWith("execute") && !rollsBack(arguments) || name.equals("commit");
                    if (counts && left.get() > 0 && left.decrementAndGet() == 0) {
                        left.set(-1);
                        throw new SQLException("injected", state);
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        // What is unwrapped is the driver's own, and no interface of ours.
                        return name.equals("unwrap")
                                ? result
                                : switch (result) {
                                    case Connection connection -> proxy(Connection.class, connection);
                                    case PreparedStatement statement -> proxy(PreparedStatement.class, statement);
                                    case Statement statement -> proxy(Statement.class, statement);
                                    case null, default -> result;
                                };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** A rollback that fails is a lost connection, which is another story. */
    private static boolean rollsBack(Object[] arguments) {
        return arguments != null
                && arguments.length > 0
                && String.valueOf(arguments[0]).startsWith("ROLLBACK");
    }
}
