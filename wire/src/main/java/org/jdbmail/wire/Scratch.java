package org.jdbmail.wire;

import java.util.concurrent.ArrayBlockingQueue;

/** A few arrays to encrypt into, shared by all connections: TLS wants room for a whole record however small the answer is. */
final class Scratch {
    /** Two TLS records of 16 KiB with their overhead. */
    static final int SIZE = 34 * 1024;

    private final ArrayBlockingQueue<byte[]> idle = new ArrayBlockingQueue<>(16);

    byte[] take() {
        byte[] array = idle.poll();
        return array == null ? new byte[SIZE] : array;
    }

    void give(byte[] array) {
        if (idle.remainingCapacity() > 0) {
            // Another thread may have filled the last place meanwhile; the array is then garbage, which is fine.
            idle.offer(array);
        }
    }
}
