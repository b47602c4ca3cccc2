package org.jdbmail.core.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.api.Test;

/** What watches over logins goes on after an exception that nobody expects, as long as the process lives. */
@SuppressWarnings("try") // what was started is there to be closed
class WatchesOutliveBugsTest {
    private static final Duration EVERY = Duration.ofMillis(5);
    private static final int TURNS = 3;

    private final CountDownLatch asked = new CountDownLatch(TURNS);
    private final Store store = (Store) Proxy.newProxyInstance(
            Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                asked.countDown();
                throw new IllegalStateException("a bug");
            });

    private static OpenLogin login(String name) {
        InetSocketAddress address = new InetSocketAddress("192.0.2.7", 4711);
        return new OpenLogin(
                7, null, new OpenLogin.Entry(name, "imap", address, address, false, Instant.EPOCH), () -> true);
    }

    private void assertAskedAgainAndAgain() throws InterruptedException {
        assertTrue(asked.await(60, TimeUnit.SECONDS));
    }

    @Test
    void revocations() throws Exception {
        try (Revocations revocations = new Revocations(store, EVERY)) {
            revocations.opened(login("somebody"));
            revocations.start();
            assertAskedAgainAndAgain();
        }
    }

    @Test
    void attendance() throws Exception {
        try (Revocations revocations = new Revocations(store, Duration.ofDays(1));
                Attendance attendance = new Attendance(
                        store,
                        revocations,
                        new Presence.Host("0123456789abcdef", "host", 1, Instant.EPOCH),
                        EVERY,
                        InstantSource.system())) {
            revocations.opened(login("somebody"));
            attendance.start();
            assertAskedAgainAndAgain();
        }
    }

    @Test
    void guardSync() throws Exception {
        Guard guard = new Guard(Guard.Rules.USUAL, address -> false, InstantSource.system());
        try (GuardSync sync = new GuardSync(guard, store, EVERY, InstantSource.system()).start()) {
            assertAskedAgainAndAgain();
        }
    }

    /** Notes that make it fail are given up, for they would do so for ever. */
    @Test
    void loginJournal() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        Store failingOnce = (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (writes.getAndIncrement() == 0) {
                        throw new IllegalStateException("a bug");
                    }
                    return Map.of();
                });
        try (LoginJournal journal = new LoginJournal(failingOnce, true, InstantSource.system()).start()) {
            journal.opened(login("first"));
            Eventually.isTrue(Duration.ofSeconds(60), "the first was tried", () -> writes.get() == 1);
            journal.opened(login("second"));
            Eventually.isTrue(Duration.ofSeconds(60), "the second was written", () -> writes.get() == 2);
        }
        assertEquals(2, writes.get());
    }
}
