package org.jdbmail.wire.tls;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jdbmail.wire.transport.Arrivals;
import org.jdbmail.wire.transport.ByteQueue;
import org.jdbmail.wire.transport.Scratch;
import org.jdbmail.wire.transport.Transport;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;

/**
 * TLS on the session's own thread: records in from {@link Arrivals}, records out to the {@link Transport}. Only that
 * thread touches the engine, so there is no lock, no queue beside the transport's bounded window, and nothing held while
 * the connection is idle but the engine.
 */
public final class TlsLayer {
    /** RFC 8446 §5.2 allows 2^14 + 256, RFC 5246 §6.2.3 allows 2^14 + 2048. */
    private static final int MAX_RECORD = 16384 + 2048;

    private static final int HEADER = 5;

    /** How the session's thread waits for its peer: as {@link org.jdbmail.wire.transport.Signal#await}. */
    @FunctionalInterface
    public interface Wait {
        boolean await(BooleanSupplier condition, long deadline) throws WireException.Closed;
    }

    /** Room to encrypt into: two TLS records of 16 KiB with their overhead. */
    public static final int ROOM = 34 * 1024;

    /** A failure is said in one record, or in two. */
    private static final int MOST_ALERTS = 3;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final Transport transport;
    private final Arrivals arrivals;
    private final Scratch<byte[]> scratch;
    private final ByteQueue raw;
    private @Nullable ByteBuffer record;
    private boolean established;
    private boolean inputEnded;

    /** @param raw what was read from the network already and not in the clear */
    public TlsLayer(SSLEngine engine, Transport transport, Arrivals arrivals, Scratch<byte[]> scratch, ByteQueue raw) {
        this.engine = engine;
        this.transport = transport;
        this.arrivals = arrivals;
        this.scratch = scratch;
        this.raw = raw;
    }

    /** Shakes hands, waiting for the peer; all of it before the deadline. */
    public void handshake(Wait wait, long deadline, BooleanSupplier stopping) throws WireException {
        ByteQueue early = new ByteQueue(arrivals.budget());
        try {
            engine.beginHandshake();
        } catch (SSLException e) {
            throw new WireException.TlsFailed("TLS cannot begin: " + e.getMessage(), e);
        }
        while (true) {
            settle();
            if (!isHandshaking()) {
                break;
            }
            if (record == null && !hasRecord()) {
                waitForMore(wait, deadline, stopping);
            } else if (unwrap(early)) {
                throw new WireException.TlsFailed("data before the end of the handshake");
            } else if (inputEnded) {
                throw new WireException.TlsFailed("the peer gave up the handshake");
            }
        }
        established = true;
    }

    private void waitForMore(Wait wait, long deadline, BooleanSupplier stopping) throws WireException {
        boolean inTime = wait.await(() -> stopping.getAsBoolean() || arrivals.ready(), deadline);
        if (arrivals.moveFirstTo(raw)) {
            return;
        }
        if (arrivals.ended()) {
            throw new WireException.EndOfInput();
        }
        if (stopping.getAsBoolean()) {
            throw new WireException.Stopping();
        }
        if (!inTime) {
            throw new WireException.Timeout("the peer did not finish the TLS handshake in time");
        }
    }

