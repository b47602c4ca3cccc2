package org.jdbmail.wire;

import org.jspecify.annotations.Nullable;

/**
 * What came in from the network and was not yet looked at by the session: filled by an I/O thread, emptied by the
 * session's thread, and bounded by asking the transport to stop reading.
 */
final class Arrivals {
    /** Above this many bytes reading stops; one read (64 KiB at most) may overshoot. */
    static final int HIGH = 256 * 1024;

    /** Below this many bytes reading goes on. */
    static final int LOW = 64 * 1024;

    private final Signal signal;
    private final ByteQueue queue = new ByteQueue();
    private @Nullable Transport transport;
    private boolean paused;
    private boolean ended;
    private boolean discarding;

    Arrivals(Signal signal) {
        this.signal = signal;
    }

    /** Names what is to be paused and resumed; before anything arrives. */
    synchronized void from(Transport source) {
        transport = source;
    }

    /** Adds what was read; the array belongs to us from now on. */
    void offer(byte[] bytes, int from, int to) {
        synchronized (this) {
            if (discarding) {
                return;
            }
            queue.add(bytes, from, to);
            if (queue.size() >= HIGH && !paused && transport != null) {
                paused = true;
                transport.pauseReading();
            }
        }
        signal.raise();
    }

    /** Nothing more will come. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        signal.raise();
    }

    /** Whether the session, having waited for input, has something to look at: bytes, or their end. */
    synchronized boolean ready() {
        return ended || !queue.isEmpty();
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Whether all that ever came has been moved on. */
    synchronized boolean exhausted() {
        return ended && queue.isEmpty();
    }

    /** Moves one array to the session's own queue, without waiting; false if there is none. */
    synchronized boolean moveFirstTo(ByteQueue into) {
        boolean moved = into.moveFirstFrom(queue);
        if (paused && queue.size() < LOW && transport != null) {
            paused = false;
            transport.resumeReading();
        }
        return moved;
    }

    /**
     * From now on input is read and thrown away: the session is over, and unread input would turn our close into a reset.
     *
     * @return whether there was input that nobody had looked at
     */
    synchronized boolean discard() {
        boolean unread = paused || !queue.isEmpty();
        discarding = true;
        queue.clear();
        if (paused && transport != null) {
            paused = false;
            transport.resumeReading();
        }
        return unread;
    }
}
