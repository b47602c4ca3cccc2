package org.jdbmail.core.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jdbmail.core.service.ServicePlace;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.PolicyServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyServiceTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Too short for a second attempt. */
    private static final Duration SHORT = Duration.ofMillis(900);

    private final PolicyServices services = new PolicyServices();
    private PolicyServer server;

    private void serve(Function<Map<String, String>, String> answers) throws IOException {
        server = PolicyServer.start(answers);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private String ask(String sender, Duration patience) throws IOException {
        return services.at(ServicePlace.parse(server.place()).orElseThrow())
                .ask(Map.of("request", "smtpd_access_policy", "sender", sender), patience);
    }

    private void assertTrouble(Duration patience) {
        assertThrows(IOException.class, () -> ask("s@x.test", patience));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "action=REJECT go away\n\n",
                "action=REJECT go away\r\n\r\n",
                "note=of the service\naction= REJECT go away \naction=OK\n\n"
            })
    void theActionIsWhatIsDone(String answer) throws IOException {
        serve(question -> answer);
        assertEquals("REJECT go away", ask("s@x.test", LONG));
    }

    @Test
    void aConnectionIsUsedAgain() throws IOException {
        serve(question -> "action=WARN " + question.get("sender") + "\n\n");
        for (String sender : List.of("a@x.test", "b@x.test", "c@x.test")) {
            assertEquals("WARN " + sender, ask(sender, LONG));
        }
        assertEquals(1, server.connections());
    }

    @Test
    void aConnectionThatWasClosedMeanwhileIsNoTrouble() throws IOException {
        serve(question -> "action=DUNNO\n\n");
        assertEquals("DUNNO", ask("s@x.test", SHORT));
        server.hangUp();
        assertEquals("DUNNO", ask("s@x.test", SHORT));
        assertEquals(2, server.connections());
    }

    /** It would be the answer to the next question. */
    @Test
    void whatIsSaidUnaskedAnswersNothing() throws IOException {
        // Whoever asks again where that was said gets no other answer.
        serve(question ->
                server.asked().size() == 2 && server.connections() == 1 ? PolicyServer.SILENCE : "action=REJECT\n\n");
        assertEquals("REJECT", ask("s@x.test", SHORT));
        server.say("action=OK\n\n");
        assertEquals("REJECT", ask("t@x.test", SHORT));
        assertEquals(2, server.connections());
    }

    /** Also those that are never first. */
    @Test
    void connectionsThatNobodyUsesAreClosed() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger count = new AtomicInteger();
        serve(question -> {
            if (count.incrementAndGet() <= 2) {
                await(both);
            }
            return "action=DUNNO\n\n";
        });
        AtomicLong seconds = new AtomicLong();
        PolicyService service = new PolicyService(
                ServicePlace.parse(server.place()).orElseThrow(), () -> TimeUnit.SECONDS.toNanos(seconds.get()));
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            Future<String> one = executor.submit(() -> service.ask(Map.of("sender", "a"), LONG));
            Future<String> two = executor.submit(() -> service.ask(Map.of("sender", "b"), LONG));
            assertEquals(List.of("DUNNO", "DUNNO"), List.of(one.get(), two.get()));
        }
        assertEquals(2, server.open());
        seconds.set(200);
        assertEquals("DUNNO", service.ask(Map.of("sender", "c"), LONG));
        assertEquals(2, server.open());
        seconds.set(301);
        assertEquals("DUNNO", service.ask(Map.of("sender", "d"), LONG));
        Eventually.isTrue(LONG, "the other is closed", () -> server.open() == 1);
        assertEquals(2, server.connections());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aServiceThatIsStartedAnewIsAskedAgain() throws IOException {
        AtomicInteger count = new AtomicInteger();
        serve(question -> count.incrementAndGet() == 1 ? PolicyServer.HANG_UP : "action=DUNNO\n\n");
        assertEquals("DUNNO", ask("s@x.test", LONG));
        assertEquals(2, server.connections());
    }

    @Test
    void whoDoesNotAnswerIsWaitedForSoLongAndNoLonger() throws IOException {
        serve(question -> PolicyServer.SILENCE);
        long began = System.nanoTime();
        assertTrouble(Duration.ofMillis(300));
        assertTrue(
                System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(250), "sockets wait for whole milliseconds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PolicyServer.HANG_UP,
                "\n",
                "what?\n\n",
                "ACTION=OK\n\n",
                "\naction=OK\n\n",
                "action=OK\n\naction=REJECT\n\n",
                "action=OK\n"
            })
    void nonsenseIsTroubleAndNoAnswer(String answer) throws IOException {
        serve(question -> answer);
        assertTrouble(SHORT);
        assertTrouble(SHORT);
        assertEquals(2, server.connections(), "one that said nonsense is not used again");
    }

    @Test
    void anAnswerHasAnEnd() throws IOException {
        serve(question -> "x".repeat(1 << 17));
        assertTrouble(SHORT);
    }

    @Test
    void nobodyIsAway() throws IOException {
        serve(question -> "action=OK\n\n");
        server.close();
        assertTrouble(SHORT);
    }

    @Test
    void severalAreAskedForAtTheSameTime() throws Exception {
        CyclicBarrier all = new CyclicBarrier(3);
        serve(question -> {
            await(all);
            return "action=WARN " + question.get("sender") + "\n\n";
        });
        try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
            List<Future<String>> answers = List.of("a", "b", "c").stream()
                    .map(sender -> executor.submit(() -> ask(sender, LONG)))
                    .toList();
            assertEquals("WARN a", answers.get(0).get());
            assertEquals("WARN b", answers.get(1).get());
            assertEquals("WARN c", answers.get(2).get());
        }
    }

    /** What a client says can't be an attribute of its own. */
    @Test
    void aLineEndIsNoneOfTheQuestion() throws IOException {
        serve(question -> "action=DUNNO\n\n");
        assertEquals("DUNNO", ask("s@x.test\nsasl_username=root\r\n\nx", LONG));
        assertEquals(
                "s@x.test sasl_username=root   x", server.asked().getFirst().get("sender"));
        assertEquals(2, server.asked().getFirst().size());
    }
}
