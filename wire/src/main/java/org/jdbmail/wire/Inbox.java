package org.jdbmail.wire;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jdbmail.wire.limit.Budget;
import org.jdbmail.wire.tls.TlsLayer;
import org.jdbmail.wire.transport.Arrivals;
import org.jdbmail.wire.transport.ByteQueue;
import org.jdbmail.wire.transport.DeflateLayer;
import org.jdbmail.wire.transport.Signal;
import org.jdbmail.wire.transport.WireException;

/**
 * What the peer says, read by the session's thread, which waits where nothing has come yet. Before it waits, what is in
 * the outbox is flushed, so a session need not flush by itself and answers to pipelined commands travel together.
 *
 * <p>Every read that has to wait may fail with {@link WireException.Timeout} (see {@link Connection#setTimeout}),
 * {@link WireException.EndOfInput}, {@link WireException.Closed} or {@link WireException.Stopping}. What has already
 * arrived is always delivered first. Idle, an inbox holds no buffer.
 */
public final class Inbox {
    private static final byte LF = '\n';
    private static final byte CR = '\r';

    private final Connection connection;
    private final Arrivals arrivals;
    private final Signal signal;
    private final ByteQueue plain;
    private long consumed;
    private boolean bareLf;

    Inbox(Connection connection, Arrivals arrivals, Signal signal) {
        this.connection = connection;
        this.arrivals = arrivals;
        this.signal = signal;
        this.plain = new ByteQueue(arrivals.budget());
    }

    /**
     * Reads one line, up to LF or CRLF, which is left off.
     *
     * @param maxBytes how long the line may be, without its end
     * @throws WireException.LineTooLong if no line end comes within that; nothing is consumed then
     */
    public byte[] readLine(int maxBytes) throws WireException {
        int searched = 0;
        long deadline = connection.deadlineFromNow();
        while (true) {
            int end = plain.indexOf(LF, searched);
            if (end >= 0) {
                return takeLine(end, maxBytes);
            }
            searched = plain.size();
            // One byte more than allowed may be the CR of the line end.
            if (searched > maxBytes + 1) {
                throw new WireException.LineTooLong(maxBytes);
            }
            fill(deadline);
        }
    }

    private byte[] takeLine(int end, int maxBytes) throws WireException.LineTooLong {
        boolean crlf = end > 0 && plain.at(end - 1) == CR;
        int length = crlf ? end - 1 : end;
        if (length > maxBytes) {
            throw new WireException.LineTooLong(maxBytes);
        }
        byte[] line = new byte[length];
        plain.take(line, 0, length);
        plain.skip(end + 1 - length);
        consumed += end + 1;
        bareLf = !crlf;
        return line;
    }

    /** Whether the last line of {@link #readLine} ended with LF alone. */
    public boolean lastLineHadBareLf() {
        return bareLf;
    }

    /**
     * Throws away everything up to and with the next LF.
     *
     * @param maxBytes how much at most
     * @throws WireException.LineTooLong if that is not enough; end the connection
     */
    public void skipLine(long maxBytes) throws WireException {
        long skipped = 0;
        while (true) {
            int end = plain.indexOf(LF, 0);
            int n = plain.skip(end >= 0 ? end + 1 : plain.size());
            skipped += n;
            consumed += n;
            if (end >= 0) {
                return;
            }
            if (skipped > maxBytes) {
                throw new WireException.LineTooLong(maxBytes);
            }
            fill(connection.deadlineFromNow());
        }
    }

    /** Reads at least one byte and at most {@code len}, waiting for the first. */
    public int read(byte[] into, int off, int len) throws WireException {
        if (len == 0) {
            return 0;
        }
        need();
        int n = plain.take(into, off, len);
        consumed += n;
        return n;
    }

    /** Reads exactly {@code n} bytes; meant for small pieces, since the array is made at once. */
    public byte[] readExactly(int n) throws WireException {
        byte[] all = new byte[n];
        int done = 0;
        while (done < n) {
            done += read(all, done, n - done);
        }
        return all;
    }

    /** Throws away exactly {@code n} bytes. */
    public void skip(long n) throws WireException {
        long left = n;
        while (left > 0) {
            need();
            int skipped = plain.skip((int) Math.min(left, Integer.MAX_VALUE));
            consumed += skipped;
            left -= skipped;
        }
    }

