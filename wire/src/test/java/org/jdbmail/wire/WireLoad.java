package org.jdbmail.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures this module alone: echoed commands per second, one at a time and pipelined,
 * in the clear and in TLS, and what an idle connection costs. Run its main by hand; arguments: the number of idle
 * connections.
 */
final class WireLoad {
    private static final Logger LOG = LoggerFactory.getLogger(WireLoad.class);
    private static final byte[] COMMAND = "a001 NOOP and a few bytes\r\n".getBytes(US_ASCII);
    private static final Duration RUN = Duration.ofSeconds(3);

    private WireLoad() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 4) {
            hold(Integer.parseInt(args[1]), TlsMode.valueOf(args[2]), Integer.parseInt(args[3]));
            return;
        }
        var server = new WireServer();
        TlsSettings tls = Certificates.settings(Certificates.ec());
        Listener plain = server.listen(Servers.loopback("plain").withLimits(20_000, 20_000), Servers::echo);
        Listener secure = server.listen(
                Servers.loopback("tls").withLimits(20_000, 20_000).withTls(TlsMode.IMPLICIT, tls), Servers::echo);
        if (args.length > 0) {
            idle(server, Integer.parseInt(args[0]), TlsMode.NONE, tls);
            idle(server, Integer.parseInt(args[0]), TlsMode.IMPLICIT, tls);
        }
        for (int round = 0; round < 2; round++) {
            for (Listener listener : List.of(plain, secure)) {
                String name = listener.name();
                LOG.info("{}: 1 connection in lockstep: {}/s", name, rate(listener, 1, 1));
                LOG.info("{}: 50 connections in lockstep: {}/s", name, rate(listener, 50, 1));
                LOG.info("{}: 1 connection, 500 pipelined: {}/s", name, rate(listener, 1, 500));
            }
        }
        server.stop(Duration.ofSeconds(5));
    }

    private static Client connect(Listener listener) throws IOException {
        return listener.name().equals("tls") ? Client.tlsTo(listener) : Client.to(listener);
    }

    private static long rate(Listener listener, int connections, int pipelined) throws Exception {
        byte[] batch = new byte[COMMAND.length * pipelined];
        for (int i = 0; i < pipelined; i++) {
            System.arraycopy(COMMAND, 0, batch, i * COMMAND.length, COMMAND.length);
        }
        long end = System.nanoTime() + RUN.toNanos();
        Callable<Long> talk = () -> {
            try (Client client = connect(listener)) {
                InputStream in = new BufferedInputStream(client.in(), 64 * 1024);
                byte[] answer = new byte[batch.length];
                long done = 0;
                while (System.nanoTime() < end) {
                    client.out().write(batch);
                    client.out().flush();
                    if (in.readNBytes(answer, 0, answer.length) != answer.length) {
                        throw new IOException("cut off");
                    }
                    done += pipelined;
                }
                return done;
            }
        };
        long total = 0;
        try (ExecutorService clients = Executors.newFixedThreadPool(connections)) {
            List<Future<Long>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(clients.submit(talk));
            }
            for (Future<Long> one : all) {
                total += one.get();
            }
        }
        return total / RUN.toSeconds();
    }

    /** Sessions wait as in IMAP's IDLE, after a greeting and a command; the clients live in a process of their own. */
    private static void idle(WireServer server, int connections, TlsMode mode, TlsSettings tls) throws Exception {
        var waiting = new AtomicInteger();
        var config = Servers.loopback("idle").withLimits(20_000, 20_000).withTls(mode, tls);
        Listener listener = server.listen(config, c -> {
            c.out().writeAscii("* OK ready\r\n");
            c.in().readLine(1000);
            waiting.incrementAndGet();
            c.in().await(Duration.ofMinutes(30));
        });
        long heapBefore = heap();
        long residentBefore = resident();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process clients = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        WireLoad.class.getName(),
                        "clients",
                        Integer.toString(connections),
                        mode.name(),
                        Integer.toString(listener.port()))
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        while (waiting.get() < connections && clients.isAlive()) {
            Servers.eventually(() -> waiting.get() == connections);
        }
        LOG.info(
                "{}: {} idle connections: {} bytes of heap each, {} resident each",
                mode,
                waiting.get(),
                (heap() - heapBefore) / connections,
                (resident() - residentBefore) / connections);
        clients.getOutputStream().close();
        Servers.eventually(() -> listener.connections() == 0);
    }

    /** Opens connections and holds them until standard input ends. */
    private static void hold(int connections, TlsMode mode, int port) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            var client = new Client(new Socket(InetAddress.getLoopbackAddress(), port));
            if (mode == TlsMode.IMPLICIT) {
                client.beginTls();
            }
            client.line();
            client.send("a001 LOGIN somebody something\r\n");
            clients.add(client);
        }
        LOG.info("{} clients wait", clients.size());
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    private static long heap() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
