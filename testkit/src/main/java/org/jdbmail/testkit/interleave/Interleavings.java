package org.jdbmail.testkit.interleave;

import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/**
 * Forces threads between each other's steps. A {@link Scenario} is run over and over; before each access of a field, each call of {@code java.util.concurrent} and
 * each monitor of the classes in question, a thread may be held, as the number of the round draws it: some threads at one step, long enough that the others get
 * to their end meanwhile. {@code -Djdbmail.interleavings.seconds} goes on for so long, and {@code -Djdbmail.interleavings.seed} begins with another round.
 * That nothing is found proves nothing; what fails is told with its round, which is likely, but not sure, to fail again.
 */
public final class Interleavings {
    private static final int ROUNDS = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Interleavings() {}

    /**
     * Runs a scenario whose classes, and all of its package, are held.
     *
     * @throws AssertionError telling the round, and what was wrong in it
     */
    public static void run(Class<? extends Scenario> scenario) throws Exception {
        String room = scenario.getPackageName() + ".";
        run(scenario, List.of(room), List.of(room), ROUNDS);
    }

    /**
     * Runs a scenario.
     *
     * @param loaded beginnings of the names of classes that are loaded anew; the scenario's has to be among them
     * @param held of these, the ones that are held
     * @param rounds how many there are at least
     * @throws AssertionError telling the round, and what was wrong in it
     */
    public static void run(Class<? extends Scenario> scenario, List<String> loaded, List<String> held, int rounds)
            throws Exception {
        Constructor<? extends Scenario> anew = new HeldClasses(scenario.getClassLoader(), loaded, held)
                .loadClass(scenario.getName())
                .asSubclass(Scenario.class)
                .getDeclaredConstructor();
        anew.setAccessible(true);
        long first = Long.getLong("jdbmail.interleavings.seed", 1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("jdbmail.interleavings.seconds", 0));
        for (long round = first; round < first + rounds || System.nanoTime() < end; round++) {
            Holds.begin(round);
            try (Scenario one = anew.newInstance()) {
                play(one);
                one.check();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("round " + round + ": " + e, e);
            }
        }
    }

    private static void play(Scenario scenario) throws InterruptedException {
        List<Scenario.Part> parts = scenario.parts();
        CyclicBarrier start = new CyclicBarrier(parts.size());
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (Scenario.Part part : parts) {
            threads.add(
                    Thread.ofPlatform().daemon().name("part-" + threads.size()).start(() -> {
                        try {
                            start.await();
                            part.run();
                        } catch (Exception | Error e) { // whatever it was, the round has failed
                            failures.add(e);
                        }
                    }));
        }
        for (Thread thread : threads) {
            if (!thread.join(PATIENCE)) {
                throw new AssertionError(
                        thread.getName() + " does not come to its end: " + Arrays.toString(thread.getStackTrace())
                                + (failures.isEmpty() ? "" : "; another failed: " + failures.peek()),
                        failures.peek());
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a part failed: " + failures.peek(), failures.peek());
        }
    }
}
