package org.jdbmail.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.MailQueue;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.Work;
import org.junit.jupiter.api.Test;

/** Who looks for mail behind that of full destinations passes nobody over, and gets to the end however long it takes to tell destinations. */
class ClaimsTest {
    private static final Set<String> FULL = Set.of("slow");

    /** Recipients that the queue tells of at a time. */
    private static final int PAGE = 10;

    /** Messages of one recipient each, with its destination, by their number. */
    private final TreeMap<Long, String> due = new TreeMap<>();

    private final List<Long> looked = new ArrayList<>();
    private long time;
    private long toTell;

    private final Claims claims = new Claims(
            proxy(Store.class, Map.of("look", this::work, "write", this::work)),
            Duration.ofMinutes(1),
            lane -> 1,
            this::lanes,
            () -> time);

    private interface Answer {
        Object to(Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Map<String, Answer> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.get(method.getName()).to(arguments)));
    }

    private Object work(Object[] arguments) {
        MailQueue queue = proxy(MailQueue.class, Map.of("due", this::page, "claim", this::claim));
        return ((Work<?>) arguments[0]).run(proxy(Tx.class, Map.of("queue", none -> queue)));
    }

    private Object page(Object[] arguments) {
        long after = arguments[1] instanceof MailQueue.Mark mark ? mark.recipientId() : 0;
        List<QueuedMail> mails = due.tailMap(after, false).keySet().stream()
                .limit(PAGE)
                .map(ClaimsTest::mail)
                .toList();
        return new MailQueue.Due(
                mails,
                mails.size() < PAGE
                        ? null
                        : new MailQueue.Mark(Instant.EPOCH, mails.getLast().id()));
    }

    private Object claim(Object[] arguments) {
        List<QueuedMail> taken = ((Collection<?>) arguments[3])
                .stream().map(id -> mail((Long) id)).toList();
        taken.forEach(each -> due.remove(each.id()));
        return taken;
    }

    private static QueuedMail mail(long id) {
        QueuedRecipient recipient = new QueuedRecipient(
                id,
                new MailTarget.Address(new EnvelopeAddress("r", "x.test")),
                RecipientParameters.NONE,
                false,
                0,
                Instant.EPOCH,
                "",
                false);
        return new QueuedMail(
                id, 1, Instant.EPOCH, "id", EnvelopeAddress.NULL, 0, "", MailParameters.NONE, null, List.of(recipient));
    }

    private Set<String> lanes(QueuedMail mail) {
        looked.add(mail.id());
        time += toTell;
        return Set.of(due.getOrDefault(mail.id(), ""));
    }

    private void put(int count, String... lanes) {
        for (int i = 0; i < count; i++) {
            due.put(due.size() + 1L, lanes[i % lanes.length]);
        }
    }

    private List<Long> take(int most) {
        return claims.take("owner", Instant.now(), most, FULL).stream()
                .map(QueuedMail::id)
                .toList();
    }

    @Test
    void theRestOfAPageIsLookedAtNext() {
        put(11, "slow");
        put(4, "a", "b", "c", "d");
        put(50, "slow");
        assertEquals(List.of(12L), take(1));
        assertEquals(List.of(13L, 14L), take(2));
        assertEquals(List.of(15L), take(1));
    }

    @Test
    void whereDestinationsAreHardToTellItStopsWithinAPageAndGoesOnThere() {
        toTell = TimeUnit.MILLISECONDS.toNanos(45);
        put(35, "slow");
        put(1, "a");
        for (int i = 0; due.size() == 36; i++) {
            looked.clear();
            take(1);
            assertTrue(looked.size() <= 6, () -> "looked at " + looked);
            assertTrue(i < 36, "it gets nowhere");
        }
    }

    @Test
    void itGetsOnAlsoWhereOneAloneTakesTooLong() {
        toTell = TimeUnit.SECONDS.toNanos(1);
        put(15, "slow");
        put(1, "a");
        for (int i = 0; due.size() == 16; i++) {
            take(1);
            assertTrue(i < 16, "it gets nowhere");
        }
    }
}
