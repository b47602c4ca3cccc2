package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.store.StoreContract.Account;
import org.jdbmail.sql.upkeep.Collector;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same few attachments come in again and again, by two processes and many threads, are expunged, and are collected by
 * both as soon as nothing refers to them: no delivery fails, no message that is left has lost a byte, and at the end each
 * attachment is there once.
 */
@Tag("full")
final class SharedContentTest {
    private static final int THREADS = 12;
    private static final int ROUNDS = 25;
    private static final int ATTACHMENTS = 3;

    static Stream<Arguments> databases() {
        return TestDatabases.names().stream()
                .flatMap(name -> Stream.of(Layout.values()).map(layout -> Arguments.of(name, layout)));
    }

    private static byte[] message(int attachment) {
        return RoundTripContract.withAttachment("attachment " + attachment, 9_000, attachment);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void attachmentsAreSharedWhileTheyComeAndGo(String name, Layout layout) throws Exception {
        SqlStoreOptions options = SqlStoreOptions.DEFAULT.with(SqlStoreOptions.Writing.in(layout));
        try (TestDatabase database = TestDatabases.create(name);
                SqlStore one = SqlStore.open(StoreContract.config(database), options);
                SqlStore two = SqlStore.open(StoreContract.config(database), options);
                ExecutorService executor = Executors.newCachedThreadPool()) {
            List<SqlStore> stores = List.of(one, two);
            Map<Long, Integer> kept = new ConcurrentHashMap<>();
            AtomicBoolean done = new AtomicBoolean();
            List<Future<Long>> collectors = stores.stream()
                    .map(store -> executor.submit(() -> collect(store, done)))
                    .toList();
            List<Future<Integer>> deliveries = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                SqlStore store = stores.get(i % 2);
                Account account = StoreContract.account(store, "user" + i, 0);
                Random random = new Random(i);
                deliveries.add(executor.submit(() -> deliver(store, account, random, kept)));
            }
            try {
                for (Future<Integer> delivery : deliveries) {
                    assertEquals(ROUNDS, delivery.get());
                }
            } finally {
                done.set(true);
            }
            long collected = 0;
            for (Future<Long> collector : collectors) {
                collected += collector.get();
            }
            assertTrue(collected > 0, "the collectors found nothing to do");
            kept.forEach((physId, attachment) -> assertArrayEquals(
                    message(attachment),
                    RoundTripContract.whole(two.read(tx -> tx.contents().read(List.of(physId), 1))
                            .get(physId))));
            if (layout == Layout.COMPACT) {
                // What was expunged last may have come after the collectors' last look; a tombstone goes at the second.
                one.tombstones().run();
                one.tombstones().run();
                one.collector(Duration.ZERO).run(StoreContract.DATE);
                long used = kept.values().stream().distinct().count();
                assertEquals(used, count(database, "SELECT count(*) FROM jdbmail_blob"));
            }
        }
    }

    /** Delivers attachments in turn, and expunges all but the last messages. */
    private static int deliver(SqlStore store, Account account, Random random, Map<Long, Integer> kept) {
        int delivered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int attachment = random.nextInt(ATTACHMENTS);
            Delivered outcome = store.deliver(
                            RoundTripContract.prepared(message(attachment)),
                            StoreContract.DATE,
                            List.of(account.destination()))
                    .getFirst();
            long uid = ((Delivered.Stored) outcome).uid();
            long physId =
                    StoreContract.changes(store, account.inbox(), 0).get(uid).physId();
            if (round < ROUNDS - 2) {
                store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.of(uid), false));
            } else {
                kept.put(physId, attachment);
            }
            delivered++;
        }
        return delivered;
    }

    private static long collect(SqlStore store, AtomicBoolean done) {
        Collector collector = store.collector(Duration.ZERO);
        long removed = 0;
        while (!done.get()) {
            store.tombstones().run();
            removed += collector.run(StoreContract.DATE).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
        return removed;
    }

    private static long count(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