    /**
     * The next bytes without consuming them: at least one, waiting for it; read-only, and valid until the next call. With
     * {@link #skip(long)} for as many as were used, this is the fastest way to scan for an end mark.
     */
    public ByteBuffer peek() throws WireException {
        need();
        return plain.peek();
    }

    /** How many bytes can be read without waiting, at least: zero means that none can. */
    public int available() throws WireException {
        if (plain.isEmpty()) {
            lookAndPull();
        }
        return plain.size();
    }

    /** Whether a whole line of at most 64 KiB can be read without waiting. */
    public boolean hasLine() throws WireException {
        int searched = 0;
        while (true) {
            if (plain.indexOf(LF, searched) >= 0) {
                return true;
            }
            searched = plain.size();
            if (searched > 64 * 1024 || !lookAndPull()) {
                return false;
            }
        }
    }

    /**
     * Waits, after flushing the outbox, until there is something to do: input, a {@link Connection#wake()}, or the end.
     * Does not consume input. Of several reasons the first in this order is told: SHUTDOWN, READABLE, EOF, WOKEN.
     *
     * @param atMost how long; zero only looks
     */
    public Readiness await(Duration atMost) throws WireException {
        long deadline = System.nanoTime() + atMost.toNanos();
        connection.out().flush();
        while (true) {
            boolean ended = isEnded();
            if (connection.isStopping()) {
                return Readiness.SHUTDOWN;
            }
            if (!plain.isEmpty() || lookAndPull()) {
                return Readiness.READABLE;
            }
            if (ended || isEnded()) {
                return Readiness.EOF;
            }
            if (connection.takeWake()) {
                return Readiness.WOKEN;
            }
            boolean inTime = connection.awaitPeer(
                    () -> connection.isWoken() || connection.isStopping() || arrivals.ready(), deadline);
            if (!inTime) {
                return Readiness.TIMEOUT;
            }
        }
    }

    /** What was taken from the network and not read: behind a PROXY header TLS may begin in the same packet. */
    ByteQueue takeUnread() {
        ByteQueue unread = new ByteQueue(arrivals.budget());
        boolean moved = true;
        while (moved) {
            moved = unread.moveFirstFrom(plain);
        }
        return unread;
    }

    /** Whether something was taken from the network and not read by the session. */
    boolean hasUnread() {
        return !plain.isEmpty();
    }

    /** Forgets what is left: the connection is over. */
    void release() {
        plain.clear();
    }

    long consumed() {
        return consumed;
    }

    /** Bytes that belong to the layer below, such as a PROXY header, are not the session's. */
    void forgetConsumed() {
        consumed = 0;
    }

    private void need() throws WireException {
        if (plain.isEmpty()) {
            fill(connection.deadlineFromNow());
        }
    }

    /** Waits until there is at least one byte more than before. */
    private void fill(long deadline) throws WireException {
        if (pull()) {
            return;
        }
        if (plain.held() > Budget.MODEST && arrivals.budget().isExhausted()) {
            throw new WireException.Overloaded();
        }
        connection.out().flush();
        while (true) {
            boolean inTime = connection.awaitPeer(() -> connection.isStopping() || arrivals.ready(), deadline);
            boolean ended = isEnded();
            if (pull()) {
                return;
            }
            if (ended || isEnded()) {
                throw connection.transport().isClosed() ? new WireException.Closed() : new WireException.EndOfInput();
            }
            if (connection.isStopping()) {
                throw new WireException.Stopping();
            }
            if (!inTime) {
                throw new WireException.Timeout("the peer sent nothing for too long");
            }
        }
    }

    private boolean isEnded() {
        TlsLayer tls = connection.tls();
        DeflateLayer deflate = connection.deflate();
        return (deflate != null && deflate.inputEnded()) || (tls != null && tls.inputEnded()) || arrivals.exhausted();
    }

    /** Moves what has come, after a look whether something is there that only a wait would have taken in. */
    private boolean lookAndPull() throws WireException {
        if (pull()) {
            return true;
        }
        signal.look();
        return pull();
    }

    /** Moves what has come, without waiting; false if nothing has. */
    private boolean pull() throws WireException {
        DeflateLayer deflate = connection.deflate();
        return deflate == null ? pullAsIs(plain) : deflate.unpack(plain, this::pullAsIs);
    }

    private boolean pullAsIs(ByteQueue into) throws WireException {
        TlsLayer tls = connection.tls();
        return tls == null ? arrivals.moveFirstTo(into) : tls.decrypt(into);
    }
}
