package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbmail.testkit.net.DnsServer;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.SmtpSink;
import org.jdbmail.testkit.net.SmtpSink.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may send anywhere because of the certificate that he shows, and by which relay mail leaves then: as the settings and Postfix's files say, with swaks
 * and openssl as clients.
 */
@Tag("full")
@Timeout(240)
class RelayRulesTest {
    private static final String ADDRESS = "127.0.49.1";
    private static final String STRANGER = "127.0.49.2";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static DnsServer names;
    private static SmtpSink usual;
    private static SmtpSink special;
    private static MailServer server;
    private static int port;
    private static int submissions;

    @BeforeAll
    static void start() throws Exception {
        port = FreePort.next();
        submissions = FreePort.next();
        names = DnsServer.start();
        usual = SmtpSink.at(InetAddress.ofLiteral("127.0.49.8"), 0);
        special = SmtpSink.at(InetAddress.ofLiteral("127.0.49.9"), 0, "AUTH PLAIN");
        special.answer("AUTH", "235 2.7.0 welcome");
        String fingerprint = certificate("known");
        certificate("other");
        Files.writeString(
                folder.resolve("authorities"),
                Files.readString(folder.resolve("known.crt")) + Files.readString(folder.resolve("other.crt")));
        Path relays = write("relays", "@special.test [127.0.49.9]:" + special.port() + "\n");
        Path passwords = write("passwords", "news@special.test reader:secret words\n");
        Path generic = write("generic", "root@mx.a.test admin@a.test\n");
        server = MailServer.start(folder.resolve("server"), "mx.a.test", ADDRESS, port, names.address(), """
                relayhost = [127.0.49.8]:%d
                sender_dependent_relayhost_maps = hash:%s
                smtp_sasl_password_maps = hash:%s
                smtp_sender_dependent_authentication = yes
                smtp_generic_maps = hash:%s
                [DBMAIL]
                tls_client_ca = %s
                tls_client_accounts = %s
                [SMTPD]
                mynetworks = 127.9.9.9
                relay_clientcerts = %s
                sender_restrictions = permit_tls_clientcerts, reject_non_fqdn_sender
                [SUBMISSION]
                tls_port = %d
                """.formatted(
                        usual.port(),
                        relays,
                        passwords,
                        generic,
                        folder.resolve("authorities"),
                        write("accounts", fingerprint + " alice@a.test\n"),
                        fingerprint,
                        submissions));
        server.account("alice@a.test", "secret");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        usual.close();
        special.close();
        names.close();
    }

    private static Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Makes one, and returns its fingerprint. */
    private static String certificate(String name) throws Exception {
        Path key = folder.resolve(name + ".key");
        Path certificate = folder.resolve(name + ".crt");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        String said = openssl("x509", "-noout", "-fingerprint", "-sha256", "-in", certificate.toString());
        return said.strip().replaceFirst("^.*=", "");
    }

    private static String openssl(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        Program.Result result = Program.run(LIMIT, folder, Map.of(), command);
        result.orFail();
        return result.output();
    }

    private static Program.Result swaks(String... more) throws Exception {
        List<String> words = new ArrayList<>(
                List.of("swaks", "--server", ADDRESS, "--port", String.valueOf(port), "--local-interface", STRANGER));
        words.addAll(List.of(more));
        return Program.run(LIMIT, folder, Map.of(), words);
    }

    private static Program.Result swaksWith(String certificate, String from, String to) throws Exception {
        return swaks(
                "--tls",
                "--tls-cert",
                folder.resolve(certificate + ".crt").toString(),
                "--tls-key",
                folder.resolve(certificate + ".key").toString(),
                "--from",
                from,
                "--to",
                to);
    }

    private static void says(int status, String text, Program.Result result) {
        assertEquals(status, result.status(), result.output());
        assertTrue(result.output().contains(text), result.output());
    }

    private static Received await(SmtpSink sink, String recipient) throws Exception {
        Eventually.isTrue(
                LIMIT,
                "mail for " + recipient,
                () -> sink.received().stream()
                        .anyMatch(each -> each.recipients().contains("RCPT TO:<" + recipient + ">")));
        return sink.received().stream()
                .filter(each -> each.recipients().contains("RCPT TO:<" + recipient + ">"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aKnownCertificateOpensTheWayAndAnotherDoesNot() throws Exception {
        says(24, "relay access denied", swaks("--from", "s@remote.test", "--to", "one@elsewhere.test"));
        says(24, "relay access denied", swaksWith("other", "s@remote.test", "two@elsewhere.test"));
        says(0, "<~  250 2.0.0 taken", swaksWith("known", "s@remote.test", "three@elsewhere.test"));
        assertTrue(await(usual, "three@elsewhere.test").mail().startsWith("MAIL FROM:<s@remote.test>"));
        // permit_tls_clientcerts stands before what else the list has
        says(24, "needs a full domain", swaksWith("other", "s@short", "alice@a.test"));
        says(0, "<~  250 2.0.0 taken", swaksWith("known", "s@short", "alice@a.test"));
    }

    @Test
    void theRelayIsThatOfTheSenderWithThePasswordOfTheSender() throws Exception {
        says(0, "<~  250 2.0.0 taken", swaksWith("known", "news@special.test", "four@elsewhere.test"));
        await(special, "four@elsewhere.test");
        // \0reader\0secret words
        assertTrue(
                special.said().contains("AUTH PLAIN AHJlYWRlcgBzZWNyZXQgd29yZHM="),
                special.said().toString());
        says(0, "<~  250 2.0.0 taken", swaksWith("known", "root@mx.a.test", "five@elsewhere.test"));
        Received generic = await(usual, "five@elsewhere.test");
        assertTrue(generic.mail().startsWith("MAIL FROM:<admin@a.test>"), generic.mail());
        assertTrue(generic.content().contains("From: admin@a.test"), generic.content());
    }

    // RFC 4954, RFC 4422 appendix A
    @Test
    void usersLogInByTheirCertificate() throws Exception {
        String script = """
                coproc TALK { openssl s_client -quiet -connect "$1" -cert known.crt -key known.key 2>/dev/null; }
                hear() { while IFS= read -r line <&"${TALK[0]}"; do echo "$line"; case $line in ???' '*) return ;; esac; done; }
                say() { printf '%s\\r\\n' "$1" >&"${TALK[1]}"; hear; }
                hear; say 'EHLO here'; say 'AUTH EXTERNAL ='; say 'MAIL FROM:<alice@a.test>'; say QUIT
                """;
        String said = Program.run(
                        LIMIT, folder, Map.of(), List.of("bash", "-c", script, "talk", ADDRESS + ":" + submissions))
                .output();
        assertTrue(said.contains("235 2.7.0 "), said);
        assertTrue(said.contains("250 2.1.0 "), said);
    }
}
