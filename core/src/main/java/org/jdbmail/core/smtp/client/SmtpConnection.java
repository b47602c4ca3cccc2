package org.jdbmail.core.smtp.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import javax.net.ssl.SSLSocket;

/** A connection to a server: commands out, answers in, and what the server says it can do. Used by one thread. */
final class SmtpConnection implements Closeable {
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 200;
    private static final int BUFFER = 32 * 1024;

    private final SmtpPeer peer;
    private final Patience patience;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private Map<String, String> extensions = Map.of();

    private SmtpConnection(SmtpPeer peer, Patience patience, Socket socket) throws IOException {
        this.peer = peer;
        this.patience = patience;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    /** Connects, and reads nothing yet. */
    static SmtpConnection open(SmtpPeer peer, Patience patience) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(peer.place(), (int) patience.connect().toMillis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.reply().toMillis());
            SmtpConnection connection = new SmtpConnection(peer, patience, socket);
            if (peer.isTls()) {
                connection.secure();
            }
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Goes on under TLS. */
    void secure() throws IOException {
        SSLSocket secure = Tls.over(socket, peer);
        secure.startHandshake();
        Tls.checkNames(secure, peer.tls());
        // What came in before belongs to nobody: RFC 3207 §6.
        socket = secure;
        in = new BufferedInputStream(secure.getInputStream(), BUFFER);
        out = new BufferedOutputStream(secure.getOutputStream(), BUFFER);
    }

    boolean isSecure() {
        return socket instanceof SSLSocket;
    }

    boolean isLoopback() {
        return socket.getInetAddress() != null && socket.getInetAddress().isLoopbackAddress();
    }

    /** Notes what an answer to EHLO offers. */
    void learn(SmtpAnswer answer) {
        Map<String, String> offered = new HashMap<>();
        for (String line : answer.lines()
                .subList(Math.min(1, answer.lines().size()), answer.lines().size())) {
            int space = line.indexOf(' ');
            String keyword = space < 0 ? line : line.substring(0, space);
            offered.put(
                    keyword.toUpperCase(Locale.ROOT),
                    space < 0 ? "" : line.substring(space + 1).strip());
        }
        extensions = offered;
    }

    boolean offers(String keyword) {
        return extensions.containsKey(keyword);
    }

    /** What stands behind a keyword; empty for nothing, or if it isn't offered. */
    String parameter(String keyword) {
        return extensions.getOrDefault(keyword, "");
    }

    /** Writes a command, which leaves with the next {@link #answer}. */
    void say(String command) throws IOException {
        for (int i = 0; i < command.length(); i++) {
            if (command.charAt(i) < ' ' || command.charAt(i) == 0x7f) {
                throw new IllegalArgumentException("a control character in a command");
            }
        }
        out.write(command.getBytes(StandardCharsets.UTF_8));
        out.write('\r');
        out.write('\n');
    }

    /** Sends what was written, and reads an answer. */
    SmtpAnswer answer() throws IOException {
        return answer(patience.reply());
    }

    private SmtpAnswer answer(Duration within) throws IOException {
        out.flush();
        socket.setSoTimeout((int) within.toMillis());
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = line();
            int code = code(line);
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() < 4 || line.charAt(3) != '-') {
                return new SmtpAnswer(code, lines);
            }
            if (lines.size() > MOST_LINES) {
                throw new IOException("an answer without an end");
            }
        }
    }

    // RFC 5321 §4.2
    private static int code(String line) throws IOException {
        if (line.length() < 3 || (line.length() > 3 && line.charAt(3) != ' ' && line.charAt(3) != '-')) {
            throw new IOException("no answer of SMTP");
        }
        int code = 0;
        for (int i = 0; i < 3; i++) {
            char digit = line.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new IOException("no answer of SMTP");
            }
            code = 10 * code + digit - '0';
        }
        return code;
    }

    private String line() throws IOException {
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (length == line.length) {
                throw new IOException("a line without an end");
            }
            line[length++] = (byte) octet;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    /** Sends a command and reads its answer. */
    SmtpAnswer ask(String command) throws IOException {
        say(command);
        return answer();
    }

    /** Sends a message and the dot behind it, and reads the answer. */
    SmtpAnswer send(MailContent content, Watchdog watchdog) throws IOException {
        // A write has no time-out; the allowance grows with what is to be written.
        long blocks = 1 + content.size() / (1 << 20);
        Future<?> limit = watchdog.after(patience.block().multipliedBy(blocks), this);
        try {
            content.write(out, true);
            out.write('.');
            out.write('\r');
            out.write('\n');
            out.flush();
        } finally {
            limit.cancel(false);
        }
        return answer(patience.end());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Says goodbye and does not wait for an answer; false if it could not even be said. */
    boolean quit() {
        try (this) {
            say("QUIT");
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
