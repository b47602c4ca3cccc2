package org.jdbmail.core.milter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.BodyHashes;
import org.jdbmail.authenticity.dkim.DkimResult;
import org.jdbmail.authenticity.dkim.DkimSigner;
import org.jdbmail.authenticity.dkim.DkimVerifier;
import org.jdbmail.authenticity.dkim.SignatureOutcome;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.origin.OriginDns;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.reception.Inspection;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.core.reception.Ruling;
import org.jdbmail.core.service.ServicePlace;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.net.DnsServer;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenDKIM as a milter signs what we find right, and finds right what we sign. */
@Tag("full")
class OpenDkimTest {
    private static final Caller CALLER = new Caller(
            InetAddress.ofLiteral("192.0.2.1"),
            "192.0.2.1",
            "mx.a.test",
            "mx.a.test",
            "ESMTP",
            false,
            Optional.empty(),
            "");
    private static final String MESSAGE = "From: joe@a.test\r\nTo: sue@b.test\r\nSubject: one\r\n   two  three\r\n"
            + "Date: Sat, 28 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@a.test>\r\n\r\nHello,\r\n\r\n.dots\r\nworld \r\n\r\n\r\n";

    @TempDir
    private Path folder;

    private final SigningKey key = SigningKey.generate(Algorithm.RSA_SHA256, 1024);
    private final int port = FreePort.next();

    private Process start(String... settings) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path config = Files.writeString(
                folder.resolve("opendkim.conf"),
                "Socket inet:" + port
                        + "@127.0.0.1\nBackground no\nRequireSafeKeys no\nSyslog no\nAuthservID mx.b.test\n"
                        + String.join("\n", settings) + "\n");
        return new ProcessBuilder("/usr/sbin/opendkim", "-f", "-x", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private String taken(Process opendkim, String message) throws Exception {
        ServicePlace place = ServicePlace.parse("inet:127.0.0.1:" + port).orElseThrow();
        Duration patience = Duration.ofSeconds(30);
        MilterOptions options = new MilterOptions(List.of(place), true, patience, patience, patience, "mx.b.test");
        try {
            Eventually.isTrue(Duration.ofSeconds(30), "OpenDKIM listens", () -> {
                if (!opendkim.isAlive()) {
                    throw new AssertionError(Files.readString(folder.resolve("log")));
                }
                try (MilterConnection connection = MilterConnection.open(place, patience)) {
                    return connection.mayDo(1);
                } catch (IOException e) {
                    return false;
                }
            });
            try (Inspection inspection =
                    Milters.of(options, new Spools(folder, 64 * 1024, 1 << 20)).open(CALLER)) {
                EnvelopeAddress sender = new EnvelopeAddress("joe", "a.test");
                EnvelopeAddress recipient = new EnvelopeAddress("sue", "b.test");
                inspection.connected(CALLER);
                inspection.greeted(CALLER);
                assertEquals(Ruling.GO_ON, inspection.sender(CALLER, "id1", sender, MailParameters.NONE));
                assertEquals(Ruling.GO_ON, inspection.recipient(CALLER, recipient, RecipientParameters.NONE));
                Judgement.Passed passed = assertInstanceOf(
                        Judgement.Passed.class,
                        inspection.message(new Arriving(
                                CALLER,
                                "id1",
                                sender,
                                MailParameters.NONE,
                                List.of(recipient),
                                "Received: x\r\n",
                                MessageBytes.of(message.getBytes(StandardCharsets.ISO_8859_1)),
                                Instant.now())));
                return passed.above()
                        + new String(passed.message().slice(0, passed.message().size()), StandardCharsets.ISO_8859_1);
            }
        } finally {
            opendkim.destroy();
            opendkim.waitFor(10, TimeUnit.SECONDS);
            opendkim.destroyForcibly();
        }
    }

    @Test
    void whatItSignsIsRight() throws Exception {
        Path secret = folder.resolve("key.pem");
        Files.writeString(
                secret,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(key.secret().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n",
                StandardCharsets.US_ASCII);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        for (String form : List.of("simple/simple", "relaxed/relaxed")) {
            String signed = taken(
                    start(
                            "Mode s",
                            "Domain a.test",
                            "Selector k",
                            "KeyFile " + secret,
                            "InternalHosts 192.0.2.1",
                            "Canonicalization " + form,
                            "OversignHeaders From"),
                    MESSAGE);
            try (DnsServer names = DnsServer.start()) {
                names.add("k._domainkey.a.test", "TXT", key.record());
                OriginDns dns = new OriginDns(new Dns(Optional.of(names.address()), Duration.ofSeconds(5)));
                List<DkimResult> results = new DkimVerifier(dns, InstantSource.system())
                        .verify(MessageBytes.of(signed.getBytes(StandardCharsets.ISO_8859_1)));
                assertEquals(1, results.size(), signed);
                assertEquals(SignatureOutcome.PASS, results.getFirst().outcome(), results + signed);
            }
        }
    }

    @Test
    void whatWeSignIsRightToIt() throws Exception {
        Path records = Files.writeString(folder.resolve("dns"), "k._domainkey.a.test " + key.record() + "\n");
        MessageBytes bytes = MessageBytes.of(MESSAGE.getBytes(StandardCharsets.ISO_8859_1));
        HeaderBlock block = HeaderBlock.of(bytes);
        String signed = new DkimSigner("a.test", "k", key)
                        .sign(
                                block,
                                BodyHashes.of(bytes, block.body(), Set.of(DkimSigner.BODY))
                                        .get(DkimSigner.BODY),
                                Instant.now())
                        .text()
                + "\r\n" + MESSAGE;
        String told = taken(start("Mode v", "TestDNSData " + records, "AlwaysAddARHeader yes"), signed);
        assertTrue(told.replaceAll("\\s+", " ").contains("mx.b.test; dkim=pass"), told);
        String changed = signed.replace("world", "World");
        told = taken(start("Mode v", "TestDNSData " + records, "AlwaysAddARHeader yes"), changed);
        assertTrue(told.replaceAll("\\s+", " ").contains("mx.b.test; dkim=fail"), told);
    }
}
