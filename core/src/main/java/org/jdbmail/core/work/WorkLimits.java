package org.jdbmail.core.work;

import java.time.Duration;

/**
 * How much long work there may be.
 *
 * @param threads how much is done at the same time
 * @param begun how much may be begun and not finished, of the kind that holds messages in memory
 * @param perAccount how much of one account may be there, done or waiting
 * @param perAddress how much of one address
 * @param total how much of all
 * @param time how long one may compute, and how long it may wait altogether
 */
public record WorkLimits(int threads, int begun, int perAccount, int perAddress, int total, Duration time) {
    private static final int PER_ACCOUNT = 32;
    private static final int PER_ADDRESS = 256;
    private static final int TOTAL = 512;

    /** What a piece of work may hold of messages while it waits for its turn. */
    private static final long OCTETS_FOR_ONE = 32L << 20;

    /** Checks them. */
    public WorkLimits {
        if (threads < 1 || begun < threads || perAccount < 1 || perAddress < 1 || total < 1) {
            throw new IllegalArgumentException("limits of long work must be at least 1");
        }
    }

    /**
     * What fits this machine: a quarter of the processors, and one at least where there are two, is left for those who have
     * little to do.
     */
    public static WorkLimits usual(Duration time) {
        return usual(ofProcessors(Runtime.getRuntime().availableProcessors()), time);
    }

    /** The same with another number of threads. */
    public static WorkLimits usual(int threads, Duration time) {
        int begun = Math.clamp(Runtime.getRuntime().maxMemory() / 2 / OCTETS_FOR_ONE, 4, 64);
        return new WorkLimits(threads, Math.max(threads, begun), PER_ACCOUNT, PER_ADDRESS, TOTAL, time);
    }

    static int ofProcessors(int processors) {
        return Math.max(1, processors - Math.max(1, processors / 4));
    }
}
