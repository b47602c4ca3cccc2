package org.jdbmail.wire.listener;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.jdbmail.wire.transport.Arrivals;
import org.jdbmail.wire.transport.IoLoops;
import org.jdbmail.wire.transport.MinaTransport;
import org.jdbmail.wire.transport.Signal;
import org.jdbmail.wire.transport.WakingProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on TCP through MINA, and hands what its I/O threads see to the connection's {@link Arrivals}. */
public final class TcpFront extends IoHandlerAdapter implements Front {
    private static final Logger LOG = LoggerFactory.getLogger(TcpFront.class);

    /** A buffer is made for each read, which {@link WakingProcessor} enlarges where more has come. */
    private static final int READ = 512;

    private final ListenOn on;
    private final Duration writeTimeout;
    private final Reception reception;
    private final IoLoops loops;
    private final NioSocketAcceptor acceptor;
    private final List<SocketAddress> addresses;

    /**
     * @param threads run the accept loop; a loop that ends for an error lets it through
     * @param writeTimeout how long a peer may take nothing
     */
    public TcpFront(ListenOn on, Duration writeTimeout, Reception reception, Executor threads, IoLoops loops)
            throws ListenException {
        this.on = on;
        this.writeTimeout = writeTimeout;
        this.reception = reception;
        this.loops = loops;
        this.acceptor = new CarefulAcceptor(threads, loops, on);
        acceptor.setCloseOnDeactivation(false);
        acceptor.setHandler(this);
        var socket = acceptor.getSessionConfig();
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        // MINA cuts a slow reader after 60 s of its own accord; our write time-out is the one that counts.
        socket.setWriteTimeout(0);
        socket.setMinReadBufferSize(READ);
        socket.setReadBufferSize(READ);
        try {
            for (SocketAddress address : on.addresses()) {
                Front.requireResolved(address);
            }
            acceptor.bind(TcpSockets.toOpen(on.addresses()));
        } catch (IOException e) {
            acceptor.dispose();
            throw new ListenException(on.name(), text(on.addresses()), reason(e), e);
        }
        this.addresses = List.copyOf(acceptor.getLocalAddresses());
    }

    private static String text(List<SocketAddress> addresses) {
        return addresses.stream().map(Front::text).collect(Collectors.joining(", "));
    }

    private static String reason(IOException e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof BindException)) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    @Override
    public List<SocketAddress> addresses() {
        return addresses;
    }

    @Override
    public void stopAccepting() {
        acceptor.unbind();
    }

    @Override
    public void dispose() {
        acceptor.dispose();
    }

    @Override
    public void sessionOpened(IoSession opened) {
        if (!(opened instanceof NioSession session)) {
            throw new IllegalStateException("not a TCP connection: " + opened);
        }
        if (TcpSockets.isUnwanted(on.addresses(), session.getLocalAddress())) {
            session.closeNow();
            return;
        }
        var signal = new Signal();
        Arrivals arrivals = reception.arrivals(signal);
        var transport = new MinaTransport(loops, session, signal, arrivals, writeTimeout.toNanos());
        arrivals.from(transport);
        reception.accept(transport, signal, arrivals, () -> turnAway(session));
    }

    private void turnAway(IoSession session) {
        byte[] word = reception.farewell();
        if (word.length > 0) {
            session.write(IoBuffer.wrap(word));
        }
        session.closeOnFlush();
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        MinaTransport transport = MinaTransport.of(session);
        if (transport != null && message instanceof IoBuffer buffer) {
            int from = buffer.arrayOffset() + buffer.position();
            transport.received(buffer.array(), from, from + buffer.remaining());
        }
    }

    @Override
    public void inputClosed(IoSession session) {
        MinaTransport transport = MinaTransport.of(session);
        if (transport == null) {
            session.closeNow();
        } else {
            transport.inputEnded();
        }
    }

    @Override
    public void sessionClosed(IoSession session) {
        MinaTransport transport = MinaTransport.of(session);
        if (transport != null) {
            transport.socketClosed();
        }
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{}: {}: {}", on.name(), session.getRemoteAddress(), cause.toString());
        } else {
            LOG.error("{}: {}: unexpected on an I/O thread", on.name(), session.getRemoteAddress(), cause);
        }
        session.closeNow();
        if (cause instanceof VirtualMachineError broken) {
            throw broken;
        }
    }
}
