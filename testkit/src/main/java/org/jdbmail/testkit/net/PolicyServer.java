package org.jdbmail.testkit.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A service of Postfix's policy delegation protocol (SMTPD_POLICY_README), that keeps what it is asked and answers as a test tells it to. */
public final class PolicyServer implements AutoCloseable {
    /** For an answer that never comes. */
    public static final String SILENCE = "silence";

    /** For a connection that is closed in place of an answer. */
    public static final String HANG_UP = "hang up";

    private final ServerSocket server;
    private final Function<Map<String, String>, String> answers;
    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);

    private PolicyServer(ServerSocket server, Function<Map<String, String>, String> answers) {
        this.server = server;
        this.answers = answers;
    }

    /**
     * Listens on a free port of this machine.
     *
     * @param answers the octets for a question, {@link #SILENCE} or {@link #HANG_UP}; may be called by several threads
     */
    public static PolicyServer start(Function<Map<String, String>, String> answers) throws IOException {
        PolicyServer made = new PolicyServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
        Thread.ofVirtual().start(made::accept);
        return made;
    }

    /** Where it listens, in Postfix's words. */
    public String place() {
        return "inet:127.0.0.1:" + server.getLocalPort();
    }

    /** What it was asked, names and values in their order. */
    public List<Map<String, String>> asked() {
        return List.copyOf(asked);
    }

    /** How many connected. */
    public int connections() {
        return connections.get();
    }

    /** Closes what is connected, as a service that is started anew; it goes on listening. */
    public void hangUp() throws IOException {
        for (Socket each : open) {
            each.close();
        }
    }

    /** How many are connected. */
    public int open() {
        return open.size();
    }

    /** Says something to all who are connected, unasked. */
    public void say(String answer) throws IOException {
        for (Socket each : open) {
            each.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // The test is over.
        } finally {
            ended.countDown();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            for (Map<String, String> question = question(in); question != null; question = question(in)) {
                asked.add(question);
                String answer = answers.apply(question);
                if (answer.equals(HANG_UP)) {
                    return;
                }
                if (!answer.equals(SILENCE)) {
                    out.write(answer.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // Whoever asked has gone, or the test is over.
        } finally {
            open.remove(socket);
        }
    }

    private static @Nullable Map<String, String> question(BufferedReader in) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty()) {
                return all;
            }
            int equals = line.indexOf('=');
            all.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            // As long as it is in accept, somebody may still get in.
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        hangUp();
    }
}
