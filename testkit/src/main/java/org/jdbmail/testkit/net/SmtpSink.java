package org.jdbmail.testkit.net;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that keeps what it gets, and answers as a test tells it to. Commands that begin with what {@link #answer} was told get that
 * answer in place of the usual one.
 */
public final class SmtpSink implements AutoCloseable {
    /** A message that came. */
    public record Received(String mail, List<String> recipients, String content) {}

    private final ServerSocket server;
    private final List<String> extensions;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicReference<@Nullable SSLContext> tls = new AtomicReference<>();
    private final Thread accepting = Thread.ofVirtual().unstarted(this::accept);

    private SmtpSink(ServerSocket server, List<String> extensions) {
        this.server = server;
        this.extensions = extensions;
    }

    /** Listens on a free port of this machine. */
    public static SmtpSink start(String... extensions) throws IOException {
        return at(InetAddress.getLoopbackAddress(), 0, extensions);
    }

    /** Listens on an address of this machine, such as {@code 127.0.31.1}. */
    public static SmtpSink at(InetAddress address, int port, String... extensions) throws IOException {
        ServerSocket server = new ServerSocket(port, 50, address);
        SmtpSink sink = new SmtpSink(server, List.of(extensions));
        sink.accepting.start();
        return sink;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How commands that begin so are answered from now on; {@code hang} for not at all, {@code close} for by hanging up. */
    public void answer(String command, String answer) {
        answers.put(command, answer);
    }

    /** From now on offers STARTTLS, and TLS with that. */
    public void secure(SSLContext context) {
        tls.set(context);
    }

    /** Answers such commands as usual again. */
    public void answerAsUsual(String command) {
        answers.remove(command);
    }

    /** What came, in its order. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Every command that came. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** How many connected. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            if (!say(out, answers.getOrDefault("connect", "220 sink.test ESMTP"))) {
                return;
            }
            String mail = "";
            List<String> recipients = new ArrayList<>();
            for (String line = line(in); line != null; line = line(in)) {
                said.add(line);
                String answer = answerTo(line);
                if (line.startsWith("MAIL") && answer.startsWith("2")) {
                    mail = line;
                    recipients = new ArrayList<>();
                } else if (line.startsWith("RCPT") && answer.startsWith("2")) {
                    recipients.add(line);
                }
                if (!say(out, answer)) {
                    return;
                }
                if (line.equals("DATA") && answer.startsWith("3")) {
                    String content = content(in);
                    String end = answers.getOrDefault("end", "250 2.0.0 kept");
                    if (end.startsWith("2")) {
                        received.add(new Received(mail, List.copyOf(recipients), content));
                    }
                    if (!say(out, end)) {
                        return;
                    }
                }
                if (line.equals("QUIT")) {
                    return;
                }
                SSLContext context = tls.get();
                if (line.equals("STARTTLS") && context != null && answer.startsWith("2")) {
                    SSLSocket secure = secured(socket, context);
                    said.add("(" + secure.getSession().getProtocol() + ")");
                    in = new BufferedInputStream(secure.getInputStream());
                    out = secure.getOutputStream();
                }
            }
        } catch (IOException | InterruptedException e) {
            return;
        }
    }

    private static SSLSocket secured(Socket socket, SSLContext context) throws IOException {
        Socket over = context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), false);
        if (over instanceof SSLSocket secure) {
            secure.setUseClientMode(false);
            secure.startHandshake();
            return secure;
        }
        throw new IOException("no TLS");
    }

    private String answerTo(String line) {
        for (Map.Entry<String, String> each : answers.entrySet()) {
            if (line.startsWith(each.getKey())) {
                return each.getValue();
            }
        }
        if (line.startsWith("EHLO")) {
            List<String> lines = new ArrayList<>(List.of("sink.test"));
            lines.addAll(extensions);
            if (tls.get() != null) {
                lines.add("STARTTLS");
            }
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < lines.size(); i++) {
                all.append(i == 0 ? "" : "\r\n")
                        .append("250")
                        .append(i == lines.size() - 1 ? " " : "-")
                        .append(lines.get(i));
            }
            return all.toString();
        }
        return line.equals("DATA") ? "354 go on" : line.equals("QUIT") ? "221 2.0.0 bye" : "250 2.0.0 ok";
    }

    private static boolean say(OutputStream out, String answer) throws IOException, InterruptedException {
        if (answer.equals("close")) {
            return false;
        }
        if (answer.equals("hang")) {
            Thread.sleep(Long.MAX_VALUE);
        }
        out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return true;
    }

    private static String content(InputStream in) throws IOException {
        StringBuilder content = new StringBuilder();
        for (String line = line(in); line != null && !line.equals("."); line = line(in)) {
            content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return content.toString();
    }

    /** A line whose end is CRLF and nothing else. */
    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int before = 0;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n' && before == '\r') {
                byte[] bytes = line.toByteArray();
                return new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
            }
            line.write(octet);
            before = octet;
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            // The port is free only when nobody waits at it any more.
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
