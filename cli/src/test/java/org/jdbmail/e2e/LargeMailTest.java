package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.BodyHashes;
import org.jdbmail.authenticity.dkim.DkimSigner;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.net.DnsServer;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.SmtpSink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message of 80 MB goes through all that looks at mail: SPF, DKIM, DMARC and ARC, OpenDKIM as a milter, a program, a filter that sends it back; it is kept, sealed, and sent on. The
 * server has a heap into which the message does not fit once.
 */
@Tag("full")
@Timeout(300)
class LargeMailTest {
    private static final int HEAP = 80;
    private static final int LINES = 80_000;
    private static final String LINE = "x".repeat(998) + "\r\n";
    private static final SigningKey KEY = SigningKey.generate(Algorithm.RSA_SHA256, 1024);
    private static final String ADDRESS = "127.0.43.1";

    @TempDir
    private Path folder;

    private Process opendkim(int port, String record) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path records = Files.writeString(folder.resolve("dns"), "k._domainkey.c.test " + record + "\n");
        Path config = Files.writeString(
                folder.resolve("opendkim.conf"),
                "Socket inet:" + port + "@127.0.0.1\nBackground no\nSyslog no\nMode v\nAuthservID mx.milter.test\n"
                        + "AlwaysAddARHeader yes\nTestDNSData " + records + "\n");
        Process process = new ProcessBuilder("/usr/sbin/opendkim", "-f", "-x", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("opendkim.log").toFile())
                .start();
        Eventually.isTrue(Duration.ofSeconds(30), "OpenDKIM listens", () -> {
            try (LineClient client = LineClient.connect(port)) {
                client.timeout(Duration.ofSeconds(1));
                return true;
            } catch (IOException e) {
                return false;
            }
        });
        return process;
    }

    /** The message, signed by its author's domain. */
    private static byte[] message() {
        byte[] header =
                ("From: x@c.test\r\nTo: bob@b.test\r\nSubject: large\r\nDate: Sat, 28 Nov 2026 12:00:00 +0000\r\n"
                                + "Message-ID: <large@c.test>\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] line = LINE.getBytes(StandardCharsets.US_ASCII);
        byte[] plain = Arrays.copyOf(header, header.length + LINES * line.length);
        for (int i = 0; i < LINES; i++) {
            System.arraycopy(line, 0, plain, header.length + i * line.length, line.length);
        }
        HeaderBlock block = HeaderBlock.of(MessageBytes.of(plain));
        byte[] signature = (new DkimSigner("c.test", "k", KEY)
                                .sign(
                                        block,
                                        BodyHashes.of(MessageBytes.of(plain), block.body(), Set.of(DkimSigner.BODY))
                                                .get(DkimSigner.BODY),
                                        Instant.now())
                                .text()
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(signature, signature.length + plain.length);
        System.arraycopy(plain, 0, all, signature.length, plain.length);
        return all;
    }

    private static String hand(MailServer server, byte[] message) throws IOException {
        try (LineClient client = LineClient.connect(server.at()).timeout(Duration.ofSeconds(200))) {
            client.readUntil("220 ");
            client.send("XCLIENT ADDR=192.0.2.4");
            client.readUntil("220 ");
            client.send("EHLO mx.c.test");
            client.readUntil("250 ");
            for (String command : List.of("MAIL FROM:<x@c.test>", "RCPT TO:<bob@b.test>", "RCPT TO:<away@b.test>")) {
                client.send(command);
                client.readUntil("250 ");
            }
            client.send("DATA");
            client.readUntil("354 ");
            client.send(message);
            client.send(".");
            return client.readLine();
        }
    }

    @Test
    void itNeedsNoMemory() throws Exception {
        int port = FreePort.next();
        int milterPort = FreePort.next();
        Process opendkim = opendkim(milterPort, KEY.record());
        try (DnsServer names = DnsServer.start();
                SmtpSink elsewhere = SmtpSink.at(InetAddress.ofLiteral("127.0.43.2"), port)) {
            names.add("c.test", "TXT", "v=spf1 ip4:192.0.2.4 -all").add("_dmarc.c.test", "TXT", "v=DMARC1; p=reject");
            names.add("k._domainkey.c.test", "TXT", KEY.record());
            names.add("d.test", "MX", "10 mx.d.test").add("mx.d.test", "A", "127.0.43.2");
            try (MailServer server = MailServer.startIn(
                    HEAP, folder.resolve("b"), "mx.b.test", ADDRESS, port, names.address(), """
                    [SMTPD]
                    xclient_networks = 127.0.0.1
                    mynetworks = 127.0.77.1
                    dmarc = reject
                    arc_domain = b.test
                    smtpd_milters = inet:127.0.0.1:%d
                    content_filter = [%s]:%d
                    content_filter_program = /bin/cat
                    """.formatted(
                                    milterPort, ADDRESS, port))) {
                server.key("b.test", "k", Algorithm.RSA_SHA256);
                server.account("bob@b.test");
                server.forward("away@b.test", "y@d.test");
                byte[] message = message();
                String said = hand(server, message);
                assertTrue(said.startsWith("250 "), said + server.log());
                String kept = server.newest("bob@b.test", 1);
                assertTrue(kept.replaceAll("\\s+", " ").contains("mx.b.test; spf=pass"), kept);
                assertTrue(kept.contains("dkim=pass (1024-bit key)"), kept);
                assertTrue(kept.contains("mx.milter.test"), kept);
                assertTrue(server.messages("bob@b.test").getFirst().size() > message.length);
                Eventually.isTrue(
                        Duration.ofSeconds(120),
                        "it is sent on",
                        () -> !elsewhere.received().isEmpty());
                String sent = elsewhere.received().getFirst().content();
                assertTrue(sent.startsWith("ARC-Seal: i=1; a=rsa-sha256"), sent.substring(0, 500));
                assertTrue(sent.length() > message.length);
                assertEquals(1, server.messages("bob@b.test").size());
            }
        } finally {
            opendkim.destroy();
            opendkim.waitFor(10, TimeUnit.SECONDS);
            opendkim.destroyForcibly();
        }
    }
}
