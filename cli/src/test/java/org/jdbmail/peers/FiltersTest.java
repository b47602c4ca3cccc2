package org.jdbmail.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.jdbmail.e2e.Snippet;
import org.jdbmail.testkit.net.DnsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** rspamd, ClamAV and SpamAssassin of Debian's as docs/admin/filters.md puts them in: what they find is filed by Sieve, or refused. */
@Tag("peers")
class FiltersTest {
    private static final String SENDER = "bob@example.net";
    private static final String ANNA = "anna@example.org";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path work;

    private final DnsServer names = DnsServer.start();

    FiltersTest() throws IOException {}

    @AfterEach
    void close() {
        names.close();
    }

    @BeforeEach
    void letOthersIn() throws Exception {
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A server with settings of the page, and its script for everybody. */
    private MailHouse house(String settings) throws Exception {
        Path folder = work.resolve("jdbmail");
        MailHouse house = MailHouse.receiving(
                folder,
                "dburi = sqlite://" + folder.resolve("mail.db"),
                settings + "\n[SIEVE]\nfolder = " + folder.resolve("sieve") + "\n[SENDING]\nresolver = 127.0.0.1:"
                        + names.address().getPort() + "\n");
        house.account(ANNA);
        Path script = Files.writeString(
                work.resolve("filters.sieve"), Snippet.only("text sieve").text());
        String command = Snippet.only("sh jdbmail sieve").text().strip();
        house.run(command.replaceFirst("^jdbmail ", "")
                .replace("filters.sieve", script.toString())
                .split(" "));
        return house;
    }

    private static String settings(String what) {
        return Snippet.only("ini settings " + what).text();
    }

    private static String mail(String subject, String more, String body) {
        return "From: Bob <bob@example.net>\r\nTo: anna@example.org\r\nSubject: " + subject
                + "\r\nDate: Sat, 28 Nov 2026 12:00:00 +0000\r\nMessage-ID: <" + subject.replace(' ', '.')
                + "@example.net>\r\n" + more + "\r\n" + body + "\r\n";
    }

    private static String taken(MailHouse house, String message) throws Exception {
        String said = house.hand(SENDER, ANNA, message);
        assertTrue(said.startsWith("250 "), said);
        return said;
    }

    private static void refused(MailHouse house, String message, String expected) throws Exception {
        String said = house.hand(SENDER, ANNA, message);
        assertTrue(said.matches(expected), said);
    }

    @Test
    void rspamdsHeaderFilesSpamThroughSieve() throws Exception {
        try (Daemon rspamd = new FilterPrograms(work).rspamd();
                MailHouse house = house(settings("rspamd"));
                Look look = house.look(ANNA, MailHouse.PASSWORD)) {
            taken(house, mail("lunch", "", "at one?"));
            taken(house, mail("casino", "", "win"));
            // What claims to have been looked at is looked at all the same.
            String forged = "X-Spamd-Result: default: False [-50.00 / 15.00]\r\n";
            taken(house, mail("casino again", forged, "win"));
            look.await("INBOX", "lunch");
            look.await("Junk", "casino", "casino again");
            String filed = look.newest("Junk");
            assertTrue(filed.contains("X-Spamd-Result: default: "), filed);
            assertTrue(filed.contains("CASINO(8.00)"), filed);
            assertFalse(filed.contains("-50.00"), filed);
            refused(house, mail("test", "", FilterPrograms.GTUBE), "5\\d\\d .*");
            look.await("Junk", "casino", "casino again");
            assertEquals(List.of(), house.complaints(), rspamd.log());
        }
    }

    @Test
    void clamavMiltersVerdictFilesVirusesThroughSieve() throws Exception {
        FilterPrograms programs = new FilterPrograms(work);
        try (Daemon clamd = programs.clamd();
                Daemon milter = programs.clamavMilter("Accept");
                MailHouse house = house(settings("clamav"));
                Look look = house.look(ANNA, MailHouse.PASSWORD)) {
            taken(house, mail("lunch", "X-Virus-Status: Infected (by nobody)\r\n", "at one?"));
            taken(house, mail("a line", "", FilterPrograms.VIRUS));
            String attached = "MIME-Version: 1.0\r\nContent-Type: application/octet-stream; name=a.com\r\n"
                    + "Content-Transfer-Encoding: base64\r\n";
            String eicar = Base64.getEncoder().encodeToString(FilterPrograms.EICAR.getBytes(US_ASCII));
            taken(house, mail("a file", attached, eicar));
            look.await("INBOX", "lunch");
            look.await("Junk", "a line", "a file");
            assertTrue(look.newest("INBOX").contains("X-Virus-Status: Clean"), look.newest("INBOX"));
            assertTrue(look.newest("Junk").contains("X-Virus-Status: Infected (Test.Eicar"), look.newest("Junk"));
            assertEquals(List.of(), house.complaints(), clamd.log() + milter.log());
        }
    }

    @Test
    void clamavMilterRefusesAndIsMissedWhenItDies() throws Exception {
        FilterPrograms programs = new FilterPrograms(work);
        try (Daemon clamd = programs.clamd();
                Daemon milter = programs.clamavMilter("Reject");
                MailHouse house = house(settings("clamav"));
                Look look = house.look(ANNA, MailHouse.PASSWORD)) {
            refused(house, mail("a line", "", FilterPrograms.VIRUS), "550 5\\.7\\.1 .*");
            taken(house, mail("lunch", "", "at one?"));
            milter.process().destroyForcibly().waitFor();
            String said = house.hand(SENDER, ANNA, mail("dinner", "", "at seven?"));
            assertTrue(said.startsWith("451 4.7.1 "), said + clamd.log());
            look.await("INBOX", "lunch");
        }
    }

    @Test
    void clamsmtpSendsBackWhatIsClean() throws Exception {
        FilterPrograms programs = new FilterPrograms(work);
        try (Daemon clamd = programs.clamd();
                Daemon clamsmtp = programs.clamsmtp();
                MailHouse house = house(settings("clamsmtp"));
                Look look = house.look(ANNA, MailHouse.PASSWORD)) {
            String lunch = mail("lunch", "", "at one?\r\n.dots.\r\n..");
            taken(house, lunch);
            refused(house, mail("a line", "", FilterPrograms.VIRUS), "5\\d\\d .*");
            look.await("INBOX", "lunch");
            String kept = look.newest("INBOX");
            for (String part : lunch.strip().split("\r\n\r\n")) {
                assertTrue(kept.contains("\n" + part.replace("\r\n", "\n") + "\n"), kept);
            }
            assertFalse(kept.contains("X-JDBMail-Filtered"), kept);
            assertEquals(List.of(), house.complaints(), clamd.log() + clamsmtp.log());
            clamsmtp.process().destroyForcibly().waitFor();
            String said = house.hand(SENDER, ANNA, mail("dinner", "", "at seven?"));
            assertTrue(said.startsWith("451 4.7.1 "), said);
            look.await("INBOX", "lunch");
        }
    }

    @Test
    void spamcsHeaderFilesSpamThroughSieve() throws Exception {
        try (Daemon spamd = new FilterPrograms(work).spamd();
                MailHouse house = house(settings("spamc"));
                Look look = house.look(ANNA, MailHouse.PASSWORD)) {
            taken(house, mail("lunch", "X-Spam-Status: Yes, score=99 required=5\r\n", "at one?"));
            taken(house, mail("test", "", FilterPrograms.GTUBE));
            look.await("INBOX", "lunch");
            look.await("Junk", "test");
            assertTrue(look.newest("Junk").contains("X-Spam-Status: Yes, score="), look.newest("Junk"));
            assertEquals(List.of(), house.complaints(), spamd.log());
            spamd.process().destroy();
            spamd.process().waitFor();
            String said = house.hand(SENDER, ANNA, mail("dinner", "", "at seven?"));
            assertTrue(said.startsWith("451 4.7.1 "), said);
            look.await("INBOX", "lunch");
        }
    }
}
