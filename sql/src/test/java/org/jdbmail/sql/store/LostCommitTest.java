package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection that is lost before a commit, or between a commit and its answer: what is answered is what happened. */
final class LostCommitTest extends StoreContract {
    /** When the connection breaks. */
    private enum Break {
        BEFORE,
        AFTER
    }

    private final AtomicReference<Break> breaks = new AtomicReference<>();

    /** What others do between the commit and the loss. */
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

    @Override
    SqlStoreOptions options() {
        return SqlStoreOptions.DEFAULT.withConnections(pool -> proxy(DataSource.class, pool, ""));
    }

    private <T> T proxy(Class<T> type, Object target, String sql) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    boolean commits = method.getName().equals("commit")
                            || method.getName().startsWith("execute") && isWholeDelivery(sql);
                    Break now = commits ? breaks.getAndSet(null) : null;
                    if (now == Break.BEFORE) {
                        throw new SQLException("injected", "08006");
                    }
                    Object result = invoke(target, method, arguments);
                    if (now == Break.AFTER) {
                        meanwhile.get().run();
                        throw new SQLException("injected", "08006");
                    }
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

    /** A statement that is its own transaction. */
    private static boolean isWholeDelivery(String sql) {
        return sql.startsWith("BEGIN NOT ATOMIC")
                || sql.contains("WITH")
                        && (sql.contains("INSERT INTO dbmail_messages") || sql.contains("INSERT INTO jdbmail_queue"));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static List<Delivered> deliver(SqlStore store, Destination... destinations) {
        return store.deliver(message(1), DATE, List.of(destinations));
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void whatWasCommittedIsAnsweredAsDone(String name) {
        breaks.set(null);
        SqlStore store = store(name);
        Account account = account(store);
        Account other = account(store);
        FlagSet keyword = FlagSet.of(Flag.SEEN.bit(), Set.of("Work"));
        List<List<Destination>> deliveries = List.of(
                List.of(account.destination()),
                List.of(account.destination(), other.destination()),
                List.of(new Destination(account.inbox(), account.user(), keyword, false)));
        for (List<Destination> destinations : deliveries) {
            int before = uids(store, account.inbox()).size();
            // SQLite's commits are in this process: there is no connection to lose.
            breaks.set(name.equals("sqlite") ? null : Break.AFTER);
            List<Delivered> delivered = deliver(store, destinations.toArray(Destination[]::new));
            assertEquals(null, breaks.get());
            assertEquals(destinations.size(), delivered.size());
            List<Long> uids = uids(store, account.inbox());
            assertEquals(before + 1, uids.size());
            assertEquals(
                    uids.getLast(),
                    assertInstanceOf(Delivered.Stored.class, delivered.getFirst())
                            .uid());
        }
    }

    private static PortionOutcome enqueue(SqlStore store, String origin) {
        Outgoing mail = outgoing(origin, 0, null);
        return store.deliver(new Delivery(
                        List.of(new Delivery.Content(message(1), DATE)),
                        List.of(new Portion(List.of(), List.of(mail), List.of()))))
                .getFirst();
    }

    private static int queued(SqlStore store) {
        return store.read(tx -> tx.queue().list(0, 100)).size();
    }

    /** Also where the mail was sent, and is in the queue no more, before anybody can ask. */
    @ParameterizedTest
    @MethodSource("allDatabases")
    void mailThatWasCommittedToTheQueueIsAnsweredAsDone(String name) {
        SqlStore store = store(name);
        emptyQueue(store);
        if (!name.equals("sqlite")) {
            breaks.set(Break.BEFORE);
            assertThrows(Refusal.class, () -> enqueue(store, "refused"));
            assertEquals(0, queued(store));
            breaks.set(Break.AFTER);
        }
        assertInstanceOf(PortionOutcome.Done.class, enqueue(store, "answered"));
        assertEquals(null, breaks.get());
        assertEquals(1, queued(store));
        if (!name.equals("sqlite")) {
            meanwhile.set(() -> sent(name));
            breaks.set(Break.AFTER);
            assertInstanceOf(PortionOutcome.Done.class, enqueue(store, "sent"));
            meanwhile.set(() -> {});
            assertEquals(0, queued(store));
        }
    }

    /** However many share a commit, and whatever becomes of it: what is in the queue is what was said to be. */
    @ParameterizedTest
    @MethodSource("allDatabases")
    void whoSharesACommitThatIsLostIsToldTheTruth(String name) throws Exception {
        SqlStore store = store(name);
        emptyQueue(store);
        Set<String> done = ConcurrentHashMap.newKeySet();
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            for (int thread = 0; thread < 8; thread++) {
                int number = thread;
                executor.execute(() -> {
                    for (int i = 0; i < 12; i++) {
                        // SQLite's commits are in this process: there is no connection to lose.
                        if (i % 3 == number % 3 && !name.equals("sqlite")) {
                            breaks.set(number % 2 == 0 ? Break.BEFORE : Break.AFTER);
                        }
                        try {
                            if (enqueue(store, number + "-" + i) instanceof PortionOutcome.Done) {
                                done.add(number + "-" + i);
                            }
                        } catch (Refusal refused) {
                            assertEquals(Reason.UNAVAILABLE, refused.reason());
                        }
                    }
                });
            }
        }
        breaks.set(null);
        List<String> there = store.read(tx -> tx.queue().list(0, 1_000)).stream()
                .map(QueuedMail::origin)
                .sorted()
                .toList();
        assertEquals(done.stream().sorted().toList(), there);
    }

    private void sent(String name) {
        try {
            opened(name).database().execute("DELETE FROM jdbmail_queue_recipient", "DELETE FROM jdbmail_queue");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void whatWasNotCommittedIsRefused(String name) {
        breaks.set(null);
        SqlStore store = store(name);
        Account account = account(store);
        Account other = account(store);
        if (!name.equals("sqlite")) {
            breaks.set(Break.BEFORE);
            assertEquals(
                    Reason.UNAVAILABLE,
                    assertThrows(Refusal.class, () -> deliver(store, account.destination()))
                            .reason());
            breaks.set(Break.BEFORE);
            assertEquals(
                    Reason.UNAVAILABLE,
                    assertThrows(Refusal.class, () -> deliver(store, account.destination(), other.destination()))
                            .reason());
        }
        assertEquals(List.of(), uids(store, account.inbox()));
        deliver(store, account.destination());
        assertEquals(1, uids(store, account.inbox()).size());
    }
}
