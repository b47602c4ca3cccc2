package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.moving.intake.Importer;
import org.jdbmail.core.moving.source.AboutMailbox;
import org.jdbmail.core.moving.source.AboutMessage;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.core.moving.source.SourceMessage;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** While messages of an import are stored, the next are read and taken apart. */
final class ImportAheadTest extends StoreContract {
    /** Messages of three transactions. */
    private static final int AHEAD = 3 * 250;

    private static final int COUNT = 1_000;

    /** What is done when a message is read. */
    private interface Reading {
        void read(int number) throws Exception;
    }

    private record Numbered(int number, long octets, Reading reading) implements SourceMessage {
        @Override
        public AboutMessage about() {
            String name = "message " + number;
            return new AboutMessage(name, 0, FlagSet.NONE, false, DATE, "", octets, name);
        }

        @Override
        public MessageBytes read() {
            try {
                reading.read(number);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return MessageBytes.of(("Subject: " + number + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private record Box(List<SourceMessage> messages) implements SourceMailbox {
        @Override
        public AboutMailbox about() {
            return AboutMailbox.named("Brought");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theNextAreReadWhileOthersAreStored(String name) {
        SqlStore store = store(name);
        CountDownLatch read = new CountDownLatch(AHEAD);
        List<Boolean> wereRead = new ArrayList<>();
        Store watched = watched(store, () -> wereRead.add(await(read)));
        Importer.Outcome outcome = bring(store, watched, COUNT, 100, number -> read.countDown());
        assertEquals(COUNT, outcome.brought());
        assertTrue(wereRead.stream().allMatch(each -> each), wereRead.toString());
    }

    /** What is read ahead has room in memory. */
    @ParameterizedTest
    @MethodSource("databases")
    void ofLargeOnesFewAreReadAhead(String name) {
        SqlStore store = store(name);
        AtomicInteger read = new AtomicInteger();
        AtomicInteger stored = new AtomicInteger();
        List<Integer> ahead = new CopyOnWriteArrayList<>();
        Store watched = watched(store, stored::incrementAndGet);
        assertEquals(
                20,
                bring(store, watched, 20, 20L << 20, number -> ahead.add(read.incrementAndGet() - stored.get()))
                        .brought());
        assertTrue(ahead.stream().allMatch(each -> each == 1), ahead.toString());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void afterAFailureNothingMoreIsRead(String name) {
        SqlStore store = store(name);
        Thread importer = Thread.currentThread();
        AtomicBoolean hasFailed = new AtomicBoolean();
        AtomicInteger late = new AtomicInteger();
        Store watched = watched(store, () -> {
            hasFailed.set(true);
            throw new Refusal(Reason.UNAVAILABLE, "no");
        });
        assertThrows(
                Refusal.class,
                () -> bring(store, watched, COUNT, 100, number -> {
                    if (number >= 250) {
                        Eventually.isTrue(
                                Duration.ofSeconds(30),
                                "it waits for the readers",
                                () -> hasFailed.get() && importer.getState() == Thread.State.TIMED_WAITING);
                        late.incrementAndGet();
                    }
                }));
        assertTrue(late.get() <= Runtime.getRuntime().availableProcessors(), late::toString);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Importer.Outcome bring(SqlStore store, Store watched, int count, long octets, Reading reading) {
        Account account = account(store);
        User owner = store.read(tx -> tx.users().find(account.user())).orElseThrow();
        List<SourceMessage> messages = new ArrayList<>();
        IntStream.range(0, count).forEach(number -> messages.add(new Numbered(number, octets, reading)));
        return new Importer(watched, complaint -> {}, each -> {}).bring(owner, List.of(new Box(messages)));
    }

    /** @param before done before a transaction is stored */
    private static Store watched(SqlStore store, Runnable before) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (self, method, arguments) -> {
                    if (method.getName().equals("takeIn")) {
                        before.run();
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
