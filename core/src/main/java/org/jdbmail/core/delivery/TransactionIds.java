package org.jdbmail.core.delivery;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names for transactions, which no other transaction of this process has: in logs, in Received fields and in the reply to
 * the peer.
 */
public final class TransactionIds {
    private static final int RADIX = 36;

    private final AtomicLong last;

    /** Starts with the time, so that a restarted server does not give the same names again. */
    public TransactionIds(InstantSource clock) {
        last = new AtomicLong(clock.millis() << 12);
    }

    /** A new name. */
    public String next() {
        return Long.toString(last.incrementAndGet(), RADIX);
    }
}
