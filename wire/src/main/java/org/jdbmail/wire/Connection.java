package org.jdbmail.wire;

import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jdbmail.wire.limit.PeerOrigin;
import org.jdbmail.wire.limit.Strangers;
import org.jdbmail.wire.tls.TlsInfo;
import org.jdbmail.wire.tls.TlsLayer;
import org.jdbmail.wire.tls.TlsSettings;
import org.jdbmail.wire.transport.Arrivals;
import org.jdbmail.wire.transport.DeflateLayer;
import org.jdbmail.wire.transport.Scratch;
import org.jdbmail.wire.transport.Signal;
import org.jdbmail.wire.transport.Transport;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer, as its session sees it: who it is, what it says ({@link #in()}), what it is told ({@link #out()}), and
 * whether that is private. All methods belong to the session's thread but {@link #wake()}, {@link #abort()} and the
 * addresses.
 */
public final class Connection implements Strangers.Stranger {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** However patient a listener is with idle peers, a handshake is not a time to idle. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(60);

    private final Transport transport;
    private final Signal signal;
    private final Arrivals arrivals;
    private final Inbox in;
    private final Outbox out;
    private final @Nullable TlsSettings tlsSettings;
    private final Scratch<byte[]> scratch;
    private final Guests guests;
    private final Compression compression;
    private final Guests.Place place = new Guests.Place();
    private final long id;

    private volatile SocketAddress remote;
    private volatile SocketAddress local;
    private volatile boolean woken;
    private volatile boolean stopping;
    private volatile boolean silent;
    private @Nullable TlsLayer tls;
    private long timeoutNanos;
    private long deadline = Signal.NEVER;
    private boolean closed;

    Connection(
            long id,
            Transport transport,
            Signal signal,
            Arrivals arrivals,
            ListenerConfig config,
            Scratch<byte[]> scratch,
            Guests guests,
            Semaphore compressions) {
        this.id = id;
        this.transport = transport;
        this.signal = signal;
        this.arrivals = arrivals;
        this.tlsSettings = config.tls().settings();
        this.scratch = scratch;
        this.guests = guests;
        this.compression = new Compression(compressions);
        this.timeoutNanos = config.patience().silence().toNanos();
        this.remote = transport.remote();
        this.local = transport.local();
        this.in = new Inbox(this, arrivals, signal);
        this.out = new Outbox(this);
    }

    /** A number that no other connection of this server has; for logs. */
    public long id() {
        return id;
    }

    /** Who the peer is: as the PROXY header tells, if a trusted proxy sent one. A Unix socket's peer has no name. */
    public SocketAddress remoteAddress() {
        return remote;
    }

    /** What the peer connected to: as the PROXY header tells, if a trusted proxy sent one. */
    public SocketAddress localAddress() {
        return local;
    }

    /** Input. */
    public Inbox in() {
        return in;
    }

    /** Output. */
    public Outbox out() {
        return out;
    }

    /** Whether what is said from now on is encrypted. */
    public boolean isTls() {
        return tls != null;
    }

    /** What TLS agreed on; empty in the clear. */
    public Optional<TlsInfo> tlsInfo() {
        return tls == null ? Optional.empty() : Optional.of(tls.info());
    }

    /**
     * Data that both ends of this TLS connection know and nobody else, for SASL channel binding.
     *
     * @param type {@code tls-exporter} (RFC 9266, TLS 1.3 only) or {@code tls-server-end-point} (RFC 5929 §4)
     * @return empty in the clear, and where the type is unknown or does not fit
     */
    public Optional<byte[]> channelBinding(String type) {
        return tls == null ? Optional.empty() : tls.channelBinding(type);
    }

    /**
     * The certificate that the peer has shown, followed by those that vouch for it, after they were checked; empty in the clear, and
     * where it has shown none.
     */
    public List<X509Certificate> peerCertificates() {
        return tls == null ? List.of() : tls.peerCertificates();
    }

    /** Whether {@link #startTls(byte[])} can be offered: the listener has a certificate, and TLS has not begun. */
    public boolean canStartTls() {
        return tlsSettings != null && tls == null;
    }

    /**
     * Begins TLS: sends the protocol's go-ahead in the clear, then does the handshake. What was said before counts for
     * nothing: the protocol forgets its state (RFC 3207 §4.2, RFC 3501 §6.2.1).
     *
     * @param okLine the go-ahead with its line end, sent after anything that is still in the outbox
     * @throws WireException.PipelinedPlaintext if the peer did not wait for the go-ahead. Nothing was sent; end the
     *     connection.
     * @throws WireException.TlsFailed if the handshake fails
     */
    public void startTls(byte[] okLine) throws WireException {
        TlsSettings settings = tlsSettings;
        if (settings == null || tls != null) {
            throw new IllegalStateException("TLS cannot be started here");
        }
        // RFC 3501 §6.2.1, RFC 3207 §5: nothing said in the clear may be heard as if it had been said in TLS. What
        // comes
        // after this look goes to the handshake, which refuses all but TLS.
        if (in.available() > 0) {
            throw new WireException.PipelinedPlaintext();
        }
        out.write(okLine);
        out.flush();
        beginTls(settings);
    }

    /** Whether what is said from now on is compressed. */
    public boolean isCompressed() {
        return compression.isOn();
    }

    /**
     * Ends compression, both ways (RFC 8437 §4.1): what the peer says behind the last line that was read is not compressed.
     *
     * @param okLine with its line end, the last that is sent compressed, after anything that is still in the outbox
     */
    public void endCompression(byte[] okLine) throws WireException {
        out.flush();
        compression.end(okLine, this::sendAsIs);
    }

    /**
     * Compresses both ways from now on, inside of TLS where there is TLS (RFC 4978).
     *
     * @param okLine the go-ahead with its line end, the last that is sent as it is, after anything that is still in the outbox
     * @return false, with nothing sent, if as many connections are compressed as there is memory for, or this one is
     * @throws WireException.PipelinedPlaintext if the peer did not wait for the go-ahead. Nothing was sent; end the connection.
     */
    public boolean startCompression(byte[] okLine) throws WireException {
        return compression.begin(
                () -> {
                    if (in.available() > 0) {
                        throw new WireException.PipelinedPlaintext();
                    }
                    out.write(okLine);
                    out.flush();
                },
                arrivals.budget());
    }

    /** The handshake, without a go-ahead. */
    void beginTls(TlsSettings settings) throws WireException {
        var layer = new TlsLayer(settings.newEngine(), transport, arrivals, scratch, in.takeUnread());
        layer.handshake(
                this::awaitPeer, Math.min(deadlineFromNow(), System.nanoTime() + HANDSHAKE.toNanos()), () -> stopping);
        tls = layer;
    }

    /**
     * How long the peer may keep silent before a read fails with {@link WireException.Timeout}; a line must be whole
     * within that time. Counts anew for each read.
     */
    public void setTimeout(Duration silence) {
        timeoutNanos = silence.toNanos();
    }

    /**
     * A moment after which every read that has to wait fails, however busy the peer is; for the time until login.
     *
     * @param fromNow zero lifts it
     */
    public void setDeadline(Duration fromNow) {
        deadline = fromNow.isZero() ? Signal.NEVER : System.nanoTime() + fromNow.toNanos();
    }

    /**
     * Ends a wait of the session in {@link Inbox#await(Duration)}, now or the next time. Any number of wakes before that
     * count as one. Any thread; cheap; never waits.
     */
    public void wake() {
        if (!woken) {
            woken = true;
            signal.raise();
        }
    }

    /** Bytes that the session took in, without TLS and PROXY header. */
    public long bytesRead() {
        return in.consumed();
    }

    /** Bytes that the session wrote, without TLS. */
    public long bytesWritten() {
        return out.written();
    }

    /**
     * Whether nobody waits for an answer any more, as far as that can be seen: the connection is gone, or the peer has sent its
     * last byte. Where so much came in that reading was stopped, this reads some more, up to a limit. Any thread; the session's
     * own while it reads or writes nothing, or another that works for it meanwhile.
     */
    public boolean isGone() {
        if (!transport.isClosed() && !arrivals.ended()) {
            arrivals.readOn();
            signal.look();
        }
        return transport.isClosed() || arrivals.ended();
    }

    /**
     * Who the peer is where limits are kept by address: its IPv4 address, or the /64 of its IPv6 address, which is what one
     * customer has; empty for the peer of a Unix socket.
     */
    public String origin() {
        return PeerOrigin.of(remote);
    }

    /**
     * The peer has shown who it is. Until then a connection of a listener for sessions that log in counts among those of strangers,
     * of which there may be few, may hold little, and is closed when its place is needed.
     *
     * @return false if there are too many sessions already, in all or of this peer's address: let it know, and end
     */
    public boolean authenticated() {
        boolean welcome = guests.welcome(this);
        if (welcome) {
            arrivals.trust();
        }
        return welcome;
    }

    @Override
    public boolean isSilent() {
        return silent;
    }

    @Override
    public void dismiss() {
        LOG.debug("{} is closed: its place is needed", this);
        abort();
    }

    /** Whether the server asked this session to end. */
    public boolean isStopping() {
        return stopping;
    }

    /** Sends what was written and closes. Returning from the handler does the same. */
    public void close() {
        if (!signal.isOwner()) {
            abort();
        } else if (!closed) {
            closed = true;
            try {
                out.flush();
                if (tls != null) {
                    tls.close();
                }
            } catch (WireException e) {
                // The peer is gone or does not listen: there is nobody to say goodbye to.
                transport.cut();
            }
            signal.look();
            boolean unread = arrivals.discard() || in.hasUnread();
            linger(unread && out.written() > 0);
            transport.closeAfterSending();
        }
    }

    /**
     * A peer that had more to say is still sending. Closing now would answer that with a reset, which may overtake our
     * last words: so its input is drained until it ends, for a moment.
     *
     * @param needed there were last words, and input that nobody read
     */
    private void linger(boolean needed) {
        try {
            if (needed && !signal.await(arrivals::ended, System.nanoTime() + LINGER.toNanos())) {
                LOG.debug("{} goes on sending and is closed", this);
            }
        } catch (WireException.Closed e) {
            transport.cut();
        }
    }

    /** Cuts the connection at once, losing what is under way; the session's next read or write fails. Any thread. */
    public void abort() {
        transport.cut();
        signal.raise();
    }

    /** Asks the session to end; any thread. */
    void requestStop() {
        stopping = true;
        signal.raise();
    }

    /** Wakes the session if a deadline that it waits for has come near; any thread. */
    void remind(long now) {
        signal.remind(now);
    }

    /** Replaces the addresses by those behind the proxy. */
    void setAddresses(SocketAddress remoteBehind, SocketAddress localBehind) {
        remote = remoteBehind;
        local = localBehind;
    }

    /** As what it is counted. */
    Guests.Place place() {
        return place;
    }

    Transport transport() {
        return transport;
    }

    @Nullable
    TlsLayer tls() {
        return tls;
    }

    /** As {@link Signal#await}, for something that the peer is to do. */
    boolean awaitPeer(BooleanSupplier condition, long until) throws WireException.Closed {
        if (condition.getAsBoolean()) {
            return true;
        }
        silent = true;
        try {
            return signal.await(condition, until);
        } finally {
            silent = false;
        }
    }

    /** How much this connection may hold of something, but no more than {@code most}. */
    int portion(int most) {
        return arrivals.budget().portion(most);
    }

    /** Gives back what memory it held; it is over. */
    void release() {
        in.release();
        compression.release();
        arrivals.release();
    }

    /** Uses up the wake, if there is one. */
    boolean takeWake() {
        boolean was = woken;
        woken = false;
        return was;
    }

    boolean isWoken() {
        return woken;
    }

    long deadlineFromNow() {
        return Math.min(deadline, System.nanoTime() + timeoutNanos);
    }

    /** Whether what is sent is made from the bytes that were given, so that their array is free again. */
    boolean copies() {
        return tls != null || compression.isOn();
    }

    @Nullable
    DeflateLayer deflate() {
        return compression.layer();
    }

    /** Sends compressed or not, through TLS or in the clear; the array belongs to the transport from now on, unless it was copied. */
    void send(byte[] bytes, int off, int len) throws WireException {
        compression.send(bytes, off, len, this::sendAsIs);
    }

    private void sendAsIs(byte[] bytes, int off, int len) throws WireException {
        if (tls == null) {
            transport.send(bytes, off, len);
        } else {
            tls.encrypt(bytes, off, len);
        }
    }

    @Override
    public String toString() {
        return "#" + id + " " + remote;
    }
}
