package org.jdbmail.testkit.net;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A plain client of a line protocol: sends and reads lines that end in CRLF, and counted bytes, and can turn TLS on.
 *
 * <p>Text is ISO 8859-1 in both directions, one char for one byte, so nothing is lost or changed. Every read has a
 * deadline; a read that meets it throws {@link SocketTimeoutException} and loses nothing that has arrived. Not safe for
 * several threads.
 */
public final class LineClient implements AutoCloseable {
    private static final int MAX_LINE = 16 << 20;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final int port;
    private Socket socket;
    private @Nullable DeflaterOutputStream packing;
    private @Nullable InputStream unpacking;
    private Duration timeout = Duration.ofSeconds(10);
    private byte[] buffer = new byte[16384];
    private boolean bareLines;
    private int start;
    private int end;

    private LineClient(int port, Socket socket) {
        this.port = port;
        this.socket = socket;
    }

    /** Connects to a port of the loopback address, without TLS. */
    public static LineClient connect(int port) throws IOException {
        return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Connects without TLS. */
    public static LineClient connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, (int) CONNECT_LIMIT.toMillis());
            return new LineClient(address.getPort(), socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Connects to a port that speaks TLS from the first byte. */
    public static LineClient connectTls(InetSocketAddress address) throws IOException {
        LineClient client = connect(address);
        try {
            client.startTls();
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /** Sets how long each following read may take in all; 10 seconds at first. */
    public LineClient timeout(Duration limit) {
        this.timeout = limit;
        return this;
    }

    /** Does the TLS handshake now. The server must have sent nothing that is unread. */
    public void startTls() throws IOException {
        if (end > start) {
            throw new IOException("the server sent plaintext before the TLS handshake: " + text(buffer, start, end));
        }
        SSLSocket tls = (SSLSocket) TrustAll.context().getSocketFactory().createSocket(socket, "localhost", port, true);
        tls.setSoTimeout((int) timeout.toMillis());
        tls.startHandshake();
        socket = tls;
    }

    /** Compresses both ways from now on (RFC 4978). The server must have sent nothing that is unread. */
    public void startCompression() throws IOException {
        if (end > start) {
            throw new IOException("the server sent something before compression: " + text(buffer, start, end));
        }
        packing = new DeflaterOutputStream(
                socket.getOutputStream(), new Deflater(Deflater.DEFAULT_COMPRESSION, true), true);
        // One octet at a time: a stream that asks for more would wait for what the server has not yet said.
        unpacking = new InflaterInputStream(socket.getInputStream(), new Inflater(true), 1);
    }

    /** Ends compression, both ways (RFC 8437 §4.1). The server must have ended its own, and nothing be unread. */
    public void endCompression() throws IOException {
        DeflaterOutputStream out = packing;
        InputStream in = unpacking;
        if (out == null || in == null || end > start || in.read() >= 0) {
            throw new IOException("the server goes on compressing: " + text(buffer, start, end));
        }
        out.finish();
        socket.getOutputStream().flush();
        packing = null;
        unpacking = null;
    }

    /**
     * The TLS session, for tests that look at its version or channel binding.
     *
     * @throws IllegalStateException when the connection is plaintext
     */
    public SSLSession tlsSession() {
        if (socket instanceof SSLSocket tls) {
            return tls.getSession();
        }
        throw new IllegalStateException("not a TLS connection");
    }

    /** Sends a line, adding CRLF. */
    public void send(String line) throws IOException {
        send((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) throws IOException {
        OutputStream out = packing == null ? socket.getOutputStream() : packing;
        out.write(bytes);
        out.flush();
    }

    /** Tells the server that nothing more will come, and goes on reading. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** From now on lines have to end in a bare LF, as in Dovecot's auth protocol. */
    public LineClient bareLines() {
        bareLines = true;
        return this;
    }

    /**
     * Reads a line.
     *
     * @return the line without its end
     * @throws EOFException when the server has closed the connection
     * @throws SocketTimeoutException when no whole line has come in time; what came is kept for the next read
     * @throws IOException when the line ends in a bare LF, which hardly any of these protocols allows; see {@link #bareLines}
     */
    public String readLine() throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        int scanned = 0;
        while (true) {
            for (int i = start + scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    boolean hasCr = i > start && buffer[i - 1] == '\r';
                    if (hasCr == bareLines) {
                        throw new IOException(
                                (hasCr ? "line with CR: " : "line without CR: ") + text(buffer, start, i));
                    }
                    String line = text(buffer, start, hasCr ? i - 1 : i);
                    start = i + 1;
                    return line;
                }
            }
            scanned = end - start;
            if (scanned > MAX_LINE) {
                throw new IOException("line longer than " + MAX_LINE + " bytes");
            }
            fill(deadline);
        }
    }

    /** Reads lines up to and with the first that starts so, and returns that one. */
    public String readUntil(String prefix) throws IOException {
        String line = readLine();
        while (!line.startsWith(prefix)) {
            line = readLine();
        }
        return line;
    }

    /** Reads exactly so many bytes. */
    public byte[] readBytes(int count) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(count, 1 << 20));
        while (out.size() < count) {
            if (start == end) {
                fill(deadline);
            }
            int take = Math.min(count - out.size(), end - start);
            out.write(buffer, start, take);
            start += take;
        }
        return out.toByteArray();
    }

    /** Whether nothing arrives, and the connection stays open, for this long. Does not consume what arrives. */
    public boolean isQuietFor(Duration time) throws IOException {
        if (end > start) {
            return false;
        }
        try {
            fill(System.nanoTime() + time.toNanos());
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (EOFException e) {
            return false;
        }
    }

    /**
     * Whether the server closes the connection within the time-out without sending anything more.
     *
     * @throws SocketTimeoutException when it stays open
     */
    public boolean isClosedByServer() throws IOException {
        if (end > start) {
            return false;
        }
        try {
            fill(System.nanoTime() + timeout.toNanos());
            return false;
        } catch (EOFException e) {
            return true;
        } catch (SocketException e) {
            // A server that closes while our bytes are still unread resets the connection: closed all the same.
            return true;
        }
    }

    /** What has been received and not been read, without waiting for more. */
    public String unread() throws IOException {
        if (end == start
                && !(socket instanceof SSLSocket)
                && unpacking == null
                && socket.getInputStream().available() > 0) {
            fill(System.nanoTime() + timeout.toNanos());
        }
        return text(buffer, start, end);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Reads what there is, at least a byte, behind what is buffered. */
    private void fill(long deadline) throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        } else if (end == buffer.length) {
            byte[] target = start == 0 ? new byte[buffer.length * 2] : buffer;
            System.arraycopy(buffer, start, target, 0, end - start);
            buffer = target;
            end -= start;
            start = 0;
        }
        long left = (deadline - System.nanoTime()) / 1_000_000;
        socket.setSoTimeout((int) Math.max(1, left));
        InputStream in = unpacking == null ? socket.getInputStream() : unpacking;
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        end += count;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
