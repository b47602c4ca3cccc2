package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.queue.QueueOptions;
import org.jdbmail.core.queue.QueueRunner;
import org.jdbmail.core.queue.RetrySchedule;
import org.jdbmail.core.queue.Transport;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.store.StoreContract.Account;
import org.jdbmail.testkit.database.GaleraCluster;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two servers, each on a node of its own of a Galera cluster, where locks are known to one node only and who comes second learns at his
 * commit that all was in vain: deliveries, flags and copies that collide all the time come to their ends, UIDs appear in the order of
 * commits on both nodes, and no mail of the queue is sent twice.
 */
@Tag("peers")
final class GaleraTest {
    private static final int WRITERS = 2;
    private static final int EACH = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void twoNodesAreOneStore() throws Exception {
        try (GaleraCluster cluster = GaleraCluster.start().orElseThrow()) {
            List<TestDatabase> nodes = cluster.database();
            try (SqlStore first = open(nodes.getFirst());
                    SqlStore second = open(nodes.getLast())) {
                List<SqlStore> stores = List.of(first, second);
                StoreCheck check = new StoreCheck(nodes.getFirst());
                writersCollide(nodes, stores);
                claimsCollide(stores);
                workersShare(stores);
                assertEquals(List.of(), check.faults());
            }
        }
    }

    private static SqlStore open(TestDatabase node) {
        return SqlStore.open(StoreContract.config(node), SqlStoreOptions.DEFAULT);
    }

