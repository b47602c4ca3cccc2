package org.jdbmail.wire;

import java.util.concurrent.Executor;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;

/**
 * MINA's I/O loop, with one thing mended. When another thread resumes reading, MINA changes the selection key from there:
 * the selector sleeps on until its next tick, up to a second, and the change may undo one that the loop makes at the same
 * moment. Here the change is always left to the loop, which is woken for it.
 */
final class WakingProcessor extends NioProcessor {
    private volatile @Nullable Thread loop;

    WakingProcessor(Executor executor) {
        super(executor);
    }

    @Override
    protected int select(long timeout) throws Exception {
        loop = Thread.currentThread();
        return super.select(timeout);
    }

    @Override
    public void updateTrafficControl(NioSession session) {
        if (Thread.currentThread().equals(loop)) {
            super.updateTrafficControl(session);
        } else {
            updateTrafficMask(session);
        }
    }
}
