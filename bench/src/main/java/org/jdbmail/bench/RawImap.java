package org.jdbmail.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * An IMAP client that looks at as little as it can: it reads up to the tagged reply and counts bytes, so that the time is
 * the server's and not its own.
 */
final class RawImap implements AutoCloseable {
    private static final int TAIL = 4_096;
    private static final int PATIENCE_MS = 300_000;

    private final Socket socket;
    private final byte[] buffer = new byte[1 << 18];
    private final byte[] tail = new byte[TAIL];
    private int tailLength;
    private int tags;

    /** Connects and logs in. */
    RawImap(int port, String user) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port), user);
    }

    /** Logs in over a connection that is there, and may be under TLS. */
    RawImap(Socket socket, String user) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        awaitLine("* ");
        command("LOGIN " + user + " " + Accounts.PASSWORD);
    }

    /** Sends a command, and returns the number of bytes of the whole answer, when it is an OK. */
    long command(String text) throws IOException {
        String tag = "zq" + tags++;
        socket.getOutputStream().write((tag + " " + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return awaitLine(tag + " ");
    }

    /** Appends a message to a mailbox (RFC 7888: without waiting for the server to ask for it). */
    void append(String mailbox, byte[] message) throws IOException {
        String tag = "zq" + tags++;
        OutputStream out = socket.getOutputStream();
        out.write((tag + " APPEND " + mailbox + " {" + message.length + "+}\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(message);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        awaitLine(tag + " ");
    }

    /** Ends to idle. */
    void done() throws IOException {
        socket.getOutputStream().write("DONE\r\n".getBytes(StandardCharsets.US_ASCII));
        awaitLine("idle ");
    }

    /** Begins to idle, and returns when the server agrees. */
    void idle() throws IOException {
        socket.getOutputStream().write("idle IDLE\r\n".getBytes(StandardCharsets.US_ASCII));
        awaitLine("+");
    }

    /** Waits while idling until the server tells of a new message. */
    void awaitExists() throws IOException {
        while (true) {
            read();
            String text = new String(tail, 0, tailLength, StandardCharsets.ISO_8859_1);
            if (text.contains(" EXISTS\r\n")) {
                tailLength = 0;
                return;
            }
        }
    }

    /** Reads until what has been read ends in a line that begins so. */
    private long awaitLine(String start) throws IOException {
        long count = 0;
        tailLength = 0;
        while (true) {
            count += read();
            String text = "\n" + new String(tail, 0, tailLength, StandardCharsets.ISO_8859_1);
            int line = text.lastIndexOf("\n" + start);
            if (text.endsWith("\r\n") && line >= 0 && text.indexOf('\n', line + 1) == text.length() - 1) {
                if (start.startsWith("zq") && !text.startsWith("OK", line + 1 + start.length())) {
                    throw new IOException("refused: " + text.substring(line + 1).strip());
                }
                return count;
            }
        }
    }

    private int read() throws IOException {
        int count = socket.getInputStream().read(buffer);
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        int fresh = Math.min(count, TAIL);
        int kept = Math.min(tailLength, TAIL - fresh);
        System.arraycopy(tail, tailLength - kept, tail, 0, kept);
        System.arraycopy(buffer, count - fresh, tail, kept, fresh);
        tailLength = kept + fresh;
        return count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