    /** All write to one mailbox: deliveries to it alone, deliveries to two, flags, copies into it. */
    private static void writersCollide(List<TestDatabase> nodes, List<SqlStore> stores) throws Exception {
        SqlStore one = stores.getFirst();
        Account shared = StoreContract.account(one, "shared", 0);
        Account beside = StoreContract.account(one, "beside", 0);
        long[] begun = StoreContract.deliver(one, shared, 10);
        long[] toCopy = StoreContract.deliver(one, beside, 2 * EACH);
        arrives(
                stores,
                () -> stores.getLast()
                        .look(tx -> tx.messages().seq(beside.inbox()))
                        .equals(one.look(tx -> tx.messages().seq(beside.inbox()))));

        AtomicBoolean isOver = new AtomicBoolean();
        List<Callable<List<Long>>> work = new ArrayList<>();
        for (int node = 0; node < stores.size(); node++) {
            SqlStore store = stores.get(node);
            for (int writer = 0; writer < WRITERS; writer++) {
                boolean isAlone = writer == 0;
                work.add(() -> deliveries(store, shared, isAlone ? List.of() : List.of(beside)));
            }
            work.add(() -> flags(store, shared, begun));
            int from = node * EACH;
            work.add(() -> copies(store, beside, shared, toCopy, from));
        }
        List<Future<List<Long>>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Set<Long>>> seen = nodes.stream()
                    .map(node -> threads.submit(() -> inOrder(node, shared.inbox(), isOver)))
                    .toList();
            work.forEach(each -> done.add(threads.submit(each)));
            Set<Long> uids = new HashSet<>();
            for (long uid : begun) {
                uids.add(uid);
            }
            try {
                for (Future<List<Long>> each : done) {
                    each.get().forEach(uid -> assertTrue(uids.add(uid), "a UID twice: " + uid));
                }
                assertEquals(begun.length + 2 * (WRITERS + 1) * EACH, uids.size());
                for (TestDatabase node : nodes) {
                    allIsThere(node, shared.inbox(), uids);
                }
            } finally {
                isOver.set(true);
            }
            for (Future<Set<Long>> each : seen) {
                assertEquals(uids, each.get());
            }
        }
    }

    /** All that was answered is there, and nothing else. */
    private static void allIsThere(TestDatabase node, long mailbox, Set<Long> uids) throws Exception {
        try {
            Eventually.isTrue(PATIENCE, "it arrives", () -> uids(node, mailbox).equals(uids));
        } catch (AssertionError e) {
            Set<Long> lost = new TreeSet<>(uids);
            Set<Long> more = new TreeSet<>(uids(node, mailbox));
            lost.removeAll(more);
            more.removeAll(uids);
            throw new AssertionError("lost " + lost + ", and more than was answered " + more, e);
        }
    }

    private static List<Long> deliveries(SqlStore store, Account shared, List<Account> others) {
        List<Long> uids = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            List<Delivered> delivered = store.deliver(
                    StoreContract.message(i),
                    StoreContract.DATE,
                    Stream.concat(Stream.of(shared), others.stream())
                            .map(Account::destination)
                            .toList());
            uids.add(((Delivered.Stored) delivered.getFirst()).uid());
        }
        return uids;
    }

    private static List<Long> flags(SqlStore store, Account shared, long[] uids) {
        long before = 0;
        for (int i = 0; i < EACH; i++) {
            long uid = uids[i % uids.length];
            FlagMode mode = i / uids.length % 2 == 0 ? FlagMode.ADD : FlagMode.REMOVE;
            FlagSet flags = FlagSet.of(0, Set.of("Node" + i % 3));
            long seq = store.write(
                            tx -> tx.messages().store(shared.inbox(), NumberSet.range(uid, uid), mode, flags, null))
                    .seq();
            // What the other node has done already changes nothing, and the seq stays.
            assertTrue(seq >= before, "the seq has fallen");
            before = seq;
        }
        return List.of();
    }

    private static List<Long> copies(SqlStore store, Account from, Account to, long[] uids, int first) {
        List<Long> copied = new ArrayList<>();
        for (int i = first; i < first + EACH; i++) {
            long uid = uids[i];
            store.write(tx -> tx.messages().copy(from.inbox(), NumberSet.range(uid, uid), to.inbox(), to.user()))
                    .forEach(one -> copied.add(one.uid()));
        }
        return copied;
    }

    /** Looks over and over; whatever is new has a higher UID than all that was there. */
    private static Set<Long> inOrder(TestDatabase node, long mailbox, AtomicBoolean isOver) throws SQLException {
        Set<Long> known = new HashSet<>();
        long highest = 0;
        boolean isLast = false;
        while (!isLast) {
            isLast = isOver.get();
            Set<Long> now = uids(node, mailbox);
            long before = highest;
            for (long uid : now) {
                if (known.add(uid)) {
                    assertTrue(uid > before, uid + " came after " + before);
                    highest = Math.max(highest, uid);
                }
            }
        }
        return known;
    }

    private static Set<Long> uids(TestDatabase node, long mailbox) throws SQLException {
        Set<Long> uids = new HashSet<>();
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT message_idnr FROM dbmail_messages WHERE mailbox_idnr = " + mailbox)) {
            while (row.next()) {
                uids.add(row.getLong(1));
            }
        }
        return uids;
    }

    /** Both nodes take what is due at the same moment, again and again. */
    private static void claimsCollide(List<SqlStore> stores) throws Exception {
        for (int round = 0; round < 10; round++) {
            put(stores.getFirst(), 5);
            arrives(stores, () -> queued(stores.getLast()) == 5);
            Instant now = Instant.now().plusSeconds(5);
            CyclicBarrier together = new CyclicBarrier(stores.size());
            List<Long> taken = new ArrayList<>();
            try (ExecutorService threads = Executors.newCachedThreadPool()) {
                List<Future<List<QueuedMail>>> claims = new ArrayList<>();
                for (SqlStore store : stores) {
                    claims.add(threads.submit(() -> {
                        together.await();
                        return store.write(tx ->
                                tx.queue().claim("node" + stores.indexOf(store), now, now.plusSeconds(60), 100, 100));
                    }));
                }
                for (Future<List<QueuedMail>> claim : claims) {
                    claim.get().forEach(mail -> taken.add(mail.id()));
                }
            }
            assertEquals(5, taken.size(), "each is one's: " + taken);
            assertEquals(5, Set.copyOf(taken).size(), "each is one's: " + taken);
            stores.getFirst().write(tx -> tx.queue().delete(taken, Instant.now().plus(Duration.ofDays(1))));
            arrives(stores, () -> queued(stores.getLast()) == 0);
        }
    }

    /** Two workers send what both nodes put into the queue. */
    private static void workersShare(List<SqlStore> stores) throws Exception {
        Map<Long, List<Integer>> sent = new ConcurrentHashMap<>();
        List<QueueRunner> workers = new ArrayList<>();
        QueueOptions options = new QueueOptions(
                "test",
                new EnvelopeAddress("postmaster", "test"),
                new RetrySchedule(Duration.ofDays(5), Duration.ofHours(4)),
                4,
                Duration.ofMinutes(10),
                Duration.ofMillis(20));
        try {
            for (int node = 0; node < stores.size(); node++) {
                int number = node;
                Transport transport = (mail, content) -> {
                    for (QueuedRecipient recipient : mail.recipients()) {
                        sent.merge(
                                recipient.id(),
                                List.of(number),
                                (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
                    }
                    return mail.recipients().stream()
                            .map(recipient -> (SendResult) new SendResult.Sent("250", false))
                            .toList();
                };
                QueueRunner worker =
                        new QueueRunner(stores.get(node), transport, transport, options, InstantSource.system());
                workers.add(worker);
                worker.start();
            }
            for (SqlStore store : stores) {
                put(store, 40);
            }
            arrives(stores, () -> queued(stores.getFirst()) == 0 && queued(stores.getLast()) == 0);
        } finally {
            workers.forEach(QueueRunner::close);
        }
        assertEquals(2 * 40 * 2, sent.size());
        Map<Long, List<Integer>> twice = new TreeMap<>(sent);
        twice.values().removeIf(by -> by.size() == 1);
        assertEquals(Map.of(), twice, "sent more than once");
    }

    private static void put(SqlStore store, int count) {
        for (int i = 0; i < count; i++) {
            Outgoing mail = new Outgoing(
                    "origin",
                    0,
                    0,
                    "",
                    new EnvelopeAddress("sender", "example.test"),
                    MailParameters.NONE,
                    null,
                    Stream.of("a@a.test", "b@b.test")
                            .map(target -> new OutgoingRecipient(MailTarget.ofStored(target), RecipientParameters.NONE))
                            .toList(),
                    null);
            store.deliver(new Delivery(
                    List.of(new Delivery.Content(StoreContract.message(i), StoreContract.DATE)),
                    List.of(new Portion(List.of(), List.of(mail), List.of()))));
        }
    }

    private static int queued(SqlStore store) {
        return store.read(tx -> tx.queue().list(0, 1_000)).size();
    }

    private static void arrives(List<SqlStore> stores, Callable<Boolean> is) throws Exception {
        Eventually.isTrue(PATIENCE, "it arrives at all " + stores.size() + " nodes", is);
    }
}
