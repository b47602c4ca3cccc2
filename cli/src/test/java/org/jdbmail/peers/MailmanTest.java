package org.jdbmail.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbmail.e2e.Program;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.SmtpSink.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's Mailman 3, as docs/admin/smtp.md has it: what is sent to its lists goes there by LMTP, by the tables that it writes for Postfix, and what it makes of that
 * comes back by SMTP for the members, here and elsewhere. An alias may also hand mail to its program.
 */
@Tag("peers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailmanTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SMTP = 25;
    private static final int LMTP = 8024;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path work;

    private MailHouse house;

    @BeforeAll
    void start() throws Exception {
        for (Path each = work; each.getNameCount() > 1; each = each.getParent()) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path map = Files.writeString(work.resolve("postfix.cfg"), """
                [postfix]
                postmap_command: /bin/true
                transport_file_type: hash
                """);
        Files.writeString(config(), """
                [mailman]
                site_owner: anna@example.org
                layout: here
                [paths.here]
                var_dir: %1$s/mailman
                bin_dir: /usr/lib/mailman3/bin
                [mta]
                incoming: mailman.mta.postfix.LMTP
                outgoing: mailman.mta.deliver.deliver
                smtp_host: 127.0.0.1
                smtp_port: %2$d
                lmtp_host: 127.0.0.1
                lmtp_port: %3$d
                configuration: %4$s
                [database]
                class: mailman.database.sqlite.SQLiteDatabase
                url: sqlite:///%1$s/mailman.db
                [runner.rest]
                start: no
                [runner.nntp]
                start: no
                [runner.digest]
                start: no
                [runner.archive]
                start: no
                """.formatted(work, SMTP, LMTP, map));
        mailman("create", "team@example.org").orFail();
        mailman("create", "all@lists.example.org").orFail();
        house = MailHouse.start(
                work.resolve("jdbmail"),
                "dburi = sqlite://" + work.resolve("jdbmail/mail.db"),
                """
                transport_maps = hash:%1$s
                [SMTPD]
                port = 25
                mynetworks = 127.0.0.1
                local_domains = example.org
                relay_domains = lists.example.org
                relay_recipient_maps = hash:%1$s
                [DELIVERY]
                pipe_user = list
                """.formatted(work.resolve("mailman/data/postfix_lmtp")),
                "imap",
                "lmtp",
                "smtp");
        house.account("anna@example.org");
        house.account("bob@example.org");
        Path members =
                Files.writeString(work.resolve("members"), "anna@example.org\nbob@example.org\nzoe@elsewhere.test\n");
        mailman("addmembers", members.toString(), "team.example.org").orFail();
        mailman("addmembers", members.toString(), "all.lists.example.org").orFail();
        mailman("start").orFail();
        Eventually.isTrue(PATIENCE, "Mailman's LMTP", () -> {
            try (LineClient client = LineClient.connect(LMTP)) {
                return client.readLine().startsWith("220");
            } catch (IOException e) {
                return false;
            }
        });
    }

    @AfterAll
    void stop() throws Exception {
        mailman("stop");
        house.close();
    }

    private static Path config() {
        return work.resolve("mailman.cfg");
    }

    private static List<String> command(String... words) {
        return Stream.concat(Stream.of("/usr/lib/mailman3/bin/mailman", "-C", config().toString()), Stream.of(words))
                .toList();
    }

    private static Program.Result mailman(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("runuser", "-u", "list", "--"));
        all.addAll(command(words));
        return Program.run(PATIENCE, work, Map.of("PATH", "/usr/bin:/bin:/usr/sbin:/sbin"), all);
    }

    /** Hands a message from Anna in at port 25, and returns what was said of the recipient or, if that was taken, of the message. */
    private static String post(String to, String subject) throws IOException {
        return post(to, to, subject);
    }

    private static String post(String to, String named, String subject) throws IOException {
        try (LineClient client = LineClient.connect(SMTP).timeout(PATIENCE)) {
            client.readUntil("220 ");
            client.send("EHLO [127.0.0.1]");
            client.readUntil("250 ");
            client.send("MAIL FROM:<anna@example.org>\r\nRCPT TO:<" + to + ">");
            client.readLine();
            String recipient = client.readLine();
            if (!recipient.startsWith("250")) {
                return recipient;
            }
            client.send("DATA");
            client.readUntil("354 ");
            client.send("From: anna@example.org\r\nTo: " + named + "\r\nSubject: " + subject + "\r\nMessage-ID: <"
                    + subject.hashCode() + "@example.org>\r\n\r\nhello\r\n.");
            return client.readLine();
        }
    }

    /** Waits until the members of a list have it, and looks at what one of them has. */
    private void awaitAtMembers(String subject, String listId) throws Exception {
        try (Look look = house.look("bob@example.org")) {
            Eventually.isTrue(
                    PATIENCE, subject + " at Bob's", () -> look.count("INBOX", "SUBJECT \"" + subject + "\"") == 1);
            String mail = look.newest("INBOX");
            assertTrue(mail.contains("List-Id: <" + listId + ">"), mail);
            assertTrue(mail.contains("Subject: [") && mail.contains("] " + subject), mail);
        }
        Eventually.isTrue(
                PATIENCE,
                subject + " elsewhere",
                () -> house.elsewhere().received().stream()
                        .anyMatch(each -> each.content().contains(subject)));
        Set<List<String>> recipients = house.elsewhere().received().stream()
                .filter(each -> each.content().contains(subject))
                .map(Received::recipients)
                .collect(Collectors.toSet());
        assertEquals(Set.of(List.of("RCPT TO:<zoe@elsewhere.test>")), recipients);
    }

    @Test
    void aListInTheDomainOfAccountsGetsItsMailByLmtp() throws Exception {
        String said = post("team@example.org", "to the team");
        assertTrue(said.startsWith("250 2.0.0"), said);
        awaitAtMembers("to the team", "team.example.org");
        assertTrue(post("bobby@example.org", "x").startsWith("550 5.1.1"));
    }

    @Test
    void aDomainOfListsHasOnlyTheseAndTheirOtherAddresses() throws Exception {
        assertTrue(post("none@lists.example.org", "x").startsWith("550 5.1.1"));
        String said = post("all@lists.example.org", "to all");
        assertTrue(said.startsWith("250 2.0.0"), said);
        awaitAtMembers("to all", "all.lists.example.org");
        // Mailman answers who asks it for help, and gets it by the address that it sends from.
        assertTrue(post("all-request@lists.example.org", "help").startsWith("250 2.0.0"));
        try (Look look = house.look("anna@example.org")) {
            Eventually.isTrue(
                    PATIENCE,
                    "an answer",
                    () -> look.count("INBOX", "FROM all-bounces SUBJECT \"results of your\"") == 1
                            || look.count("INBOX", "SUBJECT \"email commands\"") == 1);
        }
    }

    @Test
    void anAliasHandsMailToItsProgram() throws Exception {
        house.run(
                "dbmail-users",
                "-x",
                "crew@example.org",
                "-t",
                "|" + String.join(" ", command("inject", "team.example.org")));
        String said = post("crew@example.org", "team@example.org", "by the program");
        assertTrue(said.startsWith("250 2.0.0"), said);
        // Mailman holds what does not name the list.
        awaitAtMembers("by the program", "team.example.org");
    }
}
