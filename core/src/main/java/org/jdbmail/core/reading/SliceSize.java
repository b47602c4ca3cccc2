package org.jdbmail.core.reading;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many octets the slices have that one client is written: few at first, more as it takes them quickly, fewer when it does not. Two
 * slices are held at a time, the one that is written and the one that follows. Used by one thread.
 */
public final class SliceSize implements AutoCloseable {
    /** A client that takes a slice in less is quick: it could have a larger one. */
    private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(100);

    /** One that takes so long gets smaller ones. */
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(500);

    private final Room room;
    private final LongSupplier clock;
    private final Deque<Long> taken = new ArrayDeque<>(2);
    private long size = Room.SMALLEST / 2;
    private long last;

    /** @param room what all share */
    public SliceSize(Room room) {
        this(room, System::nanoTime);
    }

    SliceSize(Room room, LongSupplier clock) {
        this.room = room;
        this.clock = clock;
        this.last = clock.getAsLong();
    }

    /** The size of the next slice; called when another was written, for the one after that which follows. */
    public long next() {
        long now = clock.getAsLong();
        long took = now - last;
        last = now;
        if (taken.size() == 2) {
            room.giveBack(taken.removeFirst());
        }
        if (took < QUICK) {
            size = Math.min(Room.LARGEST, size * 2);
        } else if (took > SLOW) {
            size = Math.max(Room.SMALLEST, size / 2);
        }
        long granted = room.take(size);
        taken.addLast(granted);
        return granted;
    }

    /** Nothing is held any more. */
    @Override
    public void close() {
        taken.forEach(room::giveBack);
        taken.clear();
    }
}
