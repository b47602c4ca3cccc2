package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** fetchmail and mpop fetch mail over POP3S: what they keep they know again, what they delete is gone. */
@Tag("full")
class PopProgramsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ALICE = "alice@example.com";
    private static final String SECRET = "tr0ub4dor";

    @TempDir
    Path work;

    @Test
    void mailIsKeptAndThenDeleted() throws Exception {
        Path folder = Files.createDirectories(work.resolve("jdbmail"));
        try (AuthService service = AuthService.start(folder, folder.resolve("auth"), ALICE, SECRET, """
                [DBMAIL]
                sasl_mechanisms = PLAIN CRAM-MD5 SCRAM-SHA-256
                """)) {
            append(service, 3);
            assertEquals(3, mpop(service, "keep on", "scram-sha-256"));
            assertEquals(3, messages(service));
            assertEquals(3, fetchmail(service, "keep uidl"));
            assertEquals(3, messages(service));
            append(service, 1);
            assertEquals(1, mpop(service, "keep on", "cram-md5"), "those that were fetched are known by their UIDL");
            assertEquals(1, fetchmail(service, "keep uidl"), "fetchmail knows them, too");
            assertEquals(4, fetchmail(service, "nokeep fetchall"));
            assertEquals(0, messages(service));
            append(service, 2);
            assertEquals(2, mpop(service, "keep off", "plain"));
            assertEquals(0, messages(service));
            assertFalse(service.log().contains(SECRET), service.log());
        }
    }

    private static void append(AuthService service, int count) throws Exception {
        try (LineClient imap = loggedIn(service)) {
            for (int i = 0; i < count; i++) {
                String message =
                        "From: a@example.org\r\nTo: " + ALICE + "\r\nSubject: " + i + "\r\n\r\n.dot\r\nbody\r\n";
                imap.send("b APPEND INBOX {" + message.length() + "+}\r\n" + message);
                imap.readUntil("b OK");
            }
        }
    }

    private static LineClient loggedIn(AuthService service) throws Exception {
        LineClient imap = LineClient.connect(service.imapPort());
        imap.send("a LOGIN " + ALICE + " " + SECRET);
        imap.readUntil("a OK");
        return imap;
    }

    private static int messages(AuthService service) throws Exception {
        try (LineClient imap = loggedIn(service)) {
            imap.send("c STATUS INBOX (MESSAGES)");
            return Integer.parseInt(imap.readUntil("* STATUS").replaceAll(".*MESSAGES (\\d+).*", "$1"));
        }
    }

    private int mpop(AuthService service, String keep, String mechanism) throws Exception {
        Path maildir = work.resolve("mpop-mail");
        for (String name : List.of("new", "cur", "tmp")) {
            Files.createDirectories(maildir.resolve(name));
        }
        long before = count(maildir);
        Path config = privately("mpoprc", """
                account default
                host localhost
                port %d
                tls on
                tls_starttls off
                tls_trust_file %s
                user %s
                password %s
                auth %s
                %s
                delivery maildir %s
                uidls_file %s
                """.formatted(
                        service.popsPort(),
                        service.certificate(),
                        ALICE,
                        SECRET,
                        mechanism,
                        keep,
                        maildir,
                        work.resolve("uidls")));
        Program.run(LIMIT, work, Map.of("HOME", work.toString()), List.of("mpop", "-C", config.toString()))
                .orFail();
        return Math.toIntExact(count(maildir) - before);
    }

    private int fetchmail(AuthService service, String options) throws Exception {
        Path folder = Files.createDirectories(work.resolve("fetchmail-mail"));
        long before = count(folder);
        Path config = privately("fetchmailrc", """
                set invisible
                poll localhost service %d protocol pop3 no dns %s
                  user "%s" password "%s" ssl sslproto "auto" sslcertck sslcertfile "%s" %s no rewrite
                  mda "sh -c 'cat >$(mktemp %s/XXXXXXXXXX)'"
                """.formatted(
                        service.popsPort(),
                        options.contains("uidl") ? "uidl" : "",
                        ALICE,
                        SECRET,
                        service.certificate(),
                        options.replace(" uidl", ""),
                        folder));
        Program.Result result = Program.run(
                LIMIT,
                work,
                Map.of("HOME", work.toString(), "FETCHMAILHOME", work.toString()),
                List.of("fetchmail", "-f", config.toString(), "--nodetach", "-v"));
        assertEquals(0, result.status(), result.output());
        return Math.toIntExact(count(folder) - before);
    }

    private Path privately(String name, String text) throws Exception {
        Path file = Files.writeString(work.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static long count(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
