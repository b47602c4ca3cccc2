package org.jdbmail.wire;

import java.util.concurrent.Semaphore;
import org.jdbmail.wire.limit.Budget;
import org.jdbmail.wire.transport.ByteQueue;
import org.jdbmail.wire.transport.DeflateLayer;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;

/** Whether one connection is compressed (RFC 4978): as many are at a time as there is memory for. Used by the session's thread. */
final class Compression {
    private final Semaphore places;
    private @Nullable DeflateLayer layer;

    /** What is done before the first compressed byte. */
    @FunctionalInterface
    interface GoAhead {
        void say() throws WireException;
    }

    /** @param places for those that are compressed, of all connections */
    Compression(Semaphore places) {
        this.places = places;
    }

    /** Whether what is said from now on is compressed. */
    boolean isOn() {
        DeflateLayer now = layer;
        return now != null && !now.isOver();
    }

    /** What unpacks: also behind the end, until the peer has told its own; null where nothing was ever compressed. */
    @Nullable
    DeflateLayer layer() {
        return layer;
    }

    /**
     * Begins, both ways.
     *
     * @param goAhead is said before; where it fails, nothing has begun
     * @param budget what is held of packed bytes is counted there
     * @return false, with nothing said, if there is no place, or it is on
     */
    boolean begin(GoAhead goAhead, Budget budget) throws WireException {
        // One that is over has kept its place.
        DeflateLayer before = layer;
        if (isOn() || before == null && !places.tryAcquire()) {
            return false;
        }
        boolean begun = false;
        try {
            goAhead.say();
            if (before != null) {
                before.close();
            }
            layer = new DeflateLayer(new ByteQueue(budget));
            begun = true;
            return true;
        } finally {
            if (!begun && before == null) {
                places.release();
            }
        }
    }

    /** Ends it, both ways (RFC 8437 §4.1), where it is on; the last that is sent compressed is this. */
    void end(byte[] last, DeflateLayer.Sink sink) throws WireException {
        DeflateLayer now = layer;
        if (now != null && !now.isOver()) {
            now.end(last, sink);
        }
    }

    /** Sends compressed or not. */
    void send(byte[] bytes, int off, int len, DeflateLayer.Sink sink) throws WireException {
        DeflateLayer now = layer;
        if (now == null || now.isOver()) {
            sink.send(bytes, off, len);
        } else {
            now.pack(bytes, off, len, sink);
        }
    }

    /** Gives back its memory and its place; the connection is over. */
    void release() {
        DeflateLayer now = layer;
        if (now != null) {
            layer = null;
            now.close();
            places.release();
        }
    }
}
