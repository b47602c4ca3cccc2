package org.jdbmail.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.e2e.Snippet;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.SmtpSink.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Thunderbird with the account of docs/admin/webmail.md, another one over POP3, and a second server for sending. */
@Tag("peers")
class ThunderbirdTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String POP_AND_SUBMISSIONS = """
            user_pref("mail.accountmanager.accounts", "account1,account2");
            user_pref("mail.account.account2.server", "server2");
            user_pref("mail.server.server2.type", "pop3");
            user_pref("mail.server.server2.name", "bob@example.org");
            user_pref("mail.server.server2.userName", "bob@example.org");
            user_pref("mail.server.server2.hostname", "mail.example.org");
            user_pref("mail.server.server2.port", 995);
            user_pref("mail.server.server2.socketType", 3);
            user_pref("mail.server.server2.leave_on_server", false);
            user_pref("mail.server.server2.delete_mail_left_on_server", true);
            user_pref("mail.smtpservers", "smtp1,smtp2");
            user_pref("mail.smtpserver.smtp2.hostname", "mail.example.org");
            user_pref("mail.smtpserver.smtp2.port", 465);
            user_pref("mail.smtpserver.smtp2.try_ssl", 3);
            user_pref("mail.smtpserver.smtp2.authMethod", 3);
            user_pref("mail.smtpserver.smtp2.username", "alice@example.org");
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path work;

    private MailHouse house;
    private Thunderbird thunderbird;
    private String alice = "";
    private String bob = "";

    @BeforeEach
    void start() throws Exception {
        house = MailHouse.start(work.resolve("jdbmail"), "dburi = sqlite://" + work.resolve("jdbmail/mail.db"));
        alice = house.account("alice@example.org");
        bob = house.account("bob@example.org");
        for (String account : List.of(alice, bob)) {
            for (String subject : List.of("one", "two", "three")) {
                house.deliver("carol@example.net", account, mail(subject));
            }
        }
        thunderbird = Thunderbird.start(
                Files.createDirectories(work.resolve("thunderbird")),
                house.certificate(),
                Snippet.only("js thunderbird").text() + POP_AND_SUBMISSIONS);
        thunderbird.password(alice, MailHouse.PASSWORD);
        thunderbird.password(bob, MailHouse.PASSWORD);
    }

    @AfterEach
    void stop() throws IOException {
        thunderbird.close();
        house.close();
    }

    private static String mail(String subject) {
        return "From: carol@example.net\nTo: you@example.org\nSubject: " + subject + "\nMessage-ID: <" + subject
                + "@example.net>\nDate: Sat, 28 Nov 2026 10:00:00 +0000\n\nthis is " + subject + "\n";
    }

    /** What Thunderbird wrote of its talk with servers. */
    private String talk() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(work.resolve("thunderbird"))) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith("protocol")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    @Test
    void imapIsSynchronisedAndNewsComesByItself() throws Exception {
        thunderbird.getMail("account1");
        thunderbird.open("account1", "Inbox");
        thunderbird.await("account1", "Inbox", "one", "three", "two");
        try (Look look = house.look(alice)) {
            look.lines("CREATE Archive");
            thunderbird.run("""
                    const inbox = folder("account1", "Inbox");
                    inbox.markMessagesRead([message(inbox, "one")], true);
                    inbox.markMessagesFlagged([message(inbox, "two")], true);
                    inbox.addKeywordsToMessages([message(inbox, "two")], "$label1");
                    """);
            Eventually.isTrue(PATIENCE, "flags", () -> look.count("INBOX", "SEEN SUBJECT one") == 1
                    && look.count("INBOX", "FLAGGED KEYWORD $label1 SUBJECT two") == 1);
            thunderbird.getMail("account1");
            thunderbird.open("account1", "Archive");
            thunderbird.run("""
                    const [listener] = copyEnded();
                    const inbox = folder("account1", "Inbox");
                    MailServices.copy.copyMessages(inbox, [message(inbox, "two")], folder("account1", "Archive"), false, listener,
                      null, false);
                    """);
            look.await("Archive", "two");
            assertEquals(1, look.count("Archive", "FLAGGED KEYWORD $label1"));
            thunderbird.run("""
                    const [listener] = copyEnded();
                    const inbox = folder("account1", "Inbox");
                    inbox.deleteMessages([message(inbox, "three")], null, false, false, listener, false);
                    """);
            look.await("Trash", "three");
            Eventually.isTrue(PATIENCE, "gone", () -> look.count("INBOX", "UNDELETED") == 2);
            // Somebody else changes what it looks at, and mail comes: it waits in IDLE.
            thunderbird.open("account1", "Inbox");
            look.lines("SELECT INBOX");
            look.lines("STORE 1 -FLAGS (\\Seen)");
            house.deliver("carol@example.net", alice, mail("four"));
            thunderbird.await("account1", "Inbox", "four", "one", "two");
            Eventually.isTrue(PATIENCE, "unread again", () -> thunderbird
                    .run("const inbox = folder('account1', 'Inbox'); return message(inbox, 'one').isRead;")
                    .equals(false));
            String text = thunderbird
                    .run("""
                            const inbox = folder("account1", "Inbox");
                            const service = MailServices.messageServiceFromURI(inbox.getUriForMsg(message(inbox, "one")));
                            const data = await new Promise((done, failed) => {
                              let text = "";
                              service.streamMessage(inbox.getUriForMsg(message(inbox, "one")), {
                                QueryInterface: ChromeUtils.generateQI(["nsIStreamListener"]),
                                onStartRequest() {},
                                onDataAvailable(request, input, offset, count) {
                                  const scriptable = Cc["@mozilla.org/scriptableinputstream;1"].createInstance(Ci.nsIScriptableInputStream);
                                  scriptable.init(input);
                                  text += scriptable.read(count);
                                },
                                onStopRequest(request, status) { status ? failed(new Error("0x" + (status >>> 0).toString(16))) : done(text); },
                              }, null, null, false, "");
                            });
                            return data;
                            """)
                    .toString();
            assertTrue(text.contains("this is one"), text);
        }
        assertEquals(List.of(), house.complaints());
        String talk = talk();
        assertTrue(talk.contains("IDLE"), "no IDLE");
        assertTrue(talk.contains("(CONDSTORE)") || talk.contains("ENABLE CONDSTORE") || talk.contains("CHANGEDSINCE"), "no CONDSTORE");
    }

    @Test
    void mailIsSentOverBothPorts() throws Exception {
        thunderbird.getMail("account1");
        thunderbird.open("account1", "Inbox");
        for (String server : List.of("smtp1", "smtp2")) {
            thunderbird.send(server, bob + ", zoe@elsewhere.test", "by " + server + " ä", "Line one\r\n.\r\nFrom here é\r\n");
        }
        try (Look look = house.look(bob);
                Look alices = house.look(alice)) {
            Eventually.isTrue(PATIENCE, "both at Bob's", () -> look.subjects("INBOX").size() == 5);
            assertTrue(look.newest("INBOX").contains("Line one\n.\nFrom here é"), look.newest("INBOX"));
            Eventually.isTrue(PATIENCE, "both in Sent", () -> alices.subjects("Sent").size() == 2);
        }
        Eventually.isTrue(
                PATIENCE, "both elsewhere", () -> house.elsewhere().received().size() == 2);
        for (Received received : house.elsewhere().received()) {
            assertEquals(List.of("RCPT TO:<zoe@elsewhere.test>"), received.recipients());
        }
        assertEquals(List.of(), house.complaints());
    }

    @Test
    void mailIsTakenAwayOverPop() throws Exception {
        thunderbird.getMail("account2");
        thunderbird.await("account2", "Inbox", "one", "three", "two");
        try (Look look = house.look(bob)) {
            look.await("INBOX");
        }
        house.deliver("carol@example.net", bob, mail("four"));
        thunderbird.getMail("account2");
        thunderbird.await("account2", "Inbox", "four", "one", "three", "two");
        assertEquals(List.of(), house.complaints());
    }
}
