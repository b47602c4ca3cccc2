package org.jdbmail.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jdbmail.e2e.Snippet;
import org.jdbmail.testkit.browser.Browser;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.SmtpSink.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Roundcube in a browser: once as Debian has it, on the same machine and in the clear, and then with the settings of docs/admin/webmail.md. Whatever
 * it does is looked at over IMAP as well, and it must not have complained, nor our server.
 */
@Tag("peers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundcubeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path PICTURES = Path.of("target/peers/roundcube");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path work;

    private MailHouse house;
    private Browser browser;
    private Roundcube roundcube;

    @BeforeAll
    void start() throws Exception {
        house = MailHouse.start(work.resolve("jdbmail"), "dburi = sqlite://" + database());
        browser = Browser.start(work, PICTURES, 1280, 900);
        StringBuilder page = new StringBuilder();
        for (Snippet snippet : Snippet.of("php roundcube")) {
            page.append(snippet.text());
        }
        // As the page has it; only the database is the test's.
        roundcube = roundcube(
                "roundcube",
                page.toString()
                        .replace("pgsql://roundcube:secret@localhost/mail", "sqlite:///" + database() + "?mode=0600"));
    }

    private static Path database() {
        return work.resolve("jdbmail/mail.db");
    }

    private Roundcube roundcube(String name, String settings) throws Exception {
        return Roundcube.start(Files.createDirectories(work.resolve(name)), house.certificate(), settings, browser);
    }

    @AfterAll
    void stop() throws IOException {
        roundcube.close();
        browser.close();
        house.close();
    }

    private static String plain(String subject) {
        return "From: bob@example.net\nTo: you@example.org\nSubject: " + subject + "\nMessage-ID: <"
                + subject.hashCode() + "@example.net>\n\nthis is " + subject + "\n";
    }

    private void nobodyComplained(Roundcube used) throws IOException {
        assertEquals(List.of(), used.complaints());
        assertEquals(List.of(), house.complaints());
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void asDebianHasItMailIsReadAndSent() throws Exception {
        String anna = house.account("anna@example.org");
        String berta = house.account("berta@example.org");
        house.deliver("bob@example.net", anna, Letters.WITH_FIGURES);
        house.deliver("bob@example.net", anna, plain("A plain one"));
        try (Roundcube usual = roundcube("usual", "")) {
            mailIsReadAndSent(usual, anna, berta);
        }
    }

    private void mailIsReadAndSent(Roundcube usual, String anna, String berta) throws Exception {
        usual.login(anna, MailHouse.PASSWORD);

        usual.read("Grüße with figures");
        browser.see("#messagebody b", "greetings");
        browser.see("#attachment-list", "figures.csv");
        Object file = browser.run("""
                const ask = new XMLHttpRequest();
                ask.open('GET', document.querySelector('#attachment-list a.filename').href + '&_download=1', false);
                ask.send();
                return ask.responseText;
                """);
        assertEquals("a,b\n1,2\n", file);
        browser.leave();
        browser.picture("html");
        usual.read("A plain one");
        browser.see("#messagebody", "this is A plain one");
        browser.leave();
        try (Look look = house.look(anna)) {
            assertEquals(2, look.count("INBOX", "SEEN"));
        }

        Path note = Files.writeString(work.resolve("note.txt"), "attached\n");
        usual.send("berta@example.org, zoe@elsewhere.test", "Dots ä", "First\n.\nFrom here\nEnd é", note);
        try (Look look = house.look(berta)) {
            look.await("INBOX", "=?UTF-8?Q?Dots_=C3=A4?=");
            String came = look.newest("INBOX");
            assertTrue(came.contains("\nFirst\n.\n"), came);
            assertTrue(came.contains("End é") || came.contains("End =C3=A9"), came);
            assertTrue(came.contains("YXR0YWNoZWQK"), came);
        }
        try (Look look = house.look(anna)) {
            look.await("Sent", "=?UTF-8?Q?Dots_=C3=A4?=");
            assertEquals(1, look.count("Sent", "SEEN"));
        }
        Eventually.isTrue(
                PATIENCE,
                "the copy elsewhere",
                () -> house.elsewhere().received().stream()
                        .filter(one -> one.mail().contains("<" + anna))
                        .map(Received::recipients)
                        .toList()
                        .equals(List.of(List.of("RCPT TO:<zoe@elsewhere.test>"))));
        nobodyComplained(usual);
    }

    @Test
    void foldersAreMadeRenamedSubscribedAndDeleted() throws Exception {
        String carla = house.account("carla@example.org");
        for (String subject : List.of("one", "two", "three")) {
            house.deliver("bob@example.net", carla, plain(subject));
        }
        roundcube.login(carla, MailHouse.PASSWORD);
        roundcube.makeFolder("Entwürfe & Co");
        roundcube.folderProperties("Entwürfe & Co");
        browser.fill("#_name", "Büro");
        browser.click("button.submit");
        browser.leave();
        browser.see("#subscription-table li a", "Büro");
        browser.seeNot("#subscription-table li a", "Entwürfe");
        roundcube.makeFolder("Short-lived");
        try (Look look = house.look(carla)) {
            assertTrue(look.lines("LSUB \"\" *").toString().contains("B&APw-ro"));
            browser.click("#subscription-table input[value='Short-lived'] + label");
            roundcube.told("unsubscribed");
            assertFalse(look.lines("LSUB \"\" *").toString().contains("Short-lived"));
            assertTrue(look.lines("LIST \"\" *").toString().contains("Short-lived"));
            browser.click("#subscription-table li.mailbox > a", "Short-lived");
            browser.enter("#preferences-frame");
            browser.see("#_name");
            browser.leave();
            browser.click("#layout-content a.delete:not(.disabled)");
            browser.click(".ui-dialog button.delete");
            browser.seeNot("#subscription-table li a", "Short-lived");
            assertFalse(look.lines("LIST \"\" *").toString().contains("Short-lived"));

            roundcube.mailbox("INBOX");
            browser.drag("#messagelist tbody tr td.subject", "two", "#mailboxlist a[rel='B&APw-ro']");
            look.await("B&APw-ro", "two");
            look.await("INBOX", "one", "three");
            roundcube.choose("one");
            browser.click("#toolbar-menu a.delete:not(.disabled)");
            look.await("Trash", "one");
            look.await("INBOX", "three");
            roundcube.mailbox("INBOX");
            house.deliver("bob@example.net", carla, plain("four"));
            browser.click("a.refresh");
            roundcube.seeInList("four");
            browser.type("#mailsearchform", "four\uE007");
            browser.seeNot("#messagelist tbody tr", "three");
            roundcube.seeInList("four");
            browser.picture("found");
            roundcube.mailbox("Trash");
            roundcube.choose("one");
            // asks by confirm(), which the browser answers
            browser.click("#toolbar-menu a.delete:not(.disabled)");
            look.await("Trash");
        }
        nobodyComplained(roundcube);
    }

    @Test
    void aMailboxIsSharedByTwo() throws Exception {
        String doris = house.account("doris@example.org");
        String emma = house.account("emma@example.org");
        roundcube.login(doris, MailHouse.PASSWORD);
        roundcube.makeFolder("Büro");
        roundcube.folderProperties("Büro");
        browser.click("#acltable ~ * a.create, #preferences-details a.create, a.create");
        browser.leave();
        browser.type("#acluser", emma);
        browser.click("label[for=aclwrite]");
        browser.click("label[for=acldelete]");
        browser.picture("rights");
        browser.click(".ui-dialog button.mainaction");
        roundcube.told("added");
        try (Look doriss = house.look(doris);
                Look emmas = house.look(emma)) {
            String rights = doriss.lines("GETACL \"B&APw-ro\"").toString();
            assertTrue(rights.matches(".*emma@example.org\"? \"?[lrswite]+.*"), rights);
            String mail = plain("for both").replace("\n", "\r\n");
            doriss.lines("APPEND \"B&APw-ro\" {" + mail.length() + "+}\r\n" + mail);

            roundcube.login(emma, MailHouse.PASSWORD);
            roundcube.page("_task=settings&_action=folders");
            browser.see("#subscription-table", "Büro");
            browser.click("#subscription-table input[value$='/B&APw-ro'] + label");
            roundcube.told("subscribed");
            browser.picture("shared");
            roundcube.mailbox("#Users/doris@example.org/B&APw-ro");
            roundcube.read("for both");
            browser.see("#messagebody", "this is for both");
            browser.leave();
            assertEquals(1, doriss.count("B&APw-ro", "SEEN"));
            browser.click("#toolbar-menu a.delete:not(.disabled)");
            doriss.await("B&APw-ro");
            assertEquals(List.of("for both"), emmas.subjects("Trash"));
        }
        nobodyComplained(roundcube);
    }

    @Test
    void filtersAreMadeEditedRenamedAndDeletedAndAct() throws Exception {
        String frieda = house.account("frieda@example.org");
        roundcube.login(frieda, MailHouse.PASSWORD);
        roundcube.makeFolder("Lists ä");
        filters();
        browser.click("a.create");
        browser.enter("#filter-box");
        browser.type("#_name", "Lists");
        browser.type("input[name='_rule_target[0][]']", "[list]");
        browser.choose("#action_mailbox0", "Lists &AOQ-");
        browser.click("button.submit");
        browser.leave();
        browser.see("#filterslist td", "Lists");
        browser.picture("filter");
        try (Look look = house.look(frieda)) {
            house.deliver("bob@example.net", frieda, plain("[list] first"));
            look.await("Lists &AOQ-", "[list] first");
            assertTrue(script(frieda, "roundcube").contains("fileinto \"Lists ä\";"), script(frieda, "roundcube"));

            // edited, and under another name
            filters();
            browser.click("#filterslist td", "Lists");
            browser.enter("#filter-box");
            browser.fill("#_name", "Lists of all kinds");
            browser.fill("input[name='_rule_target[0][]']", "[all]");
            browser.click("button.submit");
            browser.leave();
            browser.see("#filterslist td", "Lists of all kinds");
            house.deliver("bob@example.net", frieda, plain("[list] second"));
            look.await("INBOX", "[list] second");
            house.deliver("bob@example.net", frieda, plain("[all] third"));
            look.await("Lists &AOQ-", "[list] first", "[all] third");

            // a second set of filters, which a text is typed for; one that is wrong is refused, and says where
            filters();
            browser.click("a.actions");
            browser.click(".popover a.create");
            browser.enter("#filter-box");
            browser.type("#_name", "Ferien ü");
            browser.click("button.submit");
            browser.leave();
            browser.see("#filtersetslist td", "Ferien ü");
            raw("Ferien ü", "keep;\nkeep 1;\n# fine\ndiscard 2;\n");
            roundcube.told("Unable to save");
            browser.enter("#filter-box");
            browser.see(".line-error");
            assertEquals(
                    "[1 error: 'keep' has an argument too many (column 6), 3 error: 'discard' has an argument too many (column 9)]",
                    String.valueOf(browser.run("""
                            return [...document.querySelectorAll('[title*="argument"]')].map(e =>
                              [...document.querySelectorAll('.CodeMirror-code > div')].findIndex(l => l.contains(e)) + ' ' + e.title.trim());
                            """)));
            browser.leave();
            browser.picture("wrong-script");
            raw("Ferien ü", """
                    require "fileinto";
                    # rule:[All]
                    if allof (header :contains "subject" "[all]")
                    {
                    	fileinto "Trash";
                    }
                    """);
            roundcube.told("updated successfully");
            activate("Ferien ü");
            house.deliver("bob@example.net", frieda, plain("[all] fourth"));
            look.await("Trash", "[all] fourth");
            activate("roundcube");
            house.deliver("bob@example.net", frieda, plain("[all] fifth"));
            look.await("Lists &AOQ-", "[list] first", "[all] third", "[all] fifth");

            set("Ferien ü");
            browser.click(".popover a.delete:not(.disabled)");
            browser.click(".ui-dialog button.delete");
            browser.seeNot("#filtersetslist td", "Ferien ü");
            filters();
            browser.click("#filterslist td", "Lists of all kinds");
            browser.enter("#filter-box");
            browser.see("#_name");
            browser.leave();
            browser.click("#layout-content a.delete:not(.disabled)");
            browser.click(".ui-dialog button.delete");
            browser.seeNot("#filterslist td", "Lists of all kinds");
            house.deliver("bob@example.net", frieda, plain("[all] sixth"));
            look.await("INBOX", "[list] second", "[all] sixth");
        }
        assertEquals(List.of(), house.complaints());
        assertEquals(List.of(), browser.complaints());
        List<String> complaints = roundcube.complaints();
        assertEquals(1, complaints.size(), complaints.toString());
        assertTrue(
                complaints.getFirst().contains("Ferien ü: line 2: error: 'keep' has an argument too many (column 6)"),
                complaints.toString());
    }

    private void filters() throws Exception {
        roundcube.page("_task=settings&_action=plugin.managesieve");
        browser.see("#filtersetslist, #filterslist");
    }

    /** Opens the menu of a set of filters. */
    private void set(String name) throws Exception {
        filters();
        browser.click("#layout-list .pagenav-list a.expand");
        browser.click("#filtersetslist td", name);
        browser.see("#filterset-name", name);
        browser.click("a.actions");
    }

    private void activate(String name) throws Exception {
        set(name);
        browser.click(".popover a.status:not(.disabled)");
        browser.await(name + " is active", """
                return [...document.querySelectorAll('#filtersetslist tr')]
                  .some(e => !e.classList.contains('disabled') && e.textContent.includes(arguments[0]));
                """, name);
    }

    private void raw(String name, String text) throws Exception {
        set(name);
        browser.click(".popover a.edit");
        browser.enter("#filter-box");
        browser.await("the editor", "return !!window.CodeMirror || !!document.querySelector('#rawfiltersettxt')");
        browser.run("""
                const box = document.querySelector('.CodeMirror');
                if (box) box.CodeMirror.setValue(arguments[0]);
                document.querySelector('#rawfiltersettxt').value = arguments[0];
                """, text);
        browser.click("button.submit");
        browser.leave();
    }

    private String script(String account, String name) {
        return house.run("sieve", "get", account, name);
    }

    @Test
    void vacationAndForwardAreSetAndAct() throws Exception {
        String greta = house.account("greta@example.org");
        String hanna = house.account("hanna@example.org");
        int sent = house.elsewhere().received().size();
        roundcube.login(greta, MailHouse.PASSWORD);
        roundcube.page("_task=settings&_action=plugin.managesieve-vacation");
        browser.type("#vacation_subject", "Away ü");
        browser.type("#vacation_reason", "I am away.\n.\nBack soon.");
        browser.choose("#vacation_status", "on");
        browser.click("button.submit");
        roundcube.told("saved");
        browser.picture("vacation");
        roundcube.page("_task=settings&_action=plugin.managesieve-forward");
        browser.choose("#forward_action", "copy");
        browser.type("#action_target", "zoe@elsewhere.test");
        browser.choose("#forward_status", "on");
        browser.click("button.submit");
        roundcube.told("saved");
        house.deliver(hanna, greta, plain("are you there?").replace("you@example.org", greta));
        house.deliver(hanna, greta, plain("and now?").replace("you@example.org", greta));
        try (Look look = house.look(hanna);
                Look gretas = house.look(greta)) {
            look.await("INBOX", "=?utf-8?B?QXdheSDDvA==?=");
            assertTrue(look.newest("INBOX").contains("I am away.\n.\nBack soon."), look.newest("INBOX"));
            gretas.await("INBOX", "are you there?", "and now?");
            Eventually.isTrue(
                    PATIENCE, "two copies", () -> house.elsewhere().received().size() == sent + 2);
            roundcube.page("_task=settings&_action=plugin.managesieve-vacation");
            browser.choose("#vacation_status", "off");
            browser.click("button.submit");
            roundcube.told("saved");
            assertEquals(1, look.subjects("INBOX").size());
        }
        nobodyComplained(roundcube);
    }

    @Test
    void aPasswordIsChanged() throws Exception {
        String ida = house.account("ida@example.org");
        roundcube.login(ida, MailHouse.PASSWORD);
        roundcube.page("_task=settings&_action=plugin.password");
        browser.type("#curpasswd", MailHouse.PASSWORD);
        browser.type("#newpasswd", "another horse %u 'ä'");
        browser.type("#confpasswd", "another horse %u 'ä'");
        browser.click("button.submit");
        roundcube.told("Successfully saved");
        roundcube.login(ida, "another horse %u 'ä'");
        try (Look look = house.look(ida, "another horse %u 'ä'")) {
            assertEquals(List.of(), look.subjects("INBOX"));
        }
        nobodyComplained(roundcube);
    }
}
