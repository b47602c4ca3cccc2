package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbmail.testkit.net.DnsServer;
import org.jdbmail.testkit.net.FreePort;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that send mail agree with our replies: swaks, msmtp, curl, gsasl and Cyrus' client, on the ports of servers and of users. */
@Tag("full")
@Timeout(180)
class SmtpProgramsTest {
    private static final String ADDRESS = "127.0.45.1";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static DnsServer names;
    private static MailServer server;
    private static int port;
    private static int submission;
    private static int submissions;

    @BeforeAll
    static void start() throws Exception {
        port = FreePort.next();
        submission = FreePort.next();
        submissions = FreePort.next();
        names = DnsServer.start();
        server = MailServer.start(folder.resolve("server"), "mx.a.test", ADDRESS, port, names.address(), """
                [SMTPD]
                mynetworks = 127.9.9.9
                [SUBMISSION]
                port = %d
                tls_port = %d
                """.formatted(
                        submission, submissions));
        server.account("alice@a.test", "secret");
        server.account("bob@a.test");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        names.close();
    }

    private static Program.Result swaks(int to, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("swaks", "--server", ADDRESS, "--port", String.valueOf(to)));
        words.addAll(List.of(more));
        return Program.run(LIMIT, folder, Map.of(), words);
    }

    private static void says(int status, String text, Program.Result result) {
        assertEquals(status, result.status(), result.output());
        assertTrue(result.output().contains(text), result.output());
    }

    @Test
    void swaksHandsInMailOnThePortOfServers() throws Exception {
        int had = server.messages("alice@a.test").size();
        says(0, "<-  250 2.0.0 taken", swaks(port, "--from", "s@remote.test", "--to", "alice@a.test,bob@a.test"));
        says(0, "<~  250 2.0.0 taken", swaks(port, "--from", "<>", "--to", "alice@a.test", "--tls"));
        assertTrue(server.newest("alice@a.test", had + 2).contains("with ESMTPS id"));
        says(24, "550 5.1.1 <nobody@a.test>", swaks(port, "--from", "s@remote.test", "--to", "nobody@a.test"));
        says(24, "554 5.7.1 <x@elsewhere.test>", swaks(port, "--from", "s@remote.test", "--to", "x@elsewhere.test"));
        says(0, "250 2.0.0", swaks(port, "--from", "s@remote.test", "--to", "alice@a.test", "--pipeline"));
    }

    @Test
    void swaksLogsInOnThePortsOfUsers() throws Exception {
        for (String mechanism : List.of("PLAIN", "LOGIN", "CRAM-MD5")) {
            Program.Result result = swaks(
                    submission,
                    "--tls",
                    "--auth",
                    mechanism,
                    "--auth-user",
                    "alice@a.test",
                    "--auth-password",
                    "secret",
                    "--from",
                    "alice@a.test",
                    "--to",
                    "bob@a.test");
            says(0, "<~  235 2.7.0", result);
            says(0, "<~  250 2.0.0 taken", result);
        }
        String[] wrong = {
            "--auth", "PLAIN", "--auth-user", "alice@a.test", "--auth-password", "wrong", "--from", "alice@a.test"
        };
        List<String> words = new ArrayList<>(List.of(wrong));
        words.addAll(List.of("--to", "bob@a.test", "--tls-on-connect"));
        says(28, "535 5.7.8", swaks(submissions, words.toArray(String[]::new)));
        says(23, "530 5.7.0", swaks(submission, "--tls", "--from", "alice@a.test", "--to", "bob@a.test"));
        says(
                23,
                "553 5.7.1",
                swaks(
                        submissions,
                        "--tls-on-connect",
                        "--auth",
                        "PLAIN",
                        "--auth-user",
                        "alice@a.test",
                        "--auth-password",
                        "secret",
                        "--from",
                        "bob@a.test",
                        "--to",
                        "bob@a.test"));
    }

    @Test
    void cyrusClientGsaslAndCurlLogInByEveryMechanism() throws Exception {
        for (String mechanism : List.of("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256")) {
            assertTrue(cyrus(mechanism, "secret").contains("Authenticated."), mechanism);
            assertTrue(gsasl(mechanism, "secret").contains("Session finished"), mechanism);
        }
        assertFalse(cyrus("SCRAM-SHA-256", "wrong").contains("Authenticated."));
        assertFalse(gsasl("CRAM-MD5", "wrong").contains("Session finished"));
        Path mail = Files.writeString(folder.resolve("by-curl"), "Subject: by curl\r\n\r\nx\r\n");
        for (String mechanism : List.of("PLAIN", "LOGIN", "CRAM-MD5")) {
            says(
                    0,
                    "",
                    shell("curl -sS -k --ssl-reqd --login-options AUTH=" + mechanism
                            + " --mail-from alice@a.test --mail-rcpt bob@a.test -T " + mail + " smtps://" + ADDRESS
                            + ":"
                            + submissions + "/me -u alice@a.test:secret"));
        }
    }

    private static String cyrus(String mechanism, String password) throws Exception {
        return shell("printf 'QUIT\\r\\n' | /usr/lib/cyrus/bin/smtptest -t '' -p " + submission
                        + " -a alice@a.test -u alice@a.test -w " + password + " -m " + mechanism + " " + ADDRESS)
                .output();
    }

    private static String gsasl(String mechanism, String password) throws Exception {
        return shell("gsasl --smtp --starttls --no-cb --x509-ca-file= --connect=" + ADDRESS + ":" + submission
                        + " -a alice@a.test -p " + password + " -m " + mechanism)
                .output();
    }

    private static Program.Result shell(String command) throws Exception {
        return Program.run(LIMIT, folder, Map.of("HOME", folder.toString()), List.of("sh", "-c", command));
    }

    @Test
    void msmtpHandsInMail() throws Exception {
        int had = server.messages("bob@a.test").size();
        for (boolean starts : new boolean[] {true, false}) {
            Path config = Files.writeString(folder.resolve("msmtprc"), """
                    account default
                    host %s
                    port %d
                    tls on
                    tls_certcheck off
                    tls_starttls %s
                    auth on
                    user alice@a.test
                    password secret
                    from alice@a.test
                    """.formatted(
                            ADDRESS, starts ? submission : submissions, starts ? "on" : "off"));
            Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
            Path mail = Files.writeString(folder.resolve("mail"), "Subject: by msmtp\n\n.dot\n");
            String command = "msmtp -C " + config + " -- ";
            Program.run(LIMIT, folder, Map.of(), List.of("sh", "-c", command + "bob@a.test < " + mail))
                    .orFail();
            Program.Result refused =
                    Program.run(LIMIT, folder, Map.of(), List.of("sh", "-c", command + "nobody@a.test < " + mail));
            assertTrue(refused.status() != 0 && refused.output().contains("550 5.1.1"), refused.output());
            Program.Result shown =
                    Program.run(LIMIT, folder, Map.of(), List.of("sh", "-c", "msmtp -C " + config + " --serverinfo"));
            assertTrue(shown.output().contains("SIZE") && shown.output().contains("AUTH"), shown.output());
        }
        String mail = server.newest("bob@a.test", had + 2);
        assertTrue(mail.contains("with ESMTPSA id") && mail.endsWith("Subject: by msmtp\r\n\r\n.dot\r\n"), mail);
    }
}
