package org.jdbmail.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;

/**
 * {@code ./x bench smtp [--messages N] [--queued N] [SERVER ...]}: {@code smtp-source} hands mail in by SMTP, 20 sessions, 10 KB a message, and the server relays it to {@code
 * smtp-sink}; both Postfix's programs. Prints how many a second were taken, and how many went through. Servers are {@code postfix}, {@code sqlite} and {@code postgresql}, one after
 * another. With {@code --queued}, so many are taken while nobody takes them from the server, and its memory is printed as they grow more. Needs root, as Postfix does.
 */
public final class SmtpBench {
    private static final int SESSIONS = 20;
    private static final int OCTETS = 10_240;
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Pattern COUNTED = Pattern.compile("mesg=(\\d+)");

    private final PrintStream out;
    private final Path work;

    private SmtpBench(PrintStream out, Path work) {
        this.out = out;
        this.work = work;
    }

    /** Measures the servers that are named, or all. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setProperty("jdbmail.databases.fsync", "true");
        int messages = 5_000;
        int queued = 0;
        List<String> servers = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--messages" -> messages = Integer.parseInt(arguments[++i]);
                case "--queued" -> queued = Integer.parseInt(arguments[++i]);
                default -> servers.add(arguments[i]);
            }
        }
        Path work = Files.createTempDirectory("jdbmail-smtp");
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        SmtpBench bench = new SmtpBench(out, work);
        out.println("The servers' files are in " + work);
        for (String server : servers.isEmpty() ? List.of("postfix", "sqlite", "postgresql") : servers) {
            bench.relay(server, messages);
            if (queued > 0 && !server.equals("postfix")) {
                bench.queue(server, queued);
            }
        }
    }

    private void relay(String name, int messages) throws Exception {
        int sinkPort = FreePort.next();
        Path counted = Files.createTempFile(work, "sink", "");
        Process sink = new ProcessBuilder("smtp-sink", "-u", "nobody", "-c", "127.0.0.1:" + sinkPort, "1000")
                .redirectErrorStream(true)
                .redirectOutput(counted.toFile())
                .start();
        try (SmtpContestant server = SmtpContestant.start(name, Files.createTempDirectory(work, name), sinkPort)) {
            Eventually.isTrue(START, "a greeting", server::greets);
            // A virtual machine that has seen nothing yet is not what serves mail.
            source(server.port(), Math.min(messages, 1_000));
            Eventually.isTrue(PATIENCE, "all of it", () -> counted(counted) >= Math.min(messages, 1_000));
            long before = counted(counted);
            long start = System.nanoTime();
            source(server.port(), messages);
            double taken = seconds(start);
            Eventually.isTrue(PATIENCE, "all of it", () -> counted(counted) - before >= messages);
            double relayed = seconds(start);
            out.printf(
                    Locale.ROOT,
                    "%-12s %,7d messages: taken %,8.0f/s, relayed %,8.0f/s%n",
                    name,
                    messages,
                    messages / taken,
                    messages / relayed);
        } finally {
            sink.destroy();
        }
    }

    /** Nobody listens where the mail is to go. */
    private void queue(String name, int messages) throws Exception {
        int nobody = FreePort.next();
        try (SmtpContestant server = SmtpContestant.start(name, Files.createTempDirectory(work, name), nobody)) {
            Eventually.isTrue(START, "a greeting", server::greets);
            int steps = 10;
            for (int i = 1; i <= steps; i++) {
                long start = System.nanoTime();
                source(server.port(), messages / steps);
                out.printf(
                        Locale.ROOT,
                        "%-12s %,7d queued: taken %,8.0f/s, resident %,d MB%n",
                        name,
                        i * (messages / steps),
                        (double) messages / steps / seconds(start),
                        server.residentKilobytes() / 1024);
            }
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static long counted(Path output) throws IOException {
        long last = 0;
        Matcher matcher = COUNTED.matcher(Files.readString(output, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            last = Long.parseLong(matcher.group(1));
        }
        return last;
    }

    private void source(int port, int messages) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "smtp-source",
                        "-s",
                        String.valueOf(SESSIONS),
                        "-l",
                        String.valueOf(OCTETS),
                        "-m",
                        String.valueOf(messages),
                        "-f",
                        "sender@bench.test",
                        "-t",
                        "recipient@elsewhere.test",
                        "127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("source").toFile())
                .start();
        if (!process.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("smtp-source failed: " + Files.readString(work.resolve("source")));
        }
    }
}