    private boolean isHandshaking() {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK, NEED_WRAP, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> true;
            case FINISHED, NOT_HANDSHAKING -> false;
        };
    }

    /** Whether the peer has said that it will send no more. */
    public boolean inputEnded() {
        return inputEnded;
    }

    /** Decrypts the next record that has come, without waiting; false if none with data has. */
    public boolean decrypt(ByteQueue into) throws WireException {
        while (!inputEnded) {
            if (unwrap(into)) {
                return true;
            }
            settle();
            if (record == null && !hasRecord() && !arrivals.moveFirstTo(raw)) {
                return false;
            }
        }
        return false;
    }

    /** Unwraps one record, if there is one; true if it held data. */
    private boolean unwrap(ByteQueue into) throws WireException {
        ByteBuffer source = nextRecord();
        if (source == null) {
            return false;
        }
        ByteBuffer target = ByteBuffer.allocate(source.remaining());
        try {
            SSLEngineResult result = engine.unwrap(source, target);
            if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                target = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
                result = engine.unwrap(source, target);
            }
            switch (result.getStatus()) {
                case OK -> {}
                case CLOSED -> inputEnded = true;
                case BUFFER_OVERFLOW, BUFFER_UNDERFLOW ->
                    throw new WireException.TlsFailed("a TLS record does not fit its own length");
            }
        } catch (SSLException e) {
            byte[] room = scratch.take();
            alert(room);
            scratch.give(room);
            throw new WireException.TlsFailed("TLS failed: " + e.getMessage(), e);
        }
        if (!source.hasRemaining() || inputEnded) {
            record = null;
        }
        into.add(target.array(), 0, target.position());
        return target.position() > 0;
    }

    private @Nullable ByteBuffer nextRecord() throws WireException.TlsFailed {
        ByteBuffer current = record;
        if (current == null && hasRecord()) {
            current = raw.takePiece(recordLength());
            record = current;
        }
        return current;
    }

    private boolean hasRecord() throws WireException.TlsFailed {
        return raw.size() >= HEADER && raw.size() >= recordLength();
    }

    private int recordLength() throws WireException.TlsFailed {
        int type = raw.at(0) & 0xff;
        int length = ((raw.at(3) & 0xff) << 8) | (raw.at(4) & 0xff);
        // RFC 8446 §5.1: change_cipher_spec 20, alert 21, handshake 22, application_data 23.
        if (type < 20 || type > 23 || length > MAX_RECORD) {
            throw new WireException.TlsFailed("the peer does not speak TLS");
        }
        return HEADER + length;
    }

    /** Does what the engine wants to do by itself: compute, and send handshake messages. */
    private void settle() throws WireException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    refuseRenegotiation();
                    runTasks();
                }
                case NEED_WRAP -> {
                    if (!wrapNothing()) {
                        return;
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    refuseRenegotiation();
                    return;
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    /** A client may make us do key exchanges for ever; no mail client needs that, and TLS 1.3 has done away with it. */
    private void refuseRenegotiation() throws WireException.TlsFailed {
        if (established
                && !engine.isInboundDone()
                && engine.getSession().getProtocol().compareTo("TLSv1.3") < 0) {
            throw new WireException.TlsFailed("renegotiation is not allowed");
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Sends what the engine has to say on its own; false if that is nothing. */
    private boolean wrapNothing() throws WireException {
        byte[] room = scratch.take();
        try {
            ByteBuffer target = ByteBuffer.wrap(room);
            SSLEngineResult result = engine.wrap(NOTHING.duplicate(), target);
            send(room, target.position());
            return result.getStatus() == SSLEngineResult.Status.OK
                    && (result.bytesProduced() > 0
                            || result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_TASK);
        } catch (SSLException e) {
            alert(room);
            throw new WireException.TlsFailed("TLS failed: " + e.getMessage(), e);
        } finally {
            scratch.give(room);
        }
    }

    /** Encrypts and sends; the array is free again afterwards. */
    public void encrypt(byte[] bytes, int off, int len) throws WireException {
        byte[] room = scratch.take();
        try {
            ByteBuffer source = ByteBuffer.wrap(bytes, off, len);
            ByteBuffer target = ByteBuffer.wrap(room);
            while (source.hasRemaining()) {
                SSLEngineResult result = engine.wrap(source, target);
                boolean stuck = result.bytesConsumed() == 0 && result.bytesProduced() == 0;
                switch (result.getStatus()) {
                    case OK -> {
                        runTasks();
                        if (stuck) {
                            throw new WireException.TlsFailed("TLS does not take data");
                        }
                    }
                    case BUFFER_OVERFLOW -> {
                        if (target.position() == 0) {
                            throw new WireException.TlsFailed("a TLS record is larger than any should be");
                        }
                        send(room, target.position());
                        target.clear();
                    }
                    case CLOSED -> throw new WireException.Closed();
                    case BUFFER_UNDERFLOW -> throw new WireException.TlsFailed("TLS wants more to write");
                }
            }
            send(room, target.position());
        } catch (SSLException e) {
            throw new WireException.TlsFailed("TLS failed: " + e.getMessage(), e);
        } finally {
            scratch.give(room);
        }
    }

    private void send(byte[] room, int length) throws WireException {
        if (length > 0) {
            transport.send(Arrays.copyOf(room, length), 0, length);
        }
    }

    // RFC 8446 §6.2: the peer is told why. Where the engine fails in a task of its own, one wrap throws, and the next
    // has the alert.
    private void alert(byte[] room) {
        try {
            ByteBuffer target = ByteBuffer.wrap(room);
            for (int i = 0; i < MOST_ALERTS && !engine.isOutboundDone(); i++) {
                engine.wrap(NOTHING.duplicate(), target);
            }
            send(room, target.position());
        } catch (SSLException | WireException e) {
            // The connection ends for the first failure; a second one on the way out says nothing new.
            inputEnded = true;
        }
    }

    /** RFC 8446 §6.1: says that no more will be sent. */
    public void close() throws WireException {
        engine.closeOutbound();
        boolean said = true;
        while (said && !engine.isOutboundDone()) {
            said = wrapNothing();
        }
    }

    public TlsInfo info() {
        return new TlsInfo(
                engine.getSession().getProtocol(), engine.getSession().getCipherSuite());
    }

    /** The certificate that the peer has shown, and those that vouch for it; empty if none. */
    public List<X509Certificate> peerCertificates() {
        try {
            return Stream.of(engine.getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    public Optional<byte[]> channelBinding(String type) {
        return ChannelBinding.of(engine.getSession(), type);
    }
}
