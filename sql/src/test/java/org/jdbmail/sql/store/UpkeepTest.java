package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Messages.State;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.upkeep.Collector;
import org.jdbmail.sql.upkeep.Tombstones;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Collecting what nothing refers to, and burying tombstones. */
final class UpkeepTest extends StoreContract {
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");

    private static PreparedMessage attached(int seed) {
        Random random = new Random(seed);
        StringBuilder body = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n");
        random.ints(6_000, 'a', 'z').forEach(c -> body.append((char) c));
        body.append("\r\n--b--\r\n");
        return PreparedMessage.prepare(MessageBytes.of(body.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    private static void drop(SqlStore store, Account account) {
        store.write(tx -> tx.messages().expunge(account.inbox(), all(), false));
        Tombstones tombstones = store.tombstones();
        tombstones.run();
        tombstones.run();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatNothingRefersToIsTakenAwayAndTheRestStays(String name) {
        SqlStore store = store(name);
        Account gone = account(store);
        Account stays = account(store);
        store.deliver(attached(1), DATE, List.of(gone.destination()));
        store.deliver(attached(2), DATE, List.of(gone.destination(), stays.destination()));
        store.deliver(attached(3), DATE, List.of(stays.destination()));
        Collector collector = store.collector(Duration.ZERO);
        // What other tests left comes first.
        store.tombstones().run();
        store.tombstones().run();
        collector.run(NOW);
        drop(store, gone);
        Map<String, Long> removed = collector.run(NOW);
        assertEquals(1, removed.get("physmessage"));
        assertEquals(1, removed.get("blob"));
        List<Long> ids = changes(store, stays.inbox(), 0).values().stream()
                .map(Seen::physId)
                .toList();
        Map<Long, MessageBytes> read = store.read(tx -> tx.contents().read(ids, Long.MAX_VALUE));
        assertEquals(2, read.size());
        for (MessageBytes message : read.values()) {
            assertEquals(attached(2).size(), message.slice(0, message.size()).length);
        }
        assertEquals(0, collector.run(NOW).get("physmessage"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void rowsThatAreNewerThanTheGraceTimeAreLeftAlone(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        store.collector(Duration.ZERO).run(NOW);
        deliver(store, account);
        drop(store, account);
        Collector collector = store.collector(Duration.ofHours(1));
        assertEquals(0, collector.run(NOW).get("physmessage"));
        assertEquals(0, collector.run(NOW.plusSeconds(3_599)).get("physmessage"));
        assertEquals(1, collector.run(NOW.plusSeconds(3_600)).get("physmessage"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsReferredToAgainBeforeItIsRemovedStays(String name) throws Exception {
        SqlStore plain = store(name);
        Account account = account(plain);
        deliver(plain, account);
        long physId =
                changes(plain, account.inbox(), 0).values().iterator().next().physId();
        drop(plain, account);
        // Another session copies the message, between the collector's first look and its second.
        AtomicBoolean isDue = new AtomicBoolean(true);
        Runnable copy = () -> {
            if (isDue.getAndSet(false)) {
                try {
                    opened(name)
                            .database()
                            .execute(
                                    "INSERT INTO dbmail_messages (mailbox_idnr, physmessage_id, unique_id, seq) VALUES ("
                                            + account.inbox() + ", " + physId + ", 'copied', 9)");
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            }
        };
        SqlStoreOptions watched = options()
                .withConnections(pool -> BeforeStatements.around(
                        pool,
                        // SQLite's writer would hold the copy up once it has begun.
                        sql -> sql.equals("BEGIN IMMEDIATE")
                                || sql.contains("dbmail_physmessage") && sql.contains("for update"),
                        copy));
        try (SqlStore store = SqlStore.open(config(opened(name).database()), watched)) {
            store.collector(Duration.ZERO).run(NOW);
        }
        assertEquals(1, changes(plain, account.inbox(), 0).size());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tombstonesStayForOneRunAndTheMailboxRemembersThem(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long box = account.inbox();
        deliver(store, account, 3);
        store.write(tx -> tx.messages().expunge(box, all(), false));
        State before = state(store, box);
        store.tombstones().run();
        assertEquals(before, state(store, box));
        assertEquals(3, changes(store, box, 1).size());
        store.tombstones().run();
        assertEquals(Map.of(), changes(store, box, 1));
        assertEquals(new State(before.seq(), before.uidNext(), before.seq()), state(store, box));
        long next = deliver(store, account);
        assertTrue(next >= before.uidNext());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void namesOfFieldsThatNoMessageHasGoExceptTheUsualOnes(String name) throws Exception {
        SqlStore store = store(name);
        opened(name)
                .database()
                .execute(
                        "INSERT INTO dbmail_headername (headername) VALUES ('x-nobody-has-this')",
                        "INSERT INTO dbmail_headername (headername) SELECT 'from' FROM dbmail_users WHERE userid = 'anyone'"
                                + " AND NOT EXISTS (SELECT 1 FROM dbmail_headername n WHERE n.headername = 'from')");
        Collector collector = store.collector(Duration.ZERO);
        assertEquals(1, collector.run(NOW).get("headername"));
        assertEquals(0, collector.run(NOW).get("headername"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tombstonesAreBuriedWhenTheirTimeIsOverWhicheverProcessLooks(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        Duration lifetime = Duration.ofDays(2);
        Tombstones one = store.tombstones();
        Tombstones other = store.tombstones();
        // What other tests left.
        one.run();
        one.run();
        one.runIfDue(NOW, lifetime);
        deliver(store, account, 3);
        store.write(tx -> tx.messages().expunge(account.inbox(), all(), false));
        assertEquals(0, one.runIfDue(NOW.plus(lifetime).minusSeconds(1), lifetime));
        // Due: they are marked, once, and not buried by the next process that looks.
        assertEquals(0, one.runIfDue(NOW.plus(lifetime), lifetime));
        assertEquals(0, other.runIfDue(NOW.plus(lifetime), lifetime));
        assertEquals(0, one.runIfDue(NOW.plus(lifetime).plusSeconds(3_600), lifetime));
        assertEquals(3, changes(store, account.inbox(), 1).size());
        assertEquals(3, other.runIfDue(NOW.plus(lifetime).plus(lifetime), lifetime));
        assertEquals(Map.of(), changes(store, account.inbox(), 1));
    }

    /** Deliveries and copies go on while the collector takes away everything it can. */
    @ParameterizedTest
    @MethodSource("databases")
    void nothingThatIsInUseIsLostToACollectorThatRunsAtTheSameTime(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            Account own = account(store);
            work.add(() -> {
                for (int i = 0; i < 15; i++) {
                    // The same attachment again and again, expunged and forgotten in between.
                    Delivered delivered = store.deliver(attached(77), DATE, List.of(own.destination()))
                            .getFirst();
                    Delivered.Stored stored = (Delivered.Stored) delivered;
                    long physId = changes(store, own.inbox(), stored.modseq() - 1)
                            .get(stored.uid())
                            .physId();
                    store.write(tx -> tx.messages().copy(own.inbox(), all(), account.inbox(), account.user()));
                    assertNotNull(store.read(tx -> tx.contents().read(List.of(physId), 1))
                            .get(physId));
                    store.write(tx -> tx.messages().expunge(own.inbox(), all(), false));
                    store.write(tx -> tx.messages().expunge(account.inbox(), all(), false));
                }
                return true;
            });
        }
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> collecting = executor.submit(() -> {
                Collector collector = store.collector(Duration.ZERO);
                while (!done.get()) {
                    collector.run(NOW);
                    store.tombstones().run();
                }
                return true;
            });
            List<Future<Boolean>> running = new ArrayList<>();
            work.forEach(one -> running.add(executor.submit(one)));
            int failed = 0;
            for (Future<Boolean> one : running) {
                failed += one.get() ? 0 : 1;
            }
            done.set(true);
            assertEquals(0, failed);
            assertTrue(collecting.get());
        }
        long uid = ((Delivered.Stored) store.deliver(attached(77), DATE, List.of(account.destination()))
                        .getFirst())
                .uid();
        Seen seen = changes(store, account.inbox(), 0).get(uid);
        assertFalse(seen.expunged());
        assertEquals(
                attached(77).size(),
                store.read(tx -> tx.contents().read(List.of(seen.physId()), 1))
                        .get(seen.physId())
                        .size());
    }
}
