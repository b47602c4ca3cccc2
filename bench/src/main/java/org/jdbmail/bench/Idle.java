package org.jdbmail.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;

/**
 * {@code ./x bench idle [CONNECTIONS [SERVERS [DATABASE]]]}: what an IMAP connection costs that idles under TLS, with a mailbox selected: in the heap, in the
 * memory of the process, in threads. All servers are on one database, and the connections are spread over them. What a process may open limits both
 * ends: {@code ulimit -n}. With more than some thousand a server wants more heap than usual: {@code JDBMAIL_OPTS=-Xmx2g}.
 */
public final class Idle {
    private static final int PATIENCE_MINUTES = 30;

    private Idle() {}

    /** Measures 18,000 on one server, unless the arguments say otherwise; ends with status 1 if not all could idle. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int connections = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 18_000;
        int servers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        String name = arguments.length > 2 ? arguments[2] : "sqlite";
        Path root = Path.of(System.getProperty("jdbmail.root", "")).toAbsolutePath();
        List<Jdbmail> all = new ArrayList<>();
        boolean isWhole = true;
        try (TestDatabase database = TestDatabases.create(name)) {
            for (int i = 0; i < servers; i++) {
                all.add(Jdbmail.start(name, root, Files.createTempDirectory("jdbmail-idle"), database));
            }
            LmtpLoad.first(all.getFirst().ports().lmtp());
            isWhole = measure(all, connections / servers, out);
        } finally {
            for (Jdbmail server : all) {
                server.close();
            }
        }
        System.exit(isWhole ? 0 : 1);
    }

    private static boolean measure(List<Jdbmail> servers, int each, PrintStream out)
            throws IOException, InterruptedException {
        List<Process> clients = new ArrayList<>();
        boolean isWhole = true;
        try {
            List<Holding> before = new ArrayList<>();
            for (Jdbmail server : servers) {
                // What comes with the first few is not what each more costs.
                try (Clients few = new Clients(server, 200)) {
                    isWhole &= few.isReady(out);
                }
                before.add(Holding.of(address(server)));
            }
            for (int i = 0; i < servers.size(); i++) {
                Clients many = new Clients(servers.get(i), each);
                clients.add(many.process);
                isWhole &= many.isReady(out);
                tell(out, before.get(i), Holding.of(address(servers.get(i))));
            }
            return isWhole;
        } finally {
            clients.forEach(Process::destroy);
        }
    }

    private static Holding.Server address(Jdbmail server) {
        return new Holding.Server(
                server.processes().findFirst().orElseThrow().pid(),
                server.ports().imap() - 143 + 80);
    }

    private static void tell(PrintStream out, Holding before, Holding now) {
        long more = now.sessions() - before.sessions();
        out.printf(
                Locale.ROOT,
                "%,d connections idle: heap in use %,.1f MB, before %,.1f: %,.0f octets each; resident %,.1f MB, before %,.1f: %,.0f octets each; threads %,d, before %,d; virtual %,d; descriptors %,d%n",
                now.sessions(),
                now.heap() / 1e6,
                before.heap() / 1e6,
                (now.heap() - before.heap()) * 1.0 / more,
                now.resident() / 1e6,
                before.resident() / 1e6,
                (now.resident() - before.resident()) * 1.0 / more,
                now.threads(),
                before.threads(),
                now.virtual(),
                now.files());
    }

    /** The clients of one server. */
    private static final class Clients implements AutoCloseable {
        private final Process process;

        Clients(Jdbmail server, int count) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            IdleClients.class.getName(),
                            String.valueOf(Jdbmail.imaps(server.ports())),
                            String.valueOf(count))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        /** Waits until all idle; tells what is in the way of that. */
        boolean isReady(PrintStream out) throws IOException {
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = said.readLine();
            boolean isReady = "ready".equals(line);
            if (!isReady) {
                out.println("not all could idle: " + line);
            }
            return isReady;
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            try {
                if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
