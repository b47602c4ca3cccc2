package org.jdbmail.wire.transport;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;

/**
 * MINA's I/O loop, with three things mended.
 *
 * <p>When another thread resumes reading, MINA changes the selection key from there: the selector sleeps on until its next
 * tick, up to a second, and the change may undo one that the loop makes at the same moment. Here the change is always left
 * to the loop, which is woken for it.
 *
 * <p>MINA reads into a buffer whose size follows what came before, and asks again after a short read: a message behind a
 * short command costs half a dozen rounds of the loop, each with two system calls and a wake-up of the session. Here one
 * read takes what there is, as far as the connection may hold it.
 *
 * <p>MINA has everything written by the loop, so that each answer wakes the selector. Here a session may write by itself
 * while nothing is queued; see {@link MinaTransport}.
 */
public final class WakingProcessor extends NioProcessor {
    /** The most that one read takes. */
    private static final int LARGEST_READ = 64 * 1024;

    private final IoBuffer scratch = IoBuffer.allocate(LARGEST_READ, true);
    private volatile @Nullable Thread loop;

    public WakingProcessor(Executor executor) {
        super(executor);
    }

    @Override
    protected int select(long timeout) throws Exception {
        loop = Thread.currentThread();
        return super.select(timeout);
    }

    /** Fills a buffer as small as MINA likes with as much as has come; the buffer grows for it. */
    @Override
    protected int read(NioSession session, IoBuffer into) throws Exception {
        if (into.position() > 0) {
            // MINA asks for more. What has come since, and the end of input, the selector will tell.
            return 0;
        }
        MinaTransport transport = MinaTransport.of(session);
        scratch.clear().limit(transport == null ? LARGEST_READ : Math.min(LARGEST_READ, transport.allowance()));
        int n = super.read(session, scratch);
        if (n > 0) {
            scratch.flip();
            into.expand(n);
            into.put(scratch);
        }
        return n;
    }

    /** Writes what the socket takes at once; only while nothing of that session is queued. Any thread. */
    public int writeNow(NioSession session, IoBuffer bytes) throws IOException {
        return write(session, bytes, bytes.remaining());
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
