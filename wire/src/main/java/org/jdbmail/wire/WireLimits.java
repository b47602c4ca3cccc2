package org.jdbmail.wire;

import java.util.concurrent.Semaphore;
import org.jdbmail.wire.limit.Budget;
import org.jdbmail.wire.limit.Strangers;

/**
 * What all connections of a server share.
 *
 * @param budget the memory for bytes on their way
 * @param strangers the connections of sessions that have not logged in
 * @param compressed a permit for each connection that may be compressed at a time: each takes some 300 KB outside the heap
 */
public record WireLimits(Budget budget, Strangers strangers, Semaphore compressed) {
    /** An eighth of the heap is a good deal for bytes that nobody has used yet. */
    private static final int PART_OF_HEAP = 8;

    private static final int COMPRESSED = 500;

    /** What is used unless somebody says otherwise: an eighth of the heap, 2,000 connections before login, 500 from one address. */
    public static WireLimits usual() {
        return usual(2_000, 500);
    }

    /**
     * The same with other limits on connections before login.
     *
     * @param strangers how many in all
     * @param perAddress how many from one address
     */
    public static WireLimits usual(int strangers, int perAddress) {
        long octets = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
        return new WireLimits(new Budget(octets), new Strangers(strangers, perAddress), new Semaphore(COMPRESSED));
    }
}
