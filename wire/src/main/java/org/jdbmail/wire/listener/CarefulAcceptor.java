package org.jdbmail.wire.listener;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.jdbmail.wire.limit.Seldom;
import org.jspecify.annotations.Nullable;

/**
 * MINA's acceptor, with two things mended: it opens sockets of the family that their address says, and where no connection can be
 * taken, for want of file descriptors, it logs that once a minute instead of once a second with a trace.
 */
final class CarefulAcceptor extends NioSocketAcceptor {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final ListenOn on;
    private final Seldom failures = new Seldom();

    CarefulAcceptor(Executor executor, IoProcessor<NioSession> processor, ListenOn on) {
        super(executor, processor);
        this.on = on;
    }

    @Override
    protected ServerSocketChannel open(SocketAddress address) throws Exception {
        ServerSocketChannel channel = TcpSockets.open(address, on.backlog());
        boolean ready = false;
        try {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_ACCEPT);
            ready = true;
            return channel;
        } finally {
            if (!ready) {
                channel.close();
            }
        }
    }

    @Override
    protected @Nullable NioSession accept(IoProcessor<NioSession> processor, ServerSocketChannel handle)
            throws Exception {
        try {
            // MINA keeps the failure to itself, with a trace in the log: it is met here first.
            SocketChannel.open().close();
            return super.accept(processor, handle);
        } catch (IOException e) {
            Front.logFailure(failures, on, e);
            LockSupport.parkNanos(this, PAUSE);
            return null;
        }
    }
}
