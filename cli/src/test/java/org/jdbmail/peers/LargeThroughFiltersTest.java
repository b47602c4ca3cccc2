package org.jdbmail.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.jdbmail.e2e.Snippet;
import org.jdbmail.testkit.net.DnsServer;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message of 80 MB goes through rspamd and clamav-milter as milters, spamc as a program, and clamsmtp, which sends it back, all of them at once, into a server with a heap that
 * it does not fit into once.
 */
@Tag("peers")
class LargeThroughFiltersTest {
    private static final int HEAP = 80;
    private static final int OCTETS = 60_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String ANNA = "anna@example.org";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path work;

    private static String setting(String name, String from) {
        return Snippet.only("ini settings " + from)
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow()
                .replaceFirst("^[^=]*=\\s*", "");
    }

    private static String settings() {
        return "smtpd_milters = " + setting("smtpd_milters", "rspamd") + " " + setting("smtpd_milters", "clamav")
                + "\nmilter_content_timeout = 600\ncontent_filter = " + setting("content_filter", "clamsmtp")
                + "\ncontent_filter_program = " + setting("content_filter_program", "spamc")
                + "\ncontent_filter_user = nobody\ncontent_filter_timeout = 600\n";
    }

    /** With a file in it that nobody can make smaller. */
    private static byte[] message() {
        byte[] file = new byte[OCTETS];
        new Random(1).nextBytes(file);
        return ("From: Bob <bob@example.net>\r\nTo: anna@example.org\r\nSubject: large\r\n"
                        + "Date: Sat, 28 Nov 2026 12:00:00 +0000\r\nMessage-ID: <large@example.net>\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHere it is.\r\n--b\r\n"
                        + "Content-Type: application/octet-stream; name=file.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(file)
                        + "\r\n--b--\r\n")
                .getBytes(US_ASCII);
    }

    private static String hand(byte[] message) throws IOException {
        try (LineClient client = LineClient.connect(25).timeout(PATIENCE)) {
            client.readUntil("220 ");
            client.send("XCLIENT ADDR=192.0.2.7");
            client.readUntil("220 ");
            client.send("EHLO mx.example.net");
            client.readUntil("250 ");
            for (String command : new String[] {"MAIL FROM:<bob@example.net>", "RCPT TO:<" + ANNA + ">"}) {
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
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        FilterPrograms programs = new FilterPrograms(work);
        Path folder = work.resolve("jdbmail");
        try (DnsServer names = DnsServer.start();
                Daemon rspamd = programs.rspamd();
                Daemon clamd = programs.clamd();
                Daemon milter = programs.clamavMilter("Accept");
                Daemon clamsmtp = programs.clamsmtp();
                Daemon spamd = programs.spamd();
                MailHouse house = MailHouse.receivingIn(
                        HEAP,
                        folder,
                        "dburi = sqlite://" + folder.resolve("mail.db"),
                        settings() + "\n[SENDING]\nresolver = 127.0.0.1:"
                                + names.address().getPort() + "\n")) {
            house.account(ANNA);
            byte[] message = message();
            String said = hand(message);
            assertTrue(
                    said.startsWith("250 "),
                    () -> said
                            + house.complaints()
                            + rspamd.log()
                            + clamd.log()
                            + milter.log()
                            + clamsmtp.log()
                            + spamd.log());
            try (Look look = house.look(ANNA, MailHouse.PASSWORD)) {
                look.await("INBOX", "large");
                String kept = look.newest("INBOX");
                for (String field : new String[] {"X-Spamd-Result: ", "X-Virus-Status: Clean", "X-Spam-Status: "}) {
                    assertTrue(kept.contains(field), field + kept.substring(0, 3000));
                }
                assertTrue(kept.length() > OCTETS * 4L / 3, kept.length() + " octets");
            }
            assertEquals(
                    "",
                    house.log()
                            .lines()
                            .filter(line -> line.contains("OutOfMemory"))
                            .findFirst()
                            .orElse(""));
        }
    }
}
