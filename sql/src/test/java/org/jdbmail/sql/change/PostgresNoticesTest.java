package org.jdbmail.sql.change;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jdbmail.core.store.Changes.Watch;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Notices go to other processes and come from them, also after a fault that nobody expects. */
@Tag("full")
@SuppressWarnings("try") // a watch is there to be closed
final class PostgresNoticesTest {
    private static final long MAILBOX = 4711;

    private static Supplier<Connection> connections(TestDatabase database, AtomicInteger bugs) {
        return () -> {
            if (bugs.getAndDecrement() > 0) {
                throw new IllegalStateException("a bug");
            }
            try {
                return database.connect();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        };
    }

    @Test
    void bothWaysAreOpenAgainAfterAnUnexpectedException() throws Exception {
        Watchers here = new Watchers();
        Watchers there = new Watchers();
        Semaphore wokenHere = new Semaphore(0);
        Semaphore wokenThere = new Semaphore(0);
        try (TestDatabase database = TestDatabases.create("postgresql");
                Watch watchHere = here.watch(MAILBOX, wokenHere::release);
                Watch watchThere = there.watch(MAILBOX, wokenThere::release);
                // Who tells and who listens fail once each.
                PostgresNotices failing =
                        new PostgresNotices(connections(database, new AtomicInteger(2)), "jdbmail_test", here);
                PostgresNotices healthy =
                        new PostgresNotices(connections(database, new AtomicInteger()), "jdbmail_test", there)) {
            // The one that greets each once it listens.
            assertTrue(wokenHere.tryAcquire(60, TimeUnit.SECONDS));
            assertTrue(wokenThere.tryAcquire(60, TimeUnit.SECONDS));
            healthy.tell(List.of(MAILBOX));
            assertTrue(wokenHere.tryAcquire(60, TimeUnit.SECONDS));
            failing.tell(List.of(MAILBOX));
            assertTrue(wokenThere.tryAcquire(60, TimeUnit.SECONDS));
        }
    }
}
