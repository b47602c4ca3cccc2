package org.jdbmail.wire.transport;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/**
 * A few buffers, shared by all connections, for what wants much room for a moment and none between: such as TLS, for a whole
 * record however small the answer is.
 *
 * @param <T> what is shared
 */
public final class Scratch<T> {
    private final ArrayBlockingQueue<T> idle = new ArrayBlockingQueue<>(16);
    private final Supplier<T> maker;

    public Scratch(Supplier<T> maker) {
        this.maker = maker;
    }

    public T take() {
        T buffer = idle.poll();
        return buffer == null ? maker.get() : buffer;
    }

    public void give(T buffer) {
        if (idle.remainingCapacity() > 0) {
            // Another thread may have filled the last place meanwhile; the buffer is then garbage, which is fine.
            idle.offer(buffer);
        }
    }
}
