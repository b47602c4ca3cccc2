package org.jdbmail.wire;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on TCP through MINA, and hands what its I/O threads see to the connection's {@link Arrivals}. */
final class TcpFront extends IoHandlerAdapter implements Front {
    private static final Logger LOG = LoggerFactory.getLogger(TcpFront.class);
    private static final AttributeKey PEER = new AttributeKey(TcpFront.class, "peer");

    /** A buffer is made for each read, which {@link WakingProcessor} enlarges where more has come. */
    private static final int READ = 512;

    private record Peer(MinaTransport transport, Arrivals arrivals) {}

    private final Sessions sessions;
    private final IoLoops loops;
    private final NioSocketAcceptor acceptor;
    private final List<SocketAddress> addresses;

    TcpFront(Sessions sessions, Executor executor, IoLoops loops) throws ListenException {
        this.sessions = sessions;
        this.loops = loops;
        this.acceptor = new NioSocketAcceptor(executor, loops);
        ListenerConfig config = sessions.config();
        acceptor.setReuseAddress(true);
        acceptor.setBacklog(config.backlog());
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
            for (SocketAddress address : config.addresses()) {
                Front.requireResolved(address);
            }
            acceptor.bind(config.addresses());
        } catch (IOException e) {
            acceptor.dispose();
            throw new ListenException(config.name(), text(config.addresses()), reason(e), e);
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
        var signal = new Signal();
        var arrivals = new Arrivals(signal);
        var transport = new MinaTransport(
                loops,
                session,
                signal,
                arrivals,
                sessions.config().writeTimeout().toNanos());
        arrivals.from(transport);
        session.setAttribute(PEER, new Peer(transport, arrivals));
        sessions.accept(transport, signal, arrivals, () -> turnAway(session));
    }

    private void turnAway(IoSession session) {
        byte[] word = sessions.farewell();
        if (word.length > 0) {
            session.write(IoBuffer.wrap(word));
        }
        session.closeOnFlush();
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        if (session.getAttribute(PEER) instanceof Peer peer && message instanceof IoBuffer buffer) {
            int from = buffer.arrayOffset() + buffer.position();
            peer.arrivals().offer(buffer.array(), from, from + buffer.remaining());
        }
    }

    @Override
    public void inputClosed(IoSession session) {
        if (session.getAttribute(PEER) instanceof Peer peer) {
            peer.transport().inputEnded();
        } else {
            session.closeNow();
        }
    }

    @Override
    public void sessionClosed(IoSession session) {
        if (session.getAttribute(PEER) instanceof Peer peer) {
            peer.transport().socketClosed();
        }
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{}: {}: {}", sessions.config().name(), session.getRemoteAddress(), cause.toString());
        } else {
            LOG.error(
                    "{}: {}: unexpected on an I/O thread", sessions.config().name(), session.getRemoteAddress(), cause);
        }
        session.closeNow();
    }
}
