package org.jdbmail.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a server's process holds at a moment, after its garbage was collected.
 *
 * @param heap octets of all objects that are in use
 * @param resident octets of the process in memory ({@code VmRSS})
 * @param files descriptors that are open
 * @param threads of the system's
 * @param virtual virtual threads that are still referred to
 * @param databases connections in the pools of database connections
 * @param sessions connections that are open
 * @param held bytes on their way that connections hold
 * @param work pieces of long work that run or wait
 * @param ours how many objects there are of each class of ours
 */
record Holding(
        long heap,
        long resident,
        long files,
        long threads,
        long virtual,
        long databases,
        long sessions,
        long held,
        long work,
        Map<String, Long> ours) {
    private static final Pattern CLASS = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern FIGURE =
            Pattern.compile("(?m)^([a-z_]+)(?:\\{[^}]*?(?:state=\"(\\w+)\")?})? (\\d\\S*)$");

    /** What there may be more of where nothing is lost: pools that grow as they are used, and what is kept for the next time. */
    private static final long FEW = 16;

    private static final long SOME_OBJECTS = 500;
    private static final long SOME_HEAP = 6 << 20;
    private static final long SOME_MEMORY = 64 << 20;

    /** The address of a server's process, and where its figures are. */
    record Server(long pid, int webPort) {}

    /** Has the server's garbage collected, and looks at what is left. */
    static Holding of(Server server) throws IOException, InterruptedException {
        // Twice: what the first finds unused may have referred to more, by way of cleaners.
        histogram(server.pid());
        Map<String, Long> classes = new TreeMap<>();
        long heap = 0;
        for (String line : histogram(server.pid())) {
            Matcher one = CLASS.matcher(line);
            Matcher total = TOTAL.matcher(line);
            if (one.matches()) {
                classes.put(one.group(2), Long.parseLong(one.group(1)));
            } else if (total.matches()) {
                heap = Long.parseLong(total.group(1));
            }
        }
        Path process = Path.of("/proc", String.valueOf(server.pid()));
        Matcher resident = RESIDENT.matcher(Files.readString(process.resolve("status")));
        if (!resident.find()) {
            throw new IOException("the system does not tell how much memory a process has");
        }
        String figures = figures(server.webPort());
        return new Holding(
                heap,
                Long.parseLong(resident.group(1)) << 10,
                count(process.resolve("fd")),
                count(process.resolve("task")),
                classes.getOrDefault("java.lang.VirtualThread", 0L)
                        + classes.getOrDefault("java.lang.ThreadBuilders$BoundVirtualThread", 0L),
                classes.getOrDefault("com.zaxxer.hikari.pool.PoolEntry", 0L),
                sum(figures, "jdbmail_sessions", ""),
                sum(figures, "jdbmail_connection_bytes", "held"),
                sum(figures, "jdbmail_work", ""),
                classes.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith("org.jdbmail."))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Whether something is under way there, by the server's own count: sessions, bytes of theirs, long work. */
    static boolean isBusy(Server server) throws IOException {
        String figures = figures(server.webPort());
        return sum(figures, "jdbmail_sessions", "")
                        + sum(figures, "jdbmail_connection_bytes", "held")
                        + sum(figures, "jdbmail_work", "")
                > 0;
    }

    private static List<String> histogram(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd: " + text);
        }
        return text.lines().toList();
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    /** What {@code /metrics} says, by a connection that is closed after it. */
    private static String figures(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
        }
    }

    private static long sum(String figures, String name, String state) throws IOException {
        Matcher figure = FIGURE.matcher(figures);
        boolean isThere = false;
        double sum = 0;
        while (figure.find()) {
            if (figure.group(1).equals(name) && (state.isEmpty() || state.equals(figure.group(2)))) {
                isThere = true;
                sum += Double.parseDouble(figure.group(3));
            }
        }
        if (!isThere) {
            throw new IOException("the server does not tell " + name + ": " + figures);
        }
        return (long) sum;
    }

    /** What of this is more than before, beyond what may be; empty where all ends where it began. */
    List<String> grownSince(Holding before) {
        List<String> grown = new ArrayList<>();
        more(grown, "heap", heap, before.heap, before.heap / 4 + SOME_HEAP);
        more(grown, "resident memory", resident, before.resident, before.resident / 4 + SOME_MEMORY);
        more(grown, "descriptors", files, before.files, FEW);
        more(grown, "threads", threads, before.threads, FEW);
        more(grown, "virtual threads", virtual, before.virtual, FEW);
        more(grown, "database connections", databases, before.databases, FEW);
        more(grown, "open sessions", sessions, 0, 0);
        more(grown, "bytes on their way", held, 0, 0);
        more(grown, "long work", work, 0, 0);
        ours.forEach((name, count) -> {
            long was = before.ours.getOrDefault(name, 0L);
            more(grown, "objects " + name, count, was, was / 2 + SOME_OBJECTS);
        });
        return grown;
    }

    private static void more(List<String> grown, String what, long now, long before, long room) {
        if (now > before + room) {
            grown.add(String.format(Locale.ROOT, "%s: %,d, and %,d before", what, now, before));
        }
    }

    /** Puts it into a table, as one column. */
    void into(Figures figures, String column) {
        figures.add(column, "heap in use, MB", heap / 1e6);
        figures.add(column, "resident memory, MB", resident / 1e6);
        figures.add(column, "descriptors", String.valueOf(files));
        figures.add(column, "threads", String.valueOf(threads));
        figures.add(column, "virtual threads", String.valueOf(virtual));
        figures.add(column, "database connections", String.valueOf(databases));
        figures.add(column, "open sessions", String.valueOf(sessions));
        figures.add(column, "bytes on their way", String.valueOf(held));
        figures.add(column, "long work", String.valueOf(work));
        figures.add(
                column,
                "objects of ours",
                String.format(
                        Locale.ROOT,
                        "%,d",
                        ours.values().stream().mapToLong(Long::longValue).sum()));
    }
}
