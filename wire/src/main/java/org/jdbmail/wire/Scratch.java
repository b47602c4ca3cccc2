package org.jdbmail.wire;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/**
 * A few buffers, shared by all connections, for what wants much room for a moment and none between: such as TLS, for a whole
 * record however small the answer is.
 *
 * @param <T> what is shared
 */
final class Scratch<T> {
    private final ArrayBlockingQueue<T> idle = new ArrayBlockingQueue<>(16);
    private final Supplier<T> maker;

    Scratch(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        T buffer = idle.poll();
        return buffer == null ? maker.get() : buffer;
    }

    void give(T buffer) {
        if (idle.remainingCapacity() > 0) {
            // Another thread may have filled the last place meanwhile; the buffer is then garbage, which is fine.
            idle.offer(buffer);
        }
    }
}
