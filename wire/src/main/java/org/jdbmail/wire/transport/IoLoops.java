package org.jdbmail.wire.transport;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.transport.socket.nio.NioSession;

/** A fixed number of I/O loops that share all connections of the process, each connection staying with its own. */
public final class IoLoops implements IoProcessor<NioSession> {
    private final WakingProcessor[] loops;
    private volatile boolean disposing;

    public IoLoops(Executor executor, int count) {
        this.loops = Stream.generate(() -> new WakingProcessor(executor))
                .limit(count)
                .toArray(WakingProcessor[]::new);
    }

    private WakingProcessor of(NioSession session) {
        return loops[(int) (session.getId() % loops.length)];
    }

    /** Writes what the socket takes at once; see {@link WakingProcessor#writeNow}. */
    public int writeNow(NioSession session, IoBuffer bytes) throws IOException {
        return of(session).writeNow(session, bytes);
    }

    @Override
    public void add(NioSession session) {
        of(session).add(session);
    }

    @Override
    public void remove(NioSession session) {
        of(session).remove(session);
    }

    @Override
    public void flush(NioSession session) {
        of(session).flush(session);
    }

    @Override
    public void write(NioSession session, WriteRequest request) {
        of(session).write(session, request);
    }

    @Override
    public void updateTrafficControl(NioSession session) {
        of(session).updateTrafficControl(session);
    }

    @Override
    public boolean isDisposing() {
        return disposing;
    }

    @Override
    public boolean isDisposed() {
        return Stream.of(loops).allMatch(WakingProcessor::isDisposed);
    }

    @Override
    public void dispose() {
        disposing = true;
        for (WakingProcessor loop : loops) {
            loop.dispose();
        }
    }
}
