package org.jdbmail.wire.transport;

import org.jdbmail.wire.limit.Budget;
import org.jspecify.annotations.Nullable;

/**
 * What came in from the network and was not yet looked at by the session: filled by an I/O thread, emptied by the
 * session's thread, and bounded by asking the transport to stop reading.
 */
public final class Arrivals {
    /** Above this many bytes reading stops. */
    public static final int HIGH = 256 * 1024;

    /** The same before the peer has shown who it is: a long line, or half a record of TLS. */
    public static final int HIGH_FOR_STRANGERS = 8 * 1024;

    /** One read takes this much at least, or it would not be worth its cost. */
    private static final int LEAST_READ = 1024;

    /** Above this many bytes reading stops whatever there may be to see. */
    private static final int MOST = 2 * HIGH;

    private final Signal signal;
    private final Budget budget;
    private final ByteQueue queue;
    private @Nullable Transport transport;
    private int high;
    private boolean paused;
    private boolean ended;
    private boolean discarding;

    /**
     * @param budget what these bytes are counted in
     * @param high above how many bytes reading stops, where the budget does not say less
     */
    public Arrivals(Signal signal, Budget budget, int high) {
        this.signal = signal;
        this.budget = budget;
        this.queue = new ByteQueue(budget);
        this.high = high;
    }

    /** Names what is to be paused and resumed; before anything arrives. */
    public synchronized void from(Transport source) {
        transport = source;
    }

    /** What these bytes are counted in. */
    public Budget budget() {
        return budget;
    }

    /** From now on reading stops where it does for those who are known. */
    public synchronized void trust() {
        high = HIGH;
        resumeBelow(high);
    }

    /** How many bytes one read may bring now. */
    public synchronized int allowance() {
        return discarding ? HIGH : Math.max(LEAST_READ, budget.portion(high) - queue.size());
    }

    /** Adds what was read; the array belongs to us from now on. */
    public void offer(byte[] bytes, int from, int to) {
        synchronized (this) {
            if (discarding) {
                return;
            }
            queue.add(bytes, from, to);
            if (queue.size() >= budget.portion(high) && !paused && transport != null) {
                paused = true;
                transport.pauseReading();
            }
        }
        signal.raise();
    }

    /**
     * Reads on for one more read, although much is here that nobody has looked at, to see whether the end follows it; but not for
     * ever.
     */
    public synchronized void readOn() {
        if (high == HIGH && !budget.isExhausted()) {
            resumeBelow(MOST);
        }
    }

    private void resumeBelow(int octets) {
        if (paused && queue.size() < octets && transport != null) {
            paused = false;
            transport.resumeReading();
        }
    }

    /** Nothing more will come. */
    public void end() {
        synchronized (this) {
            ended = true;
        }
        signal.raise();
    }

    /** Whether the session, having waited for input, has something to look at: bytes, or their end. */
    public synchronized boolean ready() {
        return ended || !queue.isEmpty();
    }

    public synchronized boolean ended() {
        return ended;
    }

    /** Whether all that ever came has been moved on. */
    public synchronized boolean exhausted() {
        return ended && queue.isEmpty();
    }

    /** Moves one array to the session's own queue, without waiting; false if there is none. */
    public synchronized boolean moveFirstTo(ByteQueue into) {
        boolean moved = into.moveFirstFrom(queue);
        if (paused && (queue.isEmpty() || queue.size() < budget.portion(high) / 4)) {
            resumeBelow(MOST);
        }
        return moved;
    }

    /**
     * From now on input is read and thrown away: the session is over, and unread input would turn our close into a reset.
     *
     * @return whether there was input that nobody had looked at
     */
    public synchronized boolean discard() {
        boolean unread = paused || !queue.isEmpty();
        discarding = true;
        queue.clear();
        resumeBelow(1);
        return unread;
    }

    /** Forgets what is left: the connection is over, and gives back what it held of the budget. */
    public synchronized void release() {
        discarding = true;
        queue.clear();
    }
}
