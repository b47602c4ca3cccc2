package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.testkit.net.DnsServer;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** 5,000 connections that say little and never go: whoever has something to say is heard, with no more threads and no more memory than usual. */
@Tag("full")
@Timeout(180)
class SlowSmtpTest {
    private static final int CONNECTIONS = 5_000;

    /** Where each of them stops. */
    private static final List<String> UNFINISHED = List.of(
            "",
            "EHLO half",
            "EHLO slow.test\r\n",
            "EHLO slow.test\r\nMAIL FROM:<s@slow.test>\r\n",
            "EHLO slow.test\r\nMAIL FROM:<s@slow.test>\r\nRCPT TO:<alice@a.test>\r\nDATA\r\n");

    @Test
    void whoBehavesIsServed(@TempDir Path folder) throws Exception {
        List<Socket> open = new ArrayList<>();
        try (DnsServer names = DnsServer.start();
                MailServer server = MailServer.start(
                        folder,
                        "mx.a.test",
                        "127.0.46.1",
                        FreePort.next(),
                        names.address(),
                        "[SMTPD]\nconnection_rate_limit = 0\n")) {
            server.account("alice@a.test");
            long before = status(server, "Threads:");
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = new Socket();
                open.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.47." + (1 + i % 250)), 0));
                socket.connect(server.at(), 20_000);
                say(socket, UNFINISHED.get(i % UNFINISHED.size()));
                if (i % 500 == 499) {
                    send(server);
                }
            }
            for (int i = 0; i < 20; i++) {
                send(server);
            }
            assertTrue(server.handle().isAlive(), server.log());
            long threads = status(server, "Threads:");
            assertTrue(threads < before + 400, before + " threads, then " + threads);
            assertTrue(server.messages("alice@a.test").size() == 30, "all that was taken is there");
            assertTrue(!server.log().contains("OutOfMemory"), server.log());
        } finally {
            for (Socket each : open) {
                each.close();
            }
        }
    }

    /** Where the server has closed it meanwhile to make room, nothing is said. */
    private static boolean say(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void send(MailServer server) throws IOException {
        try (LineClient client = LineClient.connect(server.at()).timeout(Duration.ofSeconds(30))) {
            client.readUntil("220 ");
            client.send("EHLO good.test");
            client.readUntil("250 ");
            client.send("MAIL FROM:<s@good.test>\r\nRCPT TO:<alice@a.test>\r\nDATA");
            client.readUntil("354 ");
            client.send("Subject: x\r\n\r\n.");
            String said = client.readLine();
            assertTrue(said.startsWith("250 2.0.0"), said);
        }
    }

    private static long status(MailServer server, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.handle().pid() + "/status")).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
