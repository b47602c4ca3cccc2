package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.content.LayoutConverter;
import org.jdbmail.sql.content.LayoutConverter.Progress;
import org.jdbmail.sql.upkeep.Collector;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.mail.MailGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages move from one layout into the other and back, and nobody who reads them sees a difference. */
final class LayoutConverterTest extends StoreContract {
    /** What is moved is all that there is: no test finds what another left. */
    @AfterEach
    void leaveNothing() {
        close();
    }

    private static int count(TestDatabase database, String table) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Runs a converter to its end; how many messages it moved. */
    private static int run(SqlStore store, Layout target) {
        LayoutConverter converter = store.converter(target);
        int moved = 0;
        Progress progress = converter.convert(0);
        while (progress.looked() > 0) {
            moved += progress.moved();
            progress = converter.convert(progress.last());
        }
        return moved;
    }

    private static void assertThere(SqlStore store, Map<Long, byte[]> messages) {
        messages.forEach((id, bytes) -> {
            PreparedMessage message = RoundTripContract.prepared(bytes);
            assertArrayEquals(
                    bytes,
                    RoundTripContract.whole(
                            store.read(tx -> tx.contents().read(List.of(id), 1)).get(id)));
            assertArrayEquals(
                    message.plan().head(message.bytes()),
                    store.read(tx -> tx.contents().heads(List.of(id))).get(id));
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void messagesMoveThereAndBackUnchanged(String name) throws Exception {
        SqlStore store = store(name);
        TestDatabase database = opened(name).database();
        Account account = account(store);
        MailGenerator generator = new MailGenerator(7);
        List<byte[]> mails = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            mails.add(generator.next().bytes());
        }
        mails.add(new byte[0]);
        mails.add("no header\0 at all\n".getBytes(StandardCharsets.US_ASCII));
        mails.add(RoundTripContract.withAttachment("large", 3 << 20, 4));
        Map<Long, byte[]> messages = new LinkedHashMap<>();
        mails.forEach(mail -> messages.put(RoundTripContract.put(store, account, mail), mail));
        Map<Long, Seen> before = changes(store, account.inbox(), 0);

        assertEquals(0, run(store, Layout.COMPACT));
        assertEquals(messages.size(), run(store, Layout.PARTS));
        assertEquals(0, count(database, "jdbmail_content"));
        assertEquals(0, count(database, "jdbmail_content_piece"));
        assertEquals(messages.size(), count(database, "dbmail_envelope"));
        assertThere(store, messages);
        assertEquals(before, changes(store, account.inbox(), 0));

        assertEquals(messages.size(), run(store, Layout.COMPACT));
        for (String table : List.of(
                "dbmail_partlists", "dbmail_header", "dbmail_envelope", "dbmail_referencesfield", "jdbmail_repair")) {
            assertEquals(0, count(database, table), table);
        }
        assertEquals(messages.size(), count(database, "jdbmail_content"));
        assertThere(store, messages);
        assertEquals(before, changes(store, account.inbox(), 0));
    }

    /** A converter that is stopped now and then and begins anew, while another does, and while mail comes, is read and goes. */
    private static int convert(SqlStore store, AtomicBoolean done, Random random) {
        int moved = 0;
        // To the end of a run to the compact layout, and until this one, and not always the other, has moved something.
        for (int run = 0; !done.get() || run % 2 != 0 || moved == 0; run++) {
            LayoutConverter converter = store.converter(run % 2 == 0 ? Layout.PARTS : Layout.COMPACT);
            long after = 0;
            // A run that isn't the last may end anywhere.
            for (int left = done.get() ? Integer.MAX_VALUE : 1 + random.nextInt(6); left > 0; left--) {
                Progress progress = converter.convert(after);
                if (progress.looked() == 0) {
                    break;
                }
                after = progress.last();
                moved += progress.moved();
            }
        }
        return moved;
    }

    private static int read(SqlStore store, Map<Long, byte[]> messages, Set<Long> expunged, AtomicBoolean done) {
        int reads = 0;
        while (!done.get() || reads == 0) {
            List<Long> ids = List.copyOf(messages.keySet());
            Map<Long, MessageBytes> some = store.read(tx -> tx.contents().read(ids, 4 << 20));
            Map<Long, byte[]> heads = store.look(tx -> tx.contents().heads(ids));
            for (Long id : ids) {
                byte[] bytes = messages.get(id);
                if (expunged.contains(id)) {
                    continue;
                }
                byte[] head = heads.get(id);
                if (head == null || !Arrays.equals(head, Arrays.copyOf(bytes, head.length))) {
                    throw new AssertionError("the head of message " + id + ": " + Arrays.toString(head));
                }
                MessageBytes read = some.get(id);
                if (read != null && !Arrays.equals(bytes, RoundTripContract.whole(read))) {
                    throw new AssertionError("message " + id + " is another");
                }
                reads++;
            }
            Long first = ids.getFirst();
            if (!expunged.contains(first) && !some.containsKey(first)) {
                throw new AssertionError("message " + first + " is not there");
            }
        }
        return reads;
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Tag("full")
    void messagesMoveBothWaysWhileTheStoreIsInUse(String name) throws Exception {
        SqlStore store = store(name);
        try (SqlStore other = SqlStore.open(config(opened(name).database()), options());
                ExecutorService executor = Executors.newCachedThreadPool()) {
            Account account = account(store);
            MailGenerator generator = new MailGenerator(11);
            Map<Long, byte[]> messages = new ConcurrentHashMap<>();
            Set<Long> expunged = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < 40; i++) {
                byte[] mail = generator.next().bytes();
                messages.put(RoundTripContract.put(store, account, mail), mail);
            }
            AtomicBoolean done = new AtomicBoolean();
            List<Future<Integer>> running = new ArrayList<>();
            for (SqlStore one : List.of(store, other)) {
                running.add(executor.submit(() -> convert(one, done, new Random(5))));
                running.add(executor.submit(() -> read(one, messages, expunged, done)));
            }
            try {
                for (int i = 0; i < 60; i++) {
                    byte[] mail = generator.next().bytes();
                    messages.put(RoundTripContract.put(i % 2 == 0 ? store : other, account, mail), mail);
                    if (i % 5 == 0) {
                        Map<Long, Seen> seen = changes(store, account.inbox(), 0);
                        long uid = List.copyOf(seen.keySet()).get(seen.size() / 2);
                        expunged.add(seen.get(uid).physId());
                        store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.of(uid), false));
                    }
                }
            } finally {
                done.set(true);
            }
            for (Future<Integer> one : running) {
                assertTrue(one.get() > 0);
            }
            store.tombstones().run();
            store.tombstones().run();
            store.collector(Duration.ZERO).run(DATE);
            messages.keySet().removeAll(expunged);
            assertThere(store, messages);
            run(store, Layout.COMPACT);
            assertThere(store, messages);
            for (String table : List.of("dbmail_partlists", "dbmail_header", "dbmail_envelope", "jdbmail_repair")) {
                assertEquals(0, count(opened(name).database(), table), table);
            }
            assertEquals(messages.size(), count(opened(name).database(), "jdbmail_content"));
            store.write(tx -> tx.messages().expunge(account.inbox(), all(), false));
            store.tombstones().run();
            store.tombstones().run();
            store.collector(Duration.ZERO).run(DATE);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoHasBegunToReadAMessageReadsItToTheEndAlthoughItIsMoved(String name) {
        SqlStore store = store(name);
        byte[] mail = RoundTripContract.withAttachment("slowly read", 3 << 20, 8);
        Account account = account(store);
        long id = RoundTripContract.put(store, account, mail);
        Collector collector = store.collector(Duration.ofHours(1));
        collector.run(DATE);
        MessageBytes begun =
                store.read(tx -> tx.contents().read(List.of(id), 1)).get(id);
        run(store, Layout.PARTS);
        assertEquals(0, collector.run(DATE.plusSeconds(7_200)).get("blob"));
        assertArrayEquals(mail, RoundTripContract.whole(begun));
        assertTrue(collector.run(DATE.plusSeconds(10_800)).get("blob") > 0);
        // Now its attachment is stored anew, and what comes back is compared before that is committed.
        assertEquals(1, run(store, Layout.COMPACT));
        assertThere(store, Map.of(id, mail));
        store.write(tx -> tx.messages().expunge(account.inbox(), all(), false));
        store.tombstones().run();
        store.tombstones().run();
        store.collector(Duration.ZERO).run(DATE);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMessageThatCannotBeReadHoldsUpNoOther(String name) throws Exception {
        SqlStore store = store(name);
        run(store, Layout.COMPACT);
        Account account = account(store);
        List<Long> messages = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            messages.add(
                    RoundTripContract.put(store, account, RoundTripContract.withAttachment("piece " + i, 20_000, i)));
        }
        opened(name).database().execute("DELETE FROM jdbmail_content_piece WHERE physmessage_id = " + messages.get(2));
        Progress progress = store.converter(Layout.PARTS).convert(messages.getFirst() - 1);
        assertEquals(List.of(messages.get(2)), progress.stuck());
        assertEquals(4, progress.moved());
        assertEquals(5, progress.looked());
        assertEquals(messages.getLast(), progress.last());
        store.write(tx -> {
            tx.messages().expunge(account.inbox(), all(), false);
            return null;
        });
        opened(name).database().execute("DELETE FROM dbmail_physmessage WHERE id = " + messages.get(2));
        run(store, Layout.COMPACT);
    }
}
