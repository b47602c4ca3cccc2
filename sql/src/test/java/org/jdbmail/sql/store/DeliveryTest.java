package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deliveries: what is stored, what is refused, and in which order it appears. */
final class DeliveryTest extends StoreContract {
    private static Reason reason(Delivered delivered) {
        return assertInstanceOf(Delivered.Refused.class, delivered).refusal().reason();
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void aDeliveredMessageIsThereWithItsSizeDateFlagsAndCharge(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        PreparedMessage message = message(7);
        FlagSet flags = FlagSet.of(Flag.SEEN.bit() | Flag.DRAFT.bit(), Set.of("$Forwarded"));
        Destination destination = new Destination(account.inbox(), account.user(), flags, false);
        Delivered.Stored stored = assertInstanceOf(
                Delivered.Stored.class,
                store.deliver(message, DATE, List.of(destination)).getFirst());
        Seen seen = changes(store, account.inbox(), 0).get(stored.uid());
        assertEquals(seen.physId(), stored.physId());
        assertEquals(flags.system(), seen.flags());
        assertEquals(Set.of("$Forwarded"), seen.keywords());
        assertEquals(false, seen.recent());
        assertEquals(message.size(), seen.size());
        assertEquals(DATE.getEpochSecond(), seen.date());
        assertEquals(stored.modseq(), seen.modseq());
        assertEquals(stored.modseq(), state(store, account.inbox()).seq());
        assertEquals(stored.uid() + 1, state(store, account.inbox()).uidNext());
        assertEquals(message.size(), used(store, account));
        assertArrayEquals(
                message.bytes().slice(0, message.size()),
                store.read(tx -> tx.contents().read(List.of(seen.physId()), 1))
                        .get(seen.physId())
                        .slice(0, message.size()));
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void aPlainDeliveryIsRecentAndUnflagged(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long uid = deliver(store, account);
        Seen seen = changes(store, account.inbox(), 0).get(uid);
        assertEquals(0, seen.flags());
        assertTrue(seen.recent());
        assertEquals(Set.of(), seen.keywords());
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void oneFullAccountAndOneMissingMailboxDontKeepTheOthersFromTheirMail(String name) {
        SqlStore store = store(name);
        Account full = account(store, 10);
        Account good = account(store);
        Account another = account(store, 1_000_000);
        long before = state(store, full.inbox()).seq();
        List<Delivered> delivered = store.deliver(
                message(1),
                DATE,
                List.of(
                        full.destination(),
                        good.destination(),
                        Destination.plain(Long.MAX_VALUE, good.user()),
                        Destination.plain(good.inbox(), Long.MAX_VALUE),
                        another.destination(),
                        good.destination()));
        assertEquals(Reason.OVER_QUOTA, reason(delivered.get(0)));
        assertEquals(Reason.NOT_FOUND, reason(delivered.get(2)));
        assertEquals(Reason.NOT_FOUND, reason(delivered.get(3)));
        assertEquals(2, uids(store, good.inbox()).size());
        assertEquals(1, uids(store, another.inbox()).size());
        assertEquals(List.of(), uids(store, full.inbox()));
        assertEquals(before, state(store, full.inbox()).seq());
        assertEquals(0, used(store, full));
        assertEquals(2L * message(1).size(), used(store, good));
        Set<Long> physIds = new TreeSet<>();
        changes(store, good.inbox(), 0).values().forEach(seen -> physIds.add(seen.physId()));
        changes(store, another.inbox(), 0).values().forEach(seen -> physIds.add(seen.physId()));
        assertEquals(1, physIds.size(), "the content is stored once");
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void aSingleDestinationRefusesForTheSameReasons(String name) {
        SqlStore store = store(name);
        Account full = account(store, 10);
        Account good = account(store);
        assertEquals(
                Reason.OVER_QUOTA,
                reason(store.deliver(message(1), DATE, List.of(full.destination()))
                        .getFirst()));
        assertEquals(
                Reason.NOT_FOUND,
                reason(store.deliver(message(1), DATE, List.of(Destination.plain(Long.MAX_VALUE, good.user())))
                        .getFirst()));
        assertEquals(
                Reason.NOT_FOUND,
                reason(store.deliver(message(1), DATE, List.of(Destination.plain(good.inbox(), Long.MAX_VALUE)))
                        .getFirst()));
        String longKeyword = "k".repeat(65);
        Destination keyword = new Destination(good.inbox(), good.user(), FlagSet.of(0, Set.of(longKeyword)), true);
        assertEquals(
                Reason.LIMIT,
                reason(store.deliver(message(1), DATE, List.of(keyword)).getFirst()));
        long place = store.write(tx -> {
            long id = tx.mailboxes().create(good.user(), "Place", null);
            tx.mailboxes().deleteButKeepChildren(id);
            return id;
        });
        assertEquals(
                Reason.NOT_FOUND,
                reason(store.deliver(message(1), DATE, List.of(Destination.plain(place, good.user())))
                        .getFirst()));
        assertEquals(List.of(), uids(store, good.inbox()));
        assertThrows(IllegalArgumentException.class, () -> store.deliver(message(1), DATE, List.of()));
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void theQuotaIsReachedExactlyAndNotPassed(String name) {
        SqlStore store = store(name);
        long size = message(1).size();
        Account account = account(store, 2 * size);
        deliver(store, account, 2);
        assertEquals(2 * size, used(store, account));
        assertEquals(
                Reason.OVER_QUOTA,
                reason(store.deliver(message(1), DATE, List.of(account.destination()))
                        .getFirst()));
    }

    /** Whoever looks at a mailbox at any moment sees all UIDs below the highest one that it sees, for ever. */
    @ParameterizedTest
    @MethodSource("allDatabases")
    void uidsAppearInTheOrderOfTheirCommits(String name) throws Exception {
        SqlStore store = store(name);
        Account shared = account(store);
        Account other = account(store);
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < 6; w++) {
                int writer = w;
                writers.add(executor.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        List<Destination> destinations = writer % 2 == 0
                                ? List.of(shared.destination())
                                : List.of(other.destination(), shared.destination());
                        store.deliver(message(i), DATE, destinations);
                    }
                }));
            }
            long highest = 0;
            while (!writers.stream().allMatch(Future::isDone)) {
                for (Long uid : uids(store, shared.inbox())) {
                    if (seen.add(uid)) {
                        assertTrue(uid > highest, "UID " + uid + " appeared after " + highest);
                        highest = uid;
                    }
                }
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        Map<Long, Seen> all = changes(store, shared.inbox(), 0);
        assertEquals(150, all.size());
        assertEquals(151, state(store, shared.inbox()).seq());
        long last = 0;
        for (Seen message : all.values()) {
            assertTrue(message.modseq() > last, "MODSEQ rises with the UIDs");
            last = message.modseq();
        }
        assertEquals(150L * message(1).size() + 90 * 0, used(store, shared) - extraDigits(store, shared));
    }

    /** Messages 10 to 24 have two digits more than the others. */
    private static long extraDigits(SqlStore store, Account account) {
        long extra = 0;
        for (Seen seen : changes(store, account.inbox(), 0).values()) {
            extra += seen.size() - message(1).size();
        }
        return extra;
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void aRefusalOfTheWorkLeavesNothingBehind(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long uid = deliver(store, account);
        long seq = state(store, account.inbox()).seq();
        Refusal thrown = assertThrows(
                Refusal.class,
                () -> store.write(tx -> {
                    tx.messages().expunge(account.inbox(), all(), false);
                    tx.mailboxes().create(account.user(), "Gone", null);
                    throw new Refusal(Reason.LIMIT, "enough");
                }));
        assertEquals(Reason.LIMIT, thrown.reason());
        assertEquals(List.of(uid), uids(store, account.inbox()));
        assertEquals(seq, state(store, account.inbox()).seq());
        assertTrue(store.read(tx -> tx.mailboxes().find(account.user(), "Gone")).isEmpty());
    }

    /** On PostgreSQL after it was found and before the message that refers to it is stored; elsewhere before. */
    @ParameterizedTest
    @MethodSource("allDatabases")
    void anAttachmentThatIsCollectedMeanwhileIsBroughtBack(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        byte[] bytes =
                ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/x-collected\r\n\r\n"
                                + "collected meanwhile ".repeat(500) + "\r\n--b--\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        PreparedMessage message = RoundTripContract.prepared(bytes);
        assertEquals(1, message.plan().blobs().size());
        store.deliver(message, DATE, List.of(account.destination()));
        FutureTask<Delivered> delivery = new FutureTask<>(() ->
                store.deliver(message, DATE, List.of(account.destination())).getFirst());
        try (Connection other = opened(name).database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            String of = " WHERE physmessage_id IN (SELECT physmessage_id FROM dbmail_messages WHERE mailbox_idnr = "
                    + account.inbox() + ")";
            statement.executeUpdate("UPDATE dbmail_mailboxes SET seq = seq WHERE mailbox_idnr = " + account.inbox());
            if (name.equals("postgresql")) {
                Thread.startVirtualThread(delivery);
                awaitLockWait(statement);
            }
            statement.executeUpdate("DELETE FROM jdbmail_content_piece" + of);
            statement.executeUpdate(
                    "DELETE FROM jdbmail_blob WHERE id NOT IN (SELECT blob_id FROM jdbmail_content_piece)");
            other.commit();
        }
        if (!name.equals("postgresql")) {
            delivery.run();
        }
        Delivered.Stored stored = assertInstanceOf(Delivered.Stored.class, delivery.get());
        assertArrayEquals(
                bytes,
                store.read(tx -> tx.contents().read(List.of(stored.physId()), Long.MAX_VALUE))
                        .get(stored.physId())
                        .slice(0, bytes.length));
    }

    private static void awaitLockWait(Statement statement) throws SQLException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        boolean waits = false;
        while (!waits) {
            assertTrue(System.nanoTime() < end, "the delivery does not come to the mailbox's lock");
            LockSupport.parkNanos(5_000_000);
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
                row.next();
                waits = row.getInt(1) > 0;
            }
        }
    }
}
