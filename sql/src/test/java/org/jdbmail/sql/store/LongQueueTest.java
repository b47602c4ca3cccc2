package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbmail.core.queue.QueueOptions;
import org.jdbmail.core.queue.QueueRunner;
import org.jdbmail.core.queue.RetrySchedule;
import org.jdbmail.core.queue.Transport;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.MailQueue;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A queue with far more for one destination than can be sent there at a time. */
final class LongQueueTest extends StoreContract {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Messages at a time, of all destinations. */
    private static final int AT_A_TIME = 5;

    private static void put(SqlStore store, String domain, int count) {
        put(store, "x.test", domain, count);
    }

    private static void put(SqlStore store, String senderDomain, String domain, int count) {
        List<Outgoing> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(mail(domain + i, senderDomain, "r" + i, domain));
        }
        store.deliver(new Delivery(
                List.of(new Delivery.Content(message(1), DATE)), List.of(new Portion(List.of(), all, List.of()))));
    }

    private static Outgoing mail(String origin, String domain) {
        return mail(origin, "x.test", "r", domain);
    }

    private static Outgoing mail(String origin, String senderDomain, String recipient, String domain) {
        return new Outgoing(
                origin,
                0,
                0,
                "",
                new EnvelopeAddress("s", senderDomain),
                MailParameters.NONE,
                null,
                List.of(OutgoingRecipient.of(new EnvelopeAddress(recipient, domain), RecipientParameters.NONE)),
                null);
    }

    /** One message at a time to each domain, and no more. */
    private static class OneByOne implements Transport {
        final Queue<String> sent = new ConcurrentLinkedQueue<>();
        final Map<String, CountDownLatch> held;

        OneByOne(Map<String, CountDownLatch> held) {
            this.held = held;
        }

        @Override
        public List<SendResult> send(QueuedMail mail, MailContent content) {
            String domain = mail.recipients().getFirst().address().domain();
            CountDownLatch latch = held.get(domain);
            try {
                if (latch != null && !latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody lets it go");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            sent.add(domain);
            return List.of(new SendResult.Sent("250", true));
        }

        @Override
        public Set<String> lanes(QueuedMail mail) {
            return Set.of(mail.recipients().getFirst().address().domain());
        }

        @Override
        public int limit(String lane) {
            return 1;
        }
    }

    private static QueueRunner runner(SqlStore store, Transport transport) {
        QueueOptions options = QueueOptions.usual(
                        "test",
                        new EnvelopeAddress("postmaster", "test"),
                        new RetrySchedule(Duration.ofDays(99_999), Duration.ofDays(99_999)),
                        Duration.ofMinutes(10))
                .with(AT_A_TIME);
        return new QueueRunner(store, transport, transport, options, InstantSource.system());
    }

    /** What waits is taken as quickly as the destination takes it, and not put off: 200 messages would have taken minutes. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatIsForOneDestinationGoesThereOneAfterTheOther(String name) throws Exception {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "one.test", 200);
        OneByOne transport = new OneByOne(Map.of());
        try (QueueRunner runner = runner(store, transport)) {
            runner.start();
            Eventually.isTrue(
                    LIMIT,
                    "all is sent",
                    () -> store.read(tx -> tx.queue().list(0, 1)).isEmpty());
        }
        assertEquals(200, transport.sent.size());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsForOthersIsFoundBehindIt(String name) throws Exception {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "slow.test", 100);
        CountDownLatch slow = new CountDownLatch(1);
        OneByOne transport = new OneByOne(Map.of("slow.test", slow));
        try (QueueRunner runner = runner(store, transport)) {
            runner.start();
            Eventually.isTrue(
                    LIMIT,
                    "it has begun",
                    () -> store.read(tx -> tx.queue().list(0, 100)).stream()
                            .anyMatch(each -> each.recipients().getFirst().attempts() > 0));
            put(store, "quick.test", 3);
            runner.wake();
            Eventually.isTrue(LIMIT, "others are sent", () -> transport.sent.size() == 3);
            assertTrue(transport.sent.stream().allMatch("quick.test"::equals));
            slow.countDown();
            Eventually.isTrue(
                    LIMIT,
                    "all is sent",
                    () -> store.read(tx -> tx.queue().list(0, 1)).isEmpty());
        }
        assertEquals(103, transport.sent.size());
    }

    /** Whose addresses go to different servers: those of one do not wait for another. */
    @ParameterizedTest
    @MethodSource("databases")
    void nobodyWaitsForAServerThatTakesOtherAddressesOfTheDomain(String name) throws Exception {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "split.test", 40);
        CountDownLatch slow = new CountDownLatch(1);
        OneByOne transport = new OneByOne(Map.of("split.test", slow)) {
            @Override
            public List<SendResult> send(QueuedMail mail, MailContent content) {
                if (lanes(mail).contains("quick.server")) {
                    sent.add("quick");
                    return List.of(new SendResult.Sent("250", true));
                }
                return super.send(mail, content);
            }

            @Override
            public Set<String> lanes(QueuedMail mail) {
                return Set.of(mail.sender().domain().equals("x.test") ? "slow.server" : "quick.server");
            }
        };
        try (QueueRunner runner = runner(store, transport)) {
            runner.start();
            Eventually.isTrue(
                    LIMIT,
                    "it has begun",
                    () -> store.read(tx -> tx.queue().list(0, 100)).stream()
                            .anyMatch(each -> each.recipients().getFirst().attempts() > 0));
            put(store, "y.test", "split.test", 2);
            runner.wake();
            Eventually.isTrue(LIMIT, "the others are sent", () -> transport.sent.size() == 2);
            assertTrue(transport.sent.stream().allMatch("quick"::equals));
            slow.countDown();
            Eventually.isTrue(
                    LIMIT,
                    "all is sent",
                    () -> store.read(tx -> tx.queue().list(0, 1)).isEmpty());
        }
    }

    /** What is put into the queue while nothing more can be sent is noted, and the worker rests until something can. */
    @ParameterizedTest
    @MethodSource("databases")
    void whoRingsWhileAllPlacesAreTakenKeepsNobodyAwake(String name) throws Exception {
        SqlStore store = store(name);
        emptyQueue(store);
        Map<String, CountDownLatch> held = new HashMap<>();
        AtomicInteger begun = new AtomicInteger();
        for (int i = 0; i < AT_A_TIME; i++) {
            held.put("held" + i + ".test", new CountDownLatch(1));
            put(store, "held" + i + ".test", 1);
        }
        OneByOne transport = new OneByOne(held) {
            @Override
            public List<SendResult> send(QueuedMail mail, MailContent content) {
                begun.incrementAndGet();
                return super.send(mail, content);
            }
        };
        try (QueueRunner runner = runner(store, transport)) {
            runner.start();
            Eventually.isTrue(LIMIT, "all places are taken", () -> begun.get() == AT_A_TIME);
            put(store, "more.test", 1);
            runner.wake();
            AtomicInteger restful = new AtomicInteger();
            Eventually.isTrue(
                    LIMIT,
                    "the worker rests",
                    () -> (worker().getState() == Thread.State.TIMED_WAITING
                                    ? restful.incrementAndGet()
                                    : restful.getAndSet(0))
                            > 50);
            held.values().forEach(CountDownLatch::countDown);
            Eventually.isTrue(LIMIT, "what came meanwhile is sent", () -> transport.sent.contains("more.test"));
        }
    }

    /** What was about to begin when the stop came is not kept from others until its lease is over. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatWasAboutToBeginAtAStopIsGivenBack(String name) throws Exception {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "one.test", 1);
        AtomicReference<QueueRunner> runner = new AtomicReference<>();
        AtomicReference<Thread> closing = new AtomicReference<>();
        OneByOne transport = new OneByOne(Map.of()) {
            @Override
            public int limit(String lane) {
                // Asked for first by who is about to begin.
                Thread stop = new Thread(() -> runner.get().close());
                if (closing.compareAndSet(null, stop)) {
                    stop.start();
                    try {
                        Eventually.isTrue(LIMIT, "the stop waits", () -> stop.getState() == Thread.State.TIMED_WAITING);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
                return 1;
            }
        };
        runner.set(runner(store, transport));
        runner.get().start();
        Eventually.isTrue(LIMIT, "it is being stopped", () -> closing.get() != null);
        closing.get().join();
        assertEquals(List.of(), List.copyOf(transport.sent));
        Instant now = Instant.now().plusSeconds(1);
        assertEquals(
                1,
                store.write(tx -> tx.queue().claim("other", now, now.plusSeconds(60), 10, 10))
                        .size());
    }

    private static Thread worker() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("jdbmail-queue"))
                .findFirst()
                .orElseThrow();
    }

    /** Of a destination where nobody is reached all hear at once, and no message is even read; who has to be told is told. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatIsForADestinationThatRestsIsPutOffTogether(String name) throws Exception {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "dead.test", 100);
        SendResult.Failed why = new SendResult.Failed(false, "4.4.1", "", "nobody could be reached");
        OneByOne transport = new OneByOne(Map.of()) {
            @Override
            public Optional<SendResult.Failed> rest(String lane) {
                return lane.equals("dead.test") ? Optional.of(why) : Optional.empty();
            }
        };
        try (QueueRunner runner = runner(store, transport)) {
            runner.start();
            Eventually.isTrue(
                    LIMIT,
                    "all are put off",
                    () -> store.read(tx -> tx.queue().list(0, 200)).stream()
                            .map(each -> each.recipients().getFirst())
                            .allMatch(each -> each.attempts() == 1
                                    && each.lastReply().equals("nobody could be reached")
                                    && each.nextAttempt().isAfter(Instant.now().plusSeconds(30))));
            List<Long> ids = store.read(tx -> tx.queue().list(0, 1)).stream()
                    .map(QueuedMail::id)
                    .toList();
            store.write(tx -> tx.queue().bounce(ids, Instant.now()));
            runner.wake();
            Eventually.isTrue(LIMIT, "its sender is told", () -> transport.sent.contains("x.test"));
        }
        assertEquals(List.of("x.test"), List.copyOf(transport.sent));
        assertEquals(99, store.read(tx -> tx.queue().list(0, 200)).size());
    }

    /** A relay that takes mail of very many domains, one at a time: the others are found behind all of it. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatIsForOthersIsFoundBehindARelayOfVeryManyDomains(String name) throws Exception {
        SqlStore store = store(name);
        emptyQueue(store);
        List<Outgoing> all = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            all.add(mail("relayed" + i, "relayed" + i + ".test"));
        }
        store.deliver(new Delivery(
                List.of(new Delivery.Content(message(1), DATE)), List.of(new Portion(List.of(), all, List.of()))));
        put(store, "quick.test", 3);
        CountDownLatch slow = new CountDownLatch(1);
        OneByOne transport = new OneByOne(Map.of()) {
            @Override
            public List<SendResult> send(QueuedMail mail, MailContent content) {
                try {
                    if (lanes(mail).contains("relay") && !slow.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                        throw new IllegalStateException("nobody lets it go");
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                sent.addAll(lanes(mail));
                return List.of(new SendResult.Sent("250", true));
            }

            @Override
            public Set<String> lanes(QueuedMail mail) {
                String domain = mail.recipients().getFirst().address().domain();
                return Set.of(domain.startsWith("relayed") ? "relay" : domain);
            }
        };
        try (QueueRunner runner = runner(store, transport)) {
            runner.start();
            Eventually.isTrue(LIMIT, "the others are sent", () -> transport.sent.size() == 3);
            assertTrue(transport.sent.stream().allMatch("quick.test"::equals));
            slow.countDown();
        }
        emptyQueue(store);
    }

    /** Pages of what is due, whatever stands between them. */
    @ParameterizedTest
    @MethodSource("allDatabases")
    void whatIsDueIsReadInPages(String name) {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "one.test", 7);
        Instant now = Instant.now().plusSeconds(1);
        List<String> seen = new ArrayList<>();
        MailQueue.Mark mark = null;
        do {
            MailQueue.Mark after = mark;
            MailQueue.Due due = store.look(tx -> tx.queue().due(now, after, 3));
            due.mails().forEach(mail -> seen.add(mail.origin()));
            mark = due.end();
        } while (mark != null);
        assertEquals(
                List.of("one.test0", "one.test1", "one.test2", "one.test3", "one.test4", "one.test5", "one.test6"),
                seen);
        List<Long> some = store.look(tx -> tx.queue().due(now, null, 3)).mails().stream()
                .map(mail -> mail.recipients().getFirst().id())
                .toList();
        assertEquals(3, claim(store, "one", now, some).size());
        assertEquals(List.of(), claim(store, "two", now, some), "they are another's");
        assertEquals(4, store.look(tx -> tx.queue().due(now, null, 100)).mails().size());
    }

    private static List<QueuedMail> claim(SqlStore store, String owner, Instant now, List<Long> recipients) {
        return store.write(tx -> tx.queue().claim(owner, now, now.plusSeconds(60), recipients));
    }
}
