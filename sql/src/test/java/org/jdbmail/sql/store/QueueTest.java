package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.queue.QueueOptions;
import org.jdbmail.core.queue.QueueRunner;
import org.jdbmail.core.queue.RetrySchedule;
import org.jdbmail.core.queue.Transport;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.MailParameters.Body;
import org.jdbmail.core.smtp.MailParameters.Returned;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.RecipientParameters.Notify;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.MailQueue;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.core.store.Settlement;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The queue of mail to send: what goes in comes out as it was, and is one worker's at a time. */
final class QueueTest extends StoreContract {
    private static final RecipientParameters ASKED =
            new RecipientParameters(Set.of(Notify.SUCCESS, Notify.DELAY), true, "rfc822", "a;b@x.test");

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Outgoing mail(String... targets) {
        List<OutgoingRecipient> recipients = new ArrayList<>();
        for (String target : targets) {
            recipients.add(new OutgoingRecipient(
                    MailTarget.ofStored(target), target.startsWith("asked") ? ASKED : RecipientParameters.NONE));
        }
        return new Outgoing(
                "origin",
                0,
                7,
                "X-Loop: a@b.test\r\n",
                new EnvelopeAddress("s\u00e9nder x", "example.test"),
                new MailParameters(-1, Body.BINARY_MIME, true, Returned.HEADERS, "id \u00e9", null, ""),
                new Outgoing.Due(DATE, true),
                recipients,
                null);
    }

    private static void put(SqlStore store, String... targets) {
        store.deliver(new Delivery(
                List.of(new Delivery.Content(message(1), DATE)),
                List.of(new Portion(List.of(), List.of(mail(targets)), List.of()))));
    }

    private static PortionOutcome settle(SqlStore store, Settlement settlement) {
        return store.deliver(new Delivery(
                        List.of(), List.of(new Portion(List.of(), List.of(), List.of(), List.of(settlement)))))
                .getFirst();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsGivenBackIsAsIfItHadNotBeenTaken(String name) {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "x@a.test", "y@a.test");
        Instant later = now().plusSeconds(60);
        QueuedMail taken = store.write(tx -> tx.queue().claim("one", later, later.plusSeconds(60), 10, 10))
                .getFirst();
        List<Long> ids = taken.recipients().stream().map(QueuedRecipient::id).toList();
        assertEquals(0, (int) store.write(tx -> tx.queue().giveBack("another", ids, later)));
        assertEquals(2, (int) store.write(tx -> tx.queue().giveBack("one", ids, later.plusSeconds(30))));
        assertEquals(List.of(), store.write(tx -> tx.queue().claim("two", later, later.plusSeconds(60), 10, 10)));
        QueuedMail again = store.write(
                        tx -> tx.queue().claim("two", later.plusSeconds(30), later.plusSeconds(90), 10, 10))
                .getFirst();
        assertEquals(2, again.recipients().size());
        assertEquals(1, again.recipients().getFirst().attempts(), "it counts as not tried");
    }

