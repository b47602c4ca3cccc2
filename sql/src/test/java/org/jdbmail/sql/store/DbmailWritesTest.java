package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbmail.core.store.Changes.Watch;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** DBMail's daemons write to the same tables and tell nobody: whoever watches a mailbox hears of it all the same, and soon. */
@Tag("full")
final class DbmailWritesTest extends StoreContract {
    /** Of seven, half come sooner than this, whatever else the machine does; looking every five seconds would not do. */
    private static final Duration SOON = Duration.ofSeconds(1);

    @ParameterizedTest
    @MethodSource("databases")
    void whatDbmailWritesIsHeardOfWithinASecondWhileItIsAtWork(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        deliver(store, account);
        Semaphore woken = new Semaphore(0);
        Watch watch = store.changes().watch(account.inbox(), woken::release);
        try {
            // The first shows that it is at work.
            copyAsDbmail(name, account);
            assertTrue(woken.tryAcquire(60, TimeUnit.SECONDS));
            List<Long> waits = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                woken.drainPermits();
                long began = System.nanoTime();
                copyAsDbmail(name, account);
                assertTrue(woken.tryAcquire(60, TimeUnit.SECONDS));
                waits.add((System.nanoTime() - began) / 1_000_000);
            }
            Collections.sort(waits);
            assertTrue(waits.get(3) < SOON.toMillis(), waits + " ms");
        } finally {
            watch.close();
        }
        assertEquals(9, uids(store, account.inbox()).size());
    }

    /** As DBMail 3 copies a message: a row that shares the physical message, and the mailbox's seq, without a word to anybody. */
    private void copyAsDbmail(String name, Account account) throws SQLException {
        try (Connection connection = opened(name).database().connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(
                        "UPDATE dbmail_mailboxes SET seq = seq + 1 WHERE mailbox_idnr = " + account.inbox());
                statement.executeUpdate("INSERT INTO dbmail_messages (mailbox_idnr, physmessage_id, seen_flag,"
                        + " answered_flag, deleted_flag, flagged_flag, recent_flag, draft_flag, unique_id, status, seq)"
                        + " SELECT m.mailbox_idnr, m.physmessage_id, 0, 0, 0, 0, 1, 0, 'copy', 0, b.seq"
                        + " FROM dbmail_messages m JOIN dbmail_mailboxes b ON b.mailbox_idnr = m.mailbox_idnr"
                        + " WHERE m.message_idnr = (SELECT min(x.message_idnr) FROM dbmail_messages x"
                        + " WHERE x.mailbox_idnr = " + account.inbox() + ")");
            }
            connection.commit();
        }
    }
}
