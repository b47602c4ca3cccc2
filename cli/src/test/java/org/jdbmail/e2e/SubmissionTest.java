package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail servers let people hand in mail who may log in here, as docs/admin/postfix.md tells how. */
@Tag("full")
class SubmissionTest {
    private static final String ALICE = "alice@example.com";
    private static final String SECRET = "correct horse";
    private static final String ELSEWHERE = "somebody@example.org";

    @TempDir
    Path work;

    private static String postfixLines(AuthService service, String path) {
        return """
                mynetworks = 192.0.2.0/24
                smtpd_tls_cert_file = %s
                smtpd_tls_key_file = %s
                smtpd_tls_security_level = may
                # the part that docs/admin/postfix.md shows
                smtpd_sasl_auth_enable = yes
                smtpd_sasl_type = dovecot
                smtpd_sasl_path = %s
                smtpd_tls_auth_only = yes
                smtpd_relay_restrictions = permit_sasl_authenticated, reject
                """.formatted(service.certificate(), service.key(), path);
    }

    private interface Way {
        String through(Submitter submitter) throws Exception;
    }

    private static void mayNot(int port, Way wrong) throws Exception {
        try (Submitter submitter = new Submitter(port)) {
            submitter.startTls();
            String refused = wrong.through(submitter);
            assertTrue(refused.startsWith("535"), refused);
            String relay = submitter.recipient(ELSEWHERE);
            assertTrue(relay.startsWith("5"), relay);
        }
    }

    private static void may(int port, Way right) throws Exception {
        try (Submitter submitter = new Submitter(port)) {
            submitter.startTls();
            String accepted = right.through(submitter);
            assertTrue(accepted.startsWith("235"), accepted);
            String relay = submitter.recipient(ELSEWHERE);
            assertTrue(relay.startsWith("250"), relay);
        }
    }

    private static void everyMechanism(int port) throws Exception {
        try (Submitter submitter = new Submitter(port)) {
            assertFalse(submitter.capabilities().contains("AUTH"), submitter.capabilities());
            submitter.startTls();
            for (String mechanism : new String[] {"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"}) {
                assertTrue(submitter.capabilities().contains(mechanism), submitter.capabilities());
            }
            assertFalse(submitter.capabilities().contains("-PLUS"), submitter.capabilities());
        }
        may(port, submitter -> submitter.plain(ALICE, SECRET));
        may(port, submitter -> submitter.plainAsked(ALICE, SECRET));
        may(port, submitter -> submitter.cramMd5(ALICE, SECRET));
        may(port, submitter -> submitter.scram(ALICE, SECRET));
        mayNot(port, submitter -> submitter.plain(ALICE, "wrong"));
        mayNot(port, submitter -> submitter.cramMd5(ALICE, "wrong"));
        mayNot(port, submitter -> submitter.scram(ALICE, "wrong"));
        mayNot(port, submitter -> submitter.plain("nobody@example.com", SECRET));
    }

    @Test
    void postfixAsksUsOverTcpAndASocket() throws Exception {
        Path folder = Files.createDirectories(work.resolve("jdbmail"));
        Path postfixFolder = Files.createDirectories(work.resolve("postfix"));
        Path queue = Files.createDirectories(postfixFolder.resolve("queue/private"));
        Postfix.chown("postfix", queue);
        try (AuthService service = AuthService.start(folder, queue.resolve("auth"), ALICE, SECRET, "")) {
            try (Postfix postfix = Postfix.startForSubmission(postfixFolder, postfixLines(service, "private/auth"))) {
                with(service, () -> everyMechanism(postfix.port()), postfix::log);
            }
            Path other = Files.createDirectories(work.resolve("postfix2"));
            try (Postfix postfix =
                    Postfix.startForSubmission(other, postfixLines(service, "inet:127.0.0.1:" + service.port()))) {
                with(service, () -> everyMechanism(postfix.port()), postfix::log);
            }
            assertFalse(service.log().contains(SECRET), service.log());
        }
    }

    @Test
    void eximAsksUsOverASocket() throws Exception {
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path folder = Files.createDirectories(work.resolve("jdbmail"));
        Path socket = folder.resolve("auth");
        try (AuthService service = AuthService.start(folder, socket, ALICE, SECRET, "");
                Exim exim = Exim.start(
                        Files.createDirectories(work.resolve("exim")), socket, service.certificate(), service.key())) {
            with(service, () -> everyMechanism(exim.port()), exim::log);
        }
    }

    private interface Checks {
        void run() throws Exception;
    }

    private interface Log {
        String text() throws Exception;
    }

    /** Shows the logs of both where something fails. */
    private static void with(AuthService service, Checks checks, Log log) throws Exception {
        try {
            checks.run();
        } catch (AssertionError | java.io.IOException e) {
            throw new AssertionError(e + "\nthe server's log:\n" + service.log() + "\nthe peer's:\n" + log.text(), e);
        }
    }
}