    /** As two nodes of a cluster leave it that take out the last two recipients. */
    @ParameterizedTest
    @MethodSource("allDatabases")
    void mailForNobodyGoesAfterADay(String name) throws SQLException {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "nobody@a.test");
        put(store, "somebody@a.test");
        opened(name).database().execute("DELETE FROM jdbmail_queue_recipient WHERE target = 'nobody@a.test'");
        store.forgetting().run(Instant.now().plus(Duration.ofHours(23)));
        assertEquals(2, inQueue(store));
        store.forgetting().run(Instant.now().plus(Duration.ofHours(25)));
        assertEquals(1, inQueue(store));
    }

    private static long inQueue(SqlStore store) {
        return store.read(tx -> tx.queue().page(new MailQueue.Search("", MailQueue.Order.CREATED, false, 0, 1)))
                .total();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void messagesAreLookedForByPages(String name) {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "first@a.test", "Both@a.test");
        put(store, "second@a.test", "both@b.test");
        put(store, "third@c.test");
        MailQueue.Page last =
                store.read(tx -> tx.queue().page(new MailQueue.Search("", MailQueue.Order.CREATED, true, 0, 2)));
        assertEquals(3, last.total());
        assertEquals(List.of("third@c.test", "second@a.test"), firstRecipients(last));
        MailQueue.Page found =
                store.read(tx -> tx.queue().page(new MailQueue.Search("BOTH@", MailQueue.Order.SENDER, false, 1, 9)));
        assertEquals(2, found.total(), "one is passed over");
        assertEquals(List.of("second@a.test"), firstRecipients(found));
        assertEquals(2, found.rows().getFirst().recipients().size(), "with all its recipients");
        assertEquals(
                0,
                store.read(tx -> tx.queue().page(new MailQueue.Search("100%", MailQueue.Order.CREATED, false, 0, 9)))
                        .total());
        emptyQueue(store);
    }

    private static List<String> firstRecipients(MailQueue.Page page) {
        return page.rows().stream()
                .map(mail -> mail.recipients().getFirst().target().toString())
                .toList();
    }

    /** RFC 5321 §4.1.2: a local part may begin with what else begins a program. */
    @ParameterizedTest
    @MethodSource("databases")
    void noAddressIsTakenForAProgramOrAFile(String name) {
        SqlStore store = store(name);
        for (String local : List.of("|/bin/touch /tmp/x", "!touch", ">/etc/passwd", "\\|x", "\\\\", "plain")) {
            emptyQueue(store);
            EnvelopeAddress address = new EnvelopeAddress(local, "evil.test");
            Outgoing mail = mail("x@y.test").to(List.of(OutgoingRecipient.of(address, RecipientParameters.NONE)));
            store.deliver(new Delivery(
                    List.of(new Delivery.Content(message(1), DATE)),
                    List.of(new Portion(List.of(), List.of(mail), List.of()))));
            QueuedMail found = store.read(tx -> tx.queue().list(0, 10)).getFirst();
            assertEquals(
                    new MailTarget.Address(address),
                    found.recipients().getFirst().target());
        }
        emptyQueue(store);
        put(store, ">/var/log/mail", "!/bin/x");
        QueuedMail found = store.read(tx -> tx.queue().list(0, 10)).getFirst();
        assertEquals(
                List.of(new MailTarget.File("/var/log/mail"), new MailTarget.Command("!/bin/x")),
                found.recipients().stream().map(QueuedRecipient::target).toList());
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void whatGoesInComesOut(String name) {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "asked@a.test", "|/bin/cat -x");
        QueuedMail mail = store.read(tx -> tx.queue().list(0, 10)).getFirst();
        assertEquals("origin", mail.origin());
        assertEquals(7, mail.skipped());
        assertEquals("X-Loop: a@b.test\r\n", mail.prefix());
        assertEquals(new EnvelopeAddress("s\u00e9nder x", "example.test"), mail.sender());
        assertEquals(
                new MailParameters(-1, Body.BINARY_MIME, true, Returned.HEADERS, "id \u00e9", null, ""),
                mail.parameters());
        assertEquals(new Outgoing.Due(DATE, true), mail.due());
        QueuedRecipient asked = mail.recipients().getFirst();
        assertEquals(new EnvelopeAddress("asked", "a.test"), asked.address());
        assertEquals(ASKED, asked.parameters());
        QueuedRecipient plain = mail.recipients().getLast();
        assertEquals(new MailTarget.Command("|/bin/cat -x"), plain.target());
        assertEquals(RecipientParameters.NONE, plain.parameters());
        assertEquals(Optional.of(mail), store.read(tx -> tx.queue().find(mail.id())));
        assertEquals(
                "From: a@example.org",
                new String(
                        store.read(tx -> tx.contents().read(List.of(mail.physId()), Long.MAX_VALUE))
                                .get(mail.physId())
                                .slice(0, 19),
                        StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void aClaimIsOneWorkersUntilItsEnd(String name) {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "a@a.test", "b@a.test");
        Instant now = now().plusSeconds(1);
        List<QueuedMail> claimed = store.write(tx -> tx.queue().claim("one", now, now.plusSeconds(60), 100, 100));
        assertEquals(2, claimed.getFirst().recipients().size());
        assertEquals(1, claimed.getFirst().recipients().getFirst().attempts());
        assertEquals(List.of(), store.write(tx -> tx.queue().claim("two", now, now.plusSeconds(60), 100, 100)));
        List<Long> ids = claimed.getFirst().recipients().stream()
                .map(QueuedRecipient::id)
                .toList();
        assertEquals(0, (int) store.write(tx -> tx.queue().renew("two", ids, now.plusSeconds(90))));
        int renewed = store.write(tx -> tx.queue().renew("one", ids, now.plusSeconds(90)));
        assertEquals(2, renewed);
        Instant later = now.plusSeconds(80);
        assertEquals(List.of(), store.write(tx -> tx.queue().claim("two", later, later.plusSeconds(60), 100, 100)));
        // The first one has died: its lease ends, and another takes over.
        Instant end = now.plusSeconds(91);
        List<QueuedMail> taken = store.write(tx -> tx.queue().claim("three", end, end.plusSeconds(60), 100, 100));
        assertEquals(2, taken.getFirst().recipients().getFirst().attempts());
        long first = claimed.getFirst().recipients().getFirst().id();
        long second = claimed.getFirst().recipients().getLast().id();
        assertEquals(
                Reason.IN_USE,
                assertInstanceOf(PortionOutcome.Refused.class, settle(store, Settlement.over(first, "one")))
                        .refusal()
                        .reason());
        assertInstanceOf(PortionOutcome.Done.class, settle(store, Settlement.over(first, "three")));
        Instant next = end.plusSeconds(500);
        settle(store, Settlement.later(second, "three", next, "450 later", true));
        QueuedRecipient left =
                store.read(tx -> tx.queue().list(0, 10)).getFirst().recipients().getFirst();
        assertEquals(second, left.id());
        assertEquals("450 later", left.lastReply());
        assertTrue(left.isWarned());
        assertEquals(next, left.nextAttempt());
        List<QueuedMail> again = store.write(tx -> tx.queue().claim("four", next, next.plusSeconds(60), 100, 100));
        settle(store, Settlement.over(again.getFirst().recipients().getFirst().id(), "four"));
        assertEquals(List.of(), store.read(tx -> tx.queue().list(0, 10)), "with its last recipient a message leaves");
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void whoClaimAtTheSameTimeGetDifferentRows(String name) throws InterruptedException {
        SqlStore store = store(name);
        emptyQueue(store);
        for (int i = 0; i < 40; i++) {
            put(store, "r" + i + "@a.test");
        }
        Instant now = now().plusSeconds(1);
        Set<Long> seen = new ConcurrentSkipListSet<>();
        List<Long> all = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String owner = "worker-" + i;
            workers.add(Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int turn = 0; turn < 10; turn++) {
                    String token = owner + "-" + turn;
                    store.write(tx -> tx.queue().claim(token, now, now.plusSeconds(600), 100, 7))
                            .forEach(mail -> mail.recipients().forEach(each -> {
                                seen.add(each.id());
                                all.add(each.id());
                            }));
                }
            }));
        }
        start.countDown();
        for (Thread worker : workers) {
            worker.join();
        }
        assertEquals(40, seen.size());
        assertEquals(40, all.size(), "nothing was claimed twice");
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void aClaimTakesAllRecipientsOfFewMessages(String name) {
        SqlStore store = store(name);
        emptyQueue(store);
        for (int i = 0; i < 4; i++) {
            put(store, "a" + i + "@a.test", "b" + i + "@a.test", "c" + i + "@a.test");
        }
        Instant now = now().plusSeconds(1);
        List<QueuedMail> claimed = store.write(tx -> tx.queue().claim("one", now, now.plusSeconds(60), 2, 100));
        assertEquals(
                List.of(3, 3),
                claimed.stream().map(mail -> mail.recipients().size()).toList());
        assertEquals(
                2,
                store.write(tx -> tx.queue().claim("two", now, now.plusSeconds(60), 100, 100))
                        .size());
    }

    /** Both are told only of their own recipient; whoever comes last sees that nobody is left. */
    @ParameterizedTest
    @MethodSource("allDatabases")
    void whereTwoTakeOutTheLastRecipientsAMessageLeaves(String name) throws InterruptedException {
        SqlStore store = store(name);
        emptyQueue(store);
        for (int i = 0; i < 20; i++) {
            put(store, "a@a.test", "b@a.test");
        }
        Instant now = now().plusSeconds(1);
        List<QueuedMail> claimed = store.write(tx -> tx.queue().claim("one", now, now.plusSeconds(60), 100, 100));
        for (QueuedMail mail : claimed) {
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> both = mail.recipients().stream()
                    .map(each -> Thread.ofVirtual().start(() -> {
                        await(start);
                        settle(store, Settlement.over(each.id(), "one"));
                    }))
                    .toList();
            start.countDown();
            for (Thread one : both) {
                one.join();
            }
        }
        assertEquals(List.of(), store.read(tx -> tx.queue().list(0, 100)));
        // An empty one would keep its content for ever, and nobody would see it.
        List<Long> ids = claimed.stream().map(QueuedMail::id).toList();
        assertEquals(0, (int) store.write(tx -> tx.queue().delete(ids, now.plusSeconds(99))));
    }

    /** Other processes get what this one has no place for: what it took ahead, while all went quickly, it lets go again when nothing moves. */
    @ParameterizedTest
    @MethodSource("allDatabases")
    void whoSendsTwoAtATimeLeavesTheRestToOthers(String name) throws Exception {
        SqlStore store = store(name);
        emptyQueue(store);
        for (int i = 0; i < 6; i++) {
            put(store, "r" + i + "@a.test");
        }
        CountDownLatch sending = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        Transport slow = (mail, content) -> {
            sending.countDown();
            await(goOn);
            return List.of(new SendResult.Sent("250", false));
        };
        QueueOptions options = QueueOptions.usual(
                        "test",
                        new EnvelopeAddress("postmaster", "test"),
                        new RetrySchedule(Duration.ofDays(99_999), Duration.ofDays(99_999)),
                        Duration.ofMinutes(10))
                .with(2);
        try (QueueRunner runner = new QueueRunner(store, slow, slow, options, InstantSource.system())) {
            runner.start();
            await(sending);
            Set<Long> others = new TreeSet<>();
            Eventually.isTrue(Duration.ofSeconds(60), "others get the rest", () -> {
                Instant now = now().plusSeconds(1);
                store.write(tx -> tx.queue().claim("other", now, now.plusSeconds(1), 100, 100))
                        .forEach(mail -> others.add(mail.id()));
                return others.size() == 4;
            });
            goOn.countDown();
            Eventually.isTrue(Duration.ofSeconds(60), "all is sent", () -> {
                runner.wake();
                return store.read(tx -> tx.queue().list(0, 10)).isEmpty();
            });
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void administratorsHoldReleaseRetryAndDelete(String name) {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "a@a.test");
        put(store, "b@a.test");
        List<Long> ids = new ArrayList<>();
        store.read(tx -> tx.queue().list(0, 10)).forEach(mail -> ids.add(mail.id()));
        Instant now = now().plusSeconds(1);
        assertEquals(1, (int) store.write(tx -> tx.queue().hold(Set.of(ids.getFirst()), true)));
        List<QueuedMail> claimed = store.write(tx -> tx.queue().claim("one", now, now.plusSeconds(60), 100, 100));
        assertEquals(
                List.of(ids.getLast()), claimed.stream().map(QueuedMail::id).toList());
        assertTrue(store.read(tx -> tx.queue().find(ids.getFirst()))
                .orElseThrow()
                .recipients()
                .getFirst()
                .isHeld());
        assertEquals(0, (int) store.write(tx -> tx.queue().delete(Set.of(ids.getLast()), now)), "it is being sent");
        assertEquals(0, (int) store.write(tx -> tx.queue().retry(Set.of(ids.getLast()), now)));
        long claimedId = claimed.getFirst().recipients().getFirst().id();
        settle(store, Settlement.later(claimedId, "one", now.plusSeconds(900), "no", false));
        assertEquals(1, (int) store.write(tx -> tx.queue().retry(Set.of(ids.getLast()), now)));
        store.write(tx -> tx.queue().hold(Set.of(ids.getFirst()), false));
        Set<Long> both = new TreeSet<>();
        store.write(tx -> tx.queue().claim("two", now, now.plusSeconds(60), 100, 100))
                .forEach(mail -> both.add(mail.id()));
        assertEquals(new TreeSet<>(ids), both);
        Instant after = now.plusSeconds(61);
        assertEquals(2, (int) store.write(tx -> tx.queue().delete(ids, after)));
    }

    // What a filter has held can be sent back to its sender.
    @ParameterizedTest
    @MethodSource("allDatabases")
    void whatIsHeldGoesBackToo(String name) {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "a@a.test");
        List<Long> ids = store.read(tx -> tx.queue().list(0, 10)).stream()
                .map(QueuedMail::id)
                .toList();
        Instant now = now().plusSeconds(1);
        store.write(tx -> tx.queue().hold(ids, true));
        assertEquals(1, (int) store.write(tx -> tx.queue().bounce(ids, now)));
        List<QueuedMail> claimed = store.write(tx -> tx.queue().claim("one", now, now.plusSeconds(60), 100, 100));
        assertEquals(ids, claimed.stream().map(QueuedMail::id).toList());
        assertTrue(Objects.requireNonNull(claimed.getFirst().due()).isReturned());
    }

    @ParameterizedTest
    @MethodSource("allDatabases")
    void contentThatIsStillToBeSentIsNotCollected(String name) {
        SqlStore store = store(name);
        emptyQueue(store);
        put(store, "a@a.test");
        QueuedMail mail = store.read(tx -> tx.queue().list(0, 10)).getFirst();
        store.collector(Duration.ZERO).run(Instant.now());
        assertEquals(
                1,
                store.read(tx -> tx.contents().read(List.of(mail.physId()), Long.MAX_VALUE))
                        .size());
        store.write(tx -> tx.queue().delete(List.of(mail.id()), now().plusSeconds(5)));
        // The row with the largest id stays on SQLite, so that it does not come again.
        put(store, "b@a.test");
        store.collector(Duration.ZERO).run(Instant.now());
        assertEquals(
                0,
                store.read(tx -> tx.contents().read(List.of(mail.physId()), Long.MAX_VALUE))
                        .size());
    }

    /** What many put in and take out at the same time: each commits with others, and none is lost or there twice. */
    @ParameterizedTest
    @MethodSource("allDatabases")
    void manyGoInAndOutAtTheSameTime(String name) throws Exception {
        SqlStore store = store(name);
        emptyQueue(store);
        int threads = 8;
        int each = 15;
        atTheSameTime(threads, thread -> {
            for (int i = 0; i < each; i++) {
                // One in five is for two, which leave one after the other.
                Outgoing mail = i % 5 == 0 ? mail("a" + i + "@x.test", "b@x.test") : mail("a" + i + "@x.test");
                store.deliver(new Delivery(
                        List.of(new Delivery.Content(message(thread * each + i), DATE)),
                        List.of(new Portion(List.of(), List.of(mail), List.of()))));
            }
        });
        Instant now = now().plusSeconds(1);
        List<QueuedMail> all = store.write(tx -> tx.queue().claim("all", now, now.plusSeconds(60), 1_000, 1_000));
        assertEquals(threads * each, all.size());
        assertEquals(
                threads * each, all.stream().map(QueuedMail::physId).distinct().count());
        List<QueuedRecipient> recipients =
                all.stream().flatMap(mail -> mail.recipients().stream()).toList();
        assertEquals(threads * each * 6 / 5, recipients.size());
        atTheSameTime(threads, thread -> {
            for (int i = thread; i < recipients.size(); i += threads) {
                long id = recipients.get(i).id();
                assertInstanceOf(PortionOutcome.Refused.class, settle(store, Settlement.over(id, "another")));
                assertInstanceOf(PortionOutcome.Done.class, settle(store, Settlement.over(id, "all")));
                assertInstanceOf(PortionOutcome.Refused.class, settle(store, Settlement.over(id, "all")));
            }
        });
        assertEquals(List.of(), store.read(tx -> tx.queue().list(0, 10)));
    }

    private static void atTheSameTime(int threads, IntConsumer work) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                all.add(executor.submit(() -> work.accept(thread)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }
}
