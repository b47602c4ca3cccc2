package org.jdbmail.webd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.webd.page.ServerFacts;
import org.jdbmail.webd.watch.Beside;
import org.junit.jupiter.api.Test;

/** Nobody waits for what takes long to be found: it is looked for once for all who ask, and told with its age. */
class LookingsTest {
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final AtomicInteger searches = new AtomicInteger();

    private Beside<Integer> beside(CountDownLatch may) {
        return new Beside<>(now::get, () -> {
            int search = searches.incrementAndGet();
            await(may);
            return Optional.of(search);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(LONG.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoAsksMeanwhileIsToldSoAndBeginsNoSecondSearch() {
        CountDownLatch may = new CountDownLatch(1);
        Beside<Integer> beside = beside(may);
        for (int i = 0; i < 10; i++) {
            Beside.Known<Integer> known = beside.ask(Duration.ZERO, Duration.ZERO);
            assertTrue(known.isSearching());
            assertEquals(Optional.empty(), known.found());
        }
        may.countDown();
        Beside.Known<Integer> known = beside.ask(LONG, LONG);
        assertFalse(known.isSearching());
        assertEquals(Optional.of(new Beside.Found<>(1, NOON)), known.found());
        assertEquals(1, searches.get());
    }

    @Test
    void whatIsOldIsToldWithItsAgeWhileItIsLookedForAnew() {
        Beside<Integer> first = beside(new CountDownLatch(0));
        first.ask(LONG, LONG);
        now.set(NOON.plus(LONG));
        assertEquals(
                Optional.of(new Beside.Found<>(2, now.get())),
                first.ask(LONG, LONG).found());
        AtomicReference<CountDownLatch> may = new AtomicReference<>(new CountDownLatch(0));
        Beside<Integer> second = new Beside<>(now::get, () -> {
            await(may.get());
            return Optional.of(searches.incrementAndGet());
        });
        second.ask(LONG, LONG);
        CountDownLatch later = new CountDownLatch(1);
        may.set(later);
        Instant before = now.get();
        now.set(before.plus(LONG));
        Beside.Known<Integer> known = second.ask(LONG, Duration.ZERO);
        assertTrue(known.isSearching());
        assertEquals(Optional.of(before), known.found().map(Beside.Found::when));
        later.countDown();
        assertEquals(Optional.of(now.get()), second.ask(LONG, LONG).found().map(Beside.Found::when));
    }

    @Test
    void whatCanNotBeFoundIsNotToldAsItWas() {
        AtomicReference<Optional<Integer>> what = new AtomicReference<>(Optional.of(1));
        Beside<Integer> beside = new Beside<>(now::get, what::get);
        assertEquals(Optional.of(1), beside.ask(LONG, LONG).found().map(Beside.Found::what));
        what.set(Optional.empty());
        now.set(NOON.plus(LONG));
        assertEquals(Optional.empty(), beside.ask(LONG, LONG).found());
    }

    @Test
    void pagesAreThereWhileTheDoctorStillLooks() throws Exception {
        CountDownLatch may = new CountDownLatch(1);
        ServerFacts facts = new ServerFacts(
                () -> {
                    await(may);
                    return List.of(new ServerFacts.Finding("database", false, "does not answer"));
                },
                List::of,
                List::of,
                Map::of);
        try (WebFixture web = new WebFixture(facts, Duration.ZERO)) {
            web.administrator("root@example.org");
            WebFixture.Browser root = web.new Browser().signedIn("root@example.org");
            String doctor = root.get("/admin/doctor").body();
            assertTrue(doctor.contains("being looked at now"), doctor);
            assertFalse(root.get("/admin").body().contains("does not answer"));
            may.countDown();
            Eventually.isTrue(
                    LONG, "the finding", () -> root.get("/admin/doctor").body().contains("does not answer"));
            String dashboard = root.get("/admin").body();
            assertTrue(dashboard.contains("database: does not answer"), dashboard);
            assertTrue(dashboard.contains("As of <time"), dashboard);
            Eventually.isTrue(
                    LONG,
                    "the sizes",
                    () -> root.get("/admin/store?count=1").body().contains("Shared attachments"));
        }
    }
}
