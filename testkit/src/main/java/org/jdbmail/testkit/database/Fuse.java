package org.jdbmail.testkit.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Put around a pool of connections: makes the Nth call of the database fail. */
public final class Fuse {
    /** How a call fails. */
    public enum Fault {
        /** The database refuses it, and nothing happens. */
        REFUSED,
        /** The connection is lost before the database hears of it. */
        LOST_BEFORE,
        /** The connection is lost when the call has taken effect: a commit is one. */
        LOST_AFTER
    }

    private static final String LOST = "08006";

    /** More calls than there are. */
    private static final int NEVER = Integer.MAX_VALUE;

    private final AtomicInteger left = new AtomicInteger();
    private volatile String state = "";
    private volatile Fault fault = Fault.REFUSED;

    /** The pool with it. */
    public DataSource around(DataSource pool) {
        return proxy(DataSource.class, pool, null);
    }

    /** The call with that number, counted from 1, will fail with that SQLSTATE. */
    public void set(int call, String sqlState) {
        state = sqlState;
        fault = Fault.REFUSED;
        left.set(call);
    }

    /** The call with that number, counted from 1, will fail like that. */
    public void set(int call, Fault how) {
        state = how == Fault.REFUSED ? "53100" : LOST;
        fault = how;
        left.set(call);
    }

    /** Counts calls, of which none will fail. */
    public void count() {
        left.set(NEVER);
    }

    /** How many calls there have been since they are counted; takes it out. */
    public int counted() {
        return NEVER - left.getAndSet(0);
    }

    /** Whether it has blown since it was set; takes it out. */
    public boolean hasBlown() {
        return left.getAndSet(0) <= 0;
    }

    /** @param connection what the target belongs to; null for the pool */
    private <T> T proxy(Class<T> type, Object target, @Nullable Connection connection) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    String name = method.getName();
                    boolean counts = name.startsWith("execute") && !rollsBack(arguments) || name.equals("commit");
                    boolean fails = counts && left.get() > 0 && left.decrementAndGet() == 0;
                    if (!fails) {
                        return wrapped(name, invoke(target, method, arguments), connection);
                    }
                    left.set(-1);
                    if (fault == Fault.LOST_AFTER) {
                        invoke(target, method, arguments);
                    }
                    if (fault != Fault.REFUSED && connection != null) {
                        lose(connection);
                    }
                    throw new SQLException("injected", state);
                }));
    }

    private static void lose(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        } catch (SQLException expected) {
            return; // and the pool, which has seen it, will not lend that one again
        }
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private @Nullable Object wrapped(String name, @Nullable Object result, @Nullable Connection owner) {
        // What is unwrapped is the driver's own, and no interface of ours.
        if (name.equals("unwrap")) {
            return result;
        }
        return switch (result) {
            case Connection made -> proxy(Connection.class, made, made);
            case PreparedStatement statement -> proxy(PreparedStatement.class, statement, owner);
            case Statement statement -> proxy(Statement.class, statement, owner);
            case null, default -> result;
        };
    }

    /** A rollback that fails is a lost connection, which is another story. */
    private static boolean rollsBack(Object @Nullable [] arguments) {
        return arguments != null
                && arguments.length > 0
                && String.valueOf(arguments[0]).startsWith("ROLLBACK");
    }
}
