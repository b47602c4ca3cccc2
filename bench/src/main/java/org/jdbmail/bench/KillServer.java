package org.jdbmail.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own, from the classes of this program, that is started and killed again and again. */
final class KillServer {
    private static final Duration START = Duration.ofSeconds(90);

    private final Path output;
    private final int base;
    private final List<String> command;
    private final boolean isSmtp;
    private @Nullable Process process;

    /**
     * @param sinkPort where its mail goes
     * @param isSmtp whether it takes mail by SMTP, and brings it away by itself
     */
    KillServer(Path folder, TestDatabase database, int sinkPort, boolean isSmtp) throws IOException {
        this.output = folder.resolve("output");
        this.base = FreePort.base(24, 25, 80, 110, 143, 993, 995);
        Path config = Files.writeString(folder.resolve("dbmail.conf"), """
                [DBMAIL]
                hostname = mail.test
                smtp_host = 127.0.0.1:%d
                [DELIVERY]
                AUTO_REPLY = yes
                queue_lease = 5
                [HTTP]
                port = %d
                %s
                """.formatted(
                        sinkPort,
                        base + 80,
                        isSmtp
                                ? "[SMTPD]\nport = " + (base + 25)
                                        + "\n[SENDING]\ndirect = yes\nrelayhost = [127.0.0.1]:" + sinkPort
                                : ""));
        this.isSmtp = isSmtp;
        String url = database.user().isEmpty()
                ? database.url()
                : database.url() + "?user=" + database.user() + "&password=" + database.password();
        this.command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "org.jdbmail.cli.Main",
                "run",
                "-f",
                config.toString(),
                "--db",
                url,
                "--base-port",
                String.valueOf(base));
    }

    /** Where it takes mail. */
    int port() {
        return base + (isSmtp ? 25 : 24);
    }

    /** Where its pages are. */
    int webPort() {
        return base + 80;
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Starts it, and waits until it takes mail. */
    void start() throws Exception {
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        process = started;
        Eventually.isTrue(START, "a greeting", () -> greets(started));
    }

    private boolean greets(Process started) throws IOException {
        if (!started.isAlive()) {
            throw new IOException("the server ended: " + output());
        }
        try (LineClient client = LineClient.connect(port())) {
            return client.readLine().startsWith("220");
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it at once, whatever it is doing. */
    void kill() throws InterruptedException {
        Process running = process;
        if (running != null && !running.destroyForcibly().waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("it lives on");
        }
    }
}
