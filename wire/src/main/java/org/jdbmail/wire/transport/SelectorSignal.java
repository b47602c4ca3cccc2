package org.jdbmail.wire.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;

/**
 * A signal whose thread waits at its connection's socket, and moves what comes by itself. With an I/O thread between them,
 * every line of a peer wakes two threads one behind the other; here it wakes one. What is raised by others wakes the selector.
 */
public final class SelectorSignal extends Signal {
    private final Selector selector;

    /** @param selector with one socket, whose {@link ChannelTransport} is attached to its key */
    public SelectorSignal(Selector selector) {
        this.selector = selector;
    }

    @Override
    public void wake(Thread thread) {
        // What the session's thread raises while it moves what came, it sees when it looks again.
        if (!thread.equals(Thread.currentThread())) {
            selector.wakeup();
        }
    }

    @Override
    public void sleep(long nanos) {
        try {
            if (nanos == NEVER) {
                selector.select(SelectorSignal::ready);
            } else {
                selector.select(SelectorSignal::ready, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the selector fails", e);
        }
    }

    private static void ready(SelectionKey key) {
        if (key.attachment() instanceof ChannelTransport transport) {
            transport.ready();
        }
    }

    @Override
    public void look() {
        try {
            selector.selectNow(SelectorSignal::ready);
        } catch (IOException e) {
            throw new UncheckedIOException("the selector fails", e);
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the selector fails", e);
        }
    }
}
