package org.jdbmail.testkit.interleave;

import java.util.SplittableRandom;

/**
 * Where threads are held. Code that {@link HeldClasses} has loaded calls {@link #here} before each of its steps; what a thread is to do there, a round has drawn
 * for it: go on at once, or wait long enough that others get to their end.
 */
public final class Holds {
    /** Among so many of its first steps a thread is held at one. */
    private static final int STEPS = 80;

    private static final int LONG_MILLIS = 3;

    /** The round; each thread draws anew where it is another than that for which it has drawn. */
    private static volatile long round;

    private static final ThreadLocal<Drawn> DRAWN = ThreadLocal.withInitial(Drawn::new);

    private Holds() {}

    /** What a thread has drawn. */
    private static final class Drawn {
        private long round = -1;
        private int left = Integer.MAX_VALUE;

        void draw(long seed, String thread) {
            round = seed;
            // One that mixes its seed: those of neighbours would else draw neighbouring steps.
            SplittableRandom random = new SplittableRandom(31 * seed + thread.hashCode());
            // Every third thread is held nowhere: the others are then overtaken.
            left = random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(STEPS);
        }
    }

    /** From now on threads draw for another round. */
    static void begin(long seed) {
        round = seed;
    }

    /** A step of code under test comes. */
    public static void here() {
        Drawn drawn = DRAWN.get();
        if (drawn.round != round) {
            drawn.draw(round, Thread.currentThread().getName());
        }
        if (drawn.left-- == 0) {
            hold();
        }
    }

    /** Sleeps, since parking would use up what somebody else has said to this thread. */
    private static void hold() {
        try {
            Thread.sleep(LONG_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
