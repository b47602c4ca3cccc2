package org.jdbmail.wire.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts a listener's connections, all together and for each {@link PeerOrigin}, and says when there are too many. */
public final class Admission {
    private final int maxTotal;
    private final int maxPerAddress;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> perAddress = new ConcurrentHashMap<>();

    public Admission(int maxTotal, int maxPerAddress) {
        this.maxTotal = maxTotal;
        this.maxPerAddress = maxPerAddress;
    }

    /** One more connection; false if that is one too many, and it is not counted. */
    public boolean enter() {
        if (total.incrementAndGet() > maxTotal) {
            total.decrementAndGet();
            return false;
        }
        return true;
    }

    /** The connection is over. */
    public void leave() {
        total.decrementAndGet();
    }

    /** One more connection of this origin; false if that is one too many, and it is not counted. */
    public boolean enter(String origin) {
        if (origin.equals(PeerOrigin.NONE)) {
            return true;
        }
        boolean[] entered = new boolean[1];
        perAddress.compute(origin, (k, n) -> {
            int now = n == null ? 0 : n;
            entered[0] = now < maxPerAddress;
            return entered[0] ? Integer.valueOf(now + 1) : n;
        });
        return entered[0];
    }

    /** The origin's connection is over. */
    public void leave(String origin) {
        perAddress.computeIfPresent(origin, (k, n) -> n <= 1 ? null : Integer.valueOf(n - 1));
    }

    /** Whether there is no room for another. */
    public boolean isFull() {
        return total.get() >= maxTotal;
    }
}
