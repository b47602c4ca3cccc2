package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.mime.listing.Listing;
import org.jdbmail.mime.listing.SortKeys;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.StatementCounter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Deliveries that wait together for a lock, and so, on PostgreSQL and SQLite, share a transaction afterwards: each is judged
 * by itself and comes out as it would alone.
 */
final class GroupDeliveryTest extends StoreContract {
    private final StatementCounter counter = new StatementCounter();
    private final AtomicBoolean breaks = new AtomicBoolean();

    /** Whoever asks for a connection waits until this is counted down. */
    private volatile CountDownLatch hold = new CountDownLatch(0);

    @Override
    SqlStoreOptions options() {
        return SqlStoreOptions.DEFAULT.withConnections(pool -> counter.around(breakable(pool)));
    }

    /** A pool that breaks with an error when it is told to, once. */
    private DataSource breakable(DataSource pool) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                hold.await();
            }
            if (method.getName().equals("getConnection") && breaks.getAndSet(false)) {
                throw new StackOverflowError("injected");
            }
            try {
                return method.invoke(pool, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (DataSource) Proxy.newProxyInstance(
                GroupDeliveryTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, handler);
    }

    /** What is to be delivered to one destination. */
    private record Given(PreparedMessage message, Instant date, Destination destination) {
        Given(PreparedMessage message, Destination destination) {
            this(message, DATE, destination);
        }
    }

    /**
     * Delivers all of them at once, while others take up everything that can be under way at a time: on PostgreSQL they wait for a
     * connection, elsewhere for the lock of a mailbox that another connection holds.
     */
    private List<Future<Delivered>> together(String name, List<Given> given) throws Exception {
        SqlStore store = store(name);
        Account locked = account(store);
        List<Thread> threads = new ArrayList<>();
        List<Future<Delivered>> answers = new ArrayList<>();
        try (Connection other = opened(name).database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate("UPDATE dbmail_mailboxes SET seq = seq + 1 WHERE mailbox_idnr = " + locked.inbox());
            if (name.equals("postgresql")) {
                other.rollback();
                hold = new CountDownLatch(1);
            }
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                threads.add(Thread.startVirtualThread(() -> deliver(store, locked)));
            }
            awaitThatAllWait(threads);
            counter.clear();
            for (Given one : given) {
                FutureTask<Delivered> task =
                        new FutureTask<>(() -> store.deliver(one.message(), one.date(), List.of(one.destination()))
                                .getFirst());
                answers.add(task);
                threads.add(Thread.startVirtualThread(task));
            }
            // On MariaDB only who wants the lock waits; the others have ended.
            awaitThatAllWait(threads);
            hold.countDown();
            other.commit();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return answers;
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void aLockedAccountHoldsUpNobodyElse(String name) throws Exception {
        SqlStore store = store(name);
        Account locked = account(store);
        List<Account> others = List.of(account(store), account(store), account(store));
        if (name.equals("sqlite")) {
            // Nobody can lock an account there, and nothing else.
            deliver(store, locked);
            assertEquals(1, uids(store, locked.inbox()).size());
            return;
        }
        List<Thread> threads = new ArrayList<>();
        try (Connection other = opened(name).database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate("UPDATE dbmail_users SET client_idnr = 7 WHERE user_idnr = " + locked.user());
            // More than there are connections.
            for (int i = 0; i < 24; i++) {
                threads.add(Thread.startVirtualThread(() -> deliver(store, locked)));
            }
            List<Thread> free = new ArrayList<>();
            for (Account account : others) {
                for (int i = 0; i < 5; i++) {
                    free.add(Thread.startVirtualThread(() -> deliver(store, account)));
                }
            }
            for (Thread thread : free) {
                assertTrue(thread.join(Duration.ofSeconds(30)), "waits for the account of somebody else");
            }
            assertEquals(0, uids(store, locked.inbox()).size());
            other.commit();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(24, uids(store, locked.inbox()).size());
        for (Account account : others) {
            assertEquals(5, uids(store, account.inbox()).size());
        }
    }

    private static void awaitThatAllWait(List<Thread> threads) {
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            while (threads.stream().anyMatch(thread -> thread.getState() == Thread.State.RUNNABLE)) {
                LockSupport.parkNanos(1_000_000);
            }
        });
    }

    private static PreparedMessage dated(int number) {
        return message("From: a@example.org\nSubject: number " + number
                + "\nDate: Sun, 29 Mar 2026 02:30:07 +0100\n\nThis is number " + number + ".\n");
    }

    private static Delivered.Stored stored(Future<Delivered> answer) throws Exception {
        return assertInstanceOf(Delivered.Stored.class, answer.get());
    }

    private static Reason reason(Future<Delivered> answer) throws Exception {
        return assertInstanceOf(Delivered.Refused.class, answer.get()).refusal().reason();
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void everyMessageIsThereAsItWouldBeAlone(String name) throws Exception {
        SqlStore store = store(name);
        List<Given> given = new ArrayList<>();
        List<Account> accounts = List.of(account(store), account(store, 1_000_000), account(store));
        FlagSet flags = FlagSet.of(Flag.ANSWERED, Flag.DRAFT);
        for (int i = 0; i < 30; i++) {
            Account account = accounts.get(i % accounts.size());
            given.add(
                    i < 15
                            ? new Given(dated(i), account.destination())
                            : new Given(dated(i), new Destination(account.inbox(), account.user(), flags, false)));
        }
        List<Future<Delivered>> answers = together(name, given);
        HashSet<Long> uids = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            Delivered.Stored stored = stored(answers.get(i));
            assertTrue(uids.add(stored.uid()));
            Destination destination = given.get(i).destination();
            Seen seen = changes(store, destination.mailboxId(), 0).get(stored.uid());
            assertEquals(stored.modseq(), seen.modseq());
            assertEquals(destination.flags().system(), seen.flags());
            assertEquals(destination.recent(), seen.recent());
            assertEquals(DATE.getEpochSecond(), seen.date());
            PreparedMessage message = given.get(i).message();
            assertEquals(message.size(), seen.size());
            assertArrayEquals(
                    message.bytes().slice(0, message.size()),
                    store.read(tx -> tx.contents().read(List.of(seen.physId()), 1))
                            .get(seen.physId())
                            .slice(0, message.size()));
            Listing listing = store.read(tx -> tx.contents().listings(List.of(seen.physId())))
                    .get(seen.physId());
            assertArrayEquals(message.summary().listing().envelope(), listing.envelope());
            assertArrayEquals(message.summary().listing().bodyStructure(), listing.bodyStructure());
            SortKeys keys = store.read(tx -> tx.contents().sortKeys(List.of(seen.physId())))
                    .get(seen.physId());
            assertEquals(message.summary().keys(), keys);
            assertEquals(DATE, keys.sent());
        }
        for (Account account : accounts) {
            assertEquals(10, uids(store, account.inbox()).size());
            long octets = given.stream()
                    .filter(one -> one.destination().mailboxId() == account.inbox())
                    .mapToLong(one -> one.message().size())
                    .sum();
            assertEquals(octets, used(store, account));
        }
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void whoIsRefusedDoesNotKeepTheOthersFromTheirMail(String name) throws Exception {
        SqlStore store = store(name);
        Account good = account(store);
        Account full = account(store, 10);
        Account roomForOne = account(store, message(1).size());
        Account folder = account(store);
        try (Connection other = opened(name).database().connect();
                Statement statement = other.createStatement()) {
            statement.executeUpdate("UPDATE dbmail_mailboxes SET no_select = 1 WHERE mailbox_idnr = " + folder.inbox());
        }
        List<Future<Delivered>> answers = together(
                name,
                List.of(
                        new Given(message(1), good.destination()),
                        new Given(message(1), full.destination()),
                        new Given(message(1), Destination.plain(Long.MAX_VALUE, good.user())),
                        new Given(message(1), Destination.plain(good.inbox(), Long.MAX_VALUE)),
                        new Given(message(1), roomForOne.destination()),
                        new Given(message(2), roomForOne.destination()),
                        new Given(message(2), good.destination()),
                        new Given(message(1), folder.destination())));
        stored(answers.get(0));
        assertEquals(Reason.NOT_FOUND, reason(answers.get(7)));
        assertEquals(Reason.OVER_QUOTA, reason(answers.get(1)));
        assertEquals(Reason.NOT_FOUND, reason(answers.get(2)));
        assertEquals(Reason.NOT_FOUND, reason(answers.get(3)));
        stored(answers.get(6));
        long fitted = answers.subList(4, 6).stream()
                .filter(answer -> answer.resultNow() instanceof Delivered.Stored)
                .count();
        assertEquals(1, fitted);
        assertEquals(1, uids(store, roomForOne.inbox()).size());
        assertEquals(message(1).size(), used(store, roomForOne));
        assertEquals(0, used(store, full));
        assertEquals(0, used(store, folder));
        assertEquals(message(1).size() + message(2).size(), used(store, good));
        assertEquals(2, uids(store, good.inbox()).size());
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void whatTheDatabaseDoesNotTakeFailsAlone(String name) throws Exception {
        SqlStore store = store(name);
        Account good = account(store);
        Account other = account(store);
        List<Future<Delivered>> answers = together(
                name,
                List.of(
                        new Given(message(1), good.destination()),
                        new Given(message(2), Instant.parse("+300000-01-01T00:00:00Z"), other.destination()),
                        new Given(message(3), good.destination())));
        stored(answers.get(0));
        stored(answers.get(2));
        // The others take any date, each in its way.
        if (name.equals("postgresql")) {
            Throwable cause =
                    assertThrows(ExecutionException.class, answers.get(1)::get).getCause();
            assertEquals(
                    Reason.UNAVAILABLE, assertInstanceOf(Refusal.class, cause).reason());
            assertEquals(List.of(), uids(store, other.inbox()));
            assertEquals(0, used(store, other));
        }
        assertEquals(2, uids(store, good.inbox()).size());
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void onPostgresqlTheyShareStatements(String name) throws Exception {
        SqlStore store = store(name);
        List<Account> accounts = new ArrayList<>();
        List<Given> given = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            accounts.add(account(store));
            given.add(new Given(dated(i), accounts.getLast().destination()));
        }
        for (Future<Delivered> answer : together(name, given)) {
            stored(answer);
        }
        Map<Boolean, Long> grouped = counter.statements().stream()
                .collect(Collectors.partitioningBy(statement -> statement.contains("unnest"), Collectors.counting()));
        if (name.equals("postgresql")) {
            assertTrue(grouped.get(true) >= 1, grouped::toString);
            assertTrue(grouped.get(true) + grouped.get(false) < 20, grouped::toString);
        } else {
            assertEquals(0, grouped.get(true));
        }
        for (Account account : accounts) {
            assertEquals(1, uids(store, account.inbox()).size());
        }
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void whoeverDeliversAtTheSameTimeIsAnswered(String name) throws Exception {
        SqlStore store = store(name);
        int senders = 6;
        int each = 100;
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            accounts.add(account(store));
        }
        List<Thread> threads = new ArrayList<>();
        for (Account account : accounts) {
            // Sessions of LMTP have threads of the system, those of IMAP virtual ones.
            Thread.Builder kind = threads.size() % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            threads.add(kind.start(() -> {
                for (int i = 0; i < each; i++) {
                    deliver(store, account);
                }
            }));
        }
        for (Thread thread : threads) {
            assertTrue(thread.join(Duration.ofSeconds(60)), () -> thread + " waits for ever");
        }
        for (Account account : accounts) {
            assertEquals(each, uids(store, account.inbox()).size());
        }
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void anErrorEndsItsDeliveryOnly(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        deliver(store, account);
        // SQLite's writer has its connection already.
        if (!name.equals("sqlite")) {
            breaks.set(true);
            Throwable thrown = assertThrows(Throwable.class, () -> deliver(store, account));
            StackOverflowError error = assertInstanceOf(
                    StackOverflowError.class, thrown instanceof IllegalStateException ? thrown.getCause() : thrown);
            assertEquals("injected", error.getMessage());
        }
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> deliver(store, account));
        assertEquals(2, uids(store, account.inbox()).size());
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void aClosedStoreTakesNothing(String name) {
        Account account = account(store(name));
        SqlStore other = SqlStore.open(config(opened(name).database()), SqlStoreOptions.DEFAULT);
        deliver(other, account);
        other.close();
        Refusal refusal = assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> assertThrows(Refusal.class, () -> deliver(other, account)));
        assertEquals(Reason.UNAVAILABLE, refusal.reason());
        assertEquals(1, uids(store(name), account.inbox()).size());
    }
}
