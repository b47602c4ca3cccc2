package org.jdbmail.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.jdbmail.e2e.Snippet;
import org.jdbmail.testkit.browser.Browser;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
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
 * SOGo in a browser, whose users are those of our view: once as Debian has it, with nothing but the source of users added, and then with the settings of
 * docs/admin/sogo.md. Whatever it does is looked at over IMAP as well, and it must not have complained, nor our server.
 */
@Tag("peers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SogoTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path PICTURES = Path.of("target/peers/sogo");
    /** What the browser finds missing, whoever serves the mail: a page that Debian leaves out, and SOGo's ways to say that something is not there. */
    private static final List<String> USUAL =
            List.of("/ckeditor/plugins/", "/so/passwordRecoveryEnabled", "/activeExternalSieveScripts");

    private static final String VACATION = "app.preferences.defaults.Vacation.";
    private static final String FORWARD = "app.preferences.defaults.Forward.";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path work;

    private TestDatabase database;
    private TestDatabase tables;
    private MailHouse house;
    private Browser browser;
    private Sogo sogo;

    @BeforeAll
    void start() throws Exception {
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwx--x--x"));
        database = TestDatabases.create("postgresql");
        house = MailHouse.start(
                work.resolve("jdbmail"),
                "dburi = %s\nuser = %s\npass = %s".formatted(database.url(), database.user(), database.password()));
        database.execute("CREATE ROLE sogo LOGIN PASSWORD 'secret'");
        database.execute(Snippet.only("sql postgresql sogo").text(), "GRANT SELECT ON sogo_users TO sogo");
        tables = TestDatabases.create("postgresql");
        tables.execute("GRANT ALL ON SCHEMA public TO sogo");
        browser = Browser.start(work, PICTURES, 1400, 1000);
        sogo = sogo("sogo", page());
    }

    @AfterAll
    void stop() throws IOException {
        browser.close();
        sogo.close();
        house.close();
        // It writes the last lines of what it was answered when it ends.
        assertEquals(List.of(), sogo.refusals());
    }

    /** The settings of the page; only the database is the test's. */
    private String page() {
        return Snippet.only("text sogo")
                .text()
                .replace("postgresql://sogo:secret@127.0.0.1:5432/mail/", url(database) + "/");
    }

    private static String url(TestDatabase of) {
        URI uri = URI.create(of.url().substring("jdbc:".length()));
        return "postgresql://sogo:secret@" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
    }

    private Sogo sogo(String name, String settings) throws Exception {
        return Sogo.start(
                Files.createDirectories(work.resolve(name)), house.certificate(), url(tables), settings, browser);
    }

    private static String plain(String subject, String to) {
        return "From: bob@example.net\nTo: " + to + "\nSubject: " + subject + "\nMessage-ID: <" + subject.hashCode()
                + "@example.net>\n\nthis is " + subject + "\n";
    }

    private void nobodyComplained() throws IOException {
        assertEquals(List.of(), sogo.complaints());
        assertEquals(List.of(), house.complaints());
        assertEquals(
                List.of(),
                browser.complaints().stream()
                        .filter(line -> USUAL.stream().noneMatch(line::contains))
                        .toList());
    }

    @Test
    void mailIsReadAndSent() throws Exception {
        mailIsReadAndSent(house.account("anna@example.org"), house.account("berta@example.org"));
    }

    @Test
    void asDebianHasItMailIsReadAndSent() throws Exception {
        Sogo usual = sogo;
        usual.close();
        String source = page().substring(0, page().indexOf(");\nSOGo") + 3);
        sogo = sogo("usual", source);
        try {
            mailIsReadAndSent(house.account("karla@example.org"), house.account("lisa@example.org"));
        } finally {
            sogo.close();
            assertEquals(List.of(), sogo.refusals());
            sogo = sogo("again", page());
        }
    }

    private void mailIsReadAndSent(String anna, String berta) throws Exception {
        house.deliver("bob@example.net", anna, Letters.WITH_FIGURES);
        house.deliver("bob@example.net", anna, plain("A plain one", anna));
        sogo.login(anna, MailHouse.PASSWORD);
        sogo.read("Grüße with figures");
        sogo.seeInMessage("greetings");
        sogo.seeInMessage("figures.csv");
        browser.picture("html");
        assertEquals("a,b\n1,2\n", browser.run("""
                const ask = new XMLHttpRequest();
                ask.open('GET', document.querySelector('[ui-view=message] a[href*="asAttachment/figures.csv"]').href, false);
                ask.send();
                return ask.responseText;
                """));
        sogo.read("A plain one");
        sogo.seeInMessage("this is A plain one");
        try (Look look = house.look(anna)) {
            Eventually.isTrue(PATIENCE, "both are seen", () -> look.count("INBOX", "SEEN") == 2);
        }

        Path note = Files.writeString(work.resolve("note.txt"), "attached\n");
        sogo.send(List.of(berta, "zoe@elsewhere.test"), "Dots ä", List.of("First", ".", "From here", "End é"), note);
        try (Look look = house.look(berta)) {
            look.await("INBOX", "Dots =?utf-8?q?=C3=A4?=");
            String came = look.newest("INBOX");
            assertTrue(came.contains("First"), came);
            assertTrue(came.contains("End é") || came.contains("End =C3=A9"), came);
            assertTrue(came.contains("\nattached") || came.contains("YXR0YWNoZWQK"), came);
        }
        try (Look look = house.look(anna)) {
            look.await("Sent", "Dots =?utf-8?q?=C3=A4?=");
            assertEquals(1, look.count("Sent", "SEEN"));
            look.await("Drafts");
        }
        Eventually.isTrue(
                PATIENCE,
                "the copy elsewhere",
                () -> house.elsewhere().received().stream()
                        .filter(one -> one.mail().contains("<" + anna))
                        .map(Received::recipients)
                        .toList()
                        .equals(List.of(List.of("RCPT TO:<zoe@elsewhere.test>"))));
        nobodyComplained();
    }

    @Test
    void foldersAreMadeRenamedAndDeletedAndMailIsDeletedAndFound() throws Exception {
        String carla = house.account("carla@example.org");
        for (String subject : List.of("one", "two", "three")) {
            house.deliver("bob@example.net", carla, plain(subject, carla));
        }
        sogo.login(carla, MailHouse.PASSWORD);
        sogo.makeFolder("Entwürfe & Co");
        sogo.makeFolder("Short-lived");
        sogo.folder("Entwürfe & Co");
        sogo.folderMenu("editFolder");
        // All of it is marked and typed over: SOGo would keep the empty name while it is cleared.
        browser.type(".sg-mailbox-list-item.sg-selected input.sg-item-name", "\uE009a\uE000Büro\uE007");
        sogo.seeFolder("Büro");
        try (Look look = house.look(carla)) {
            Eventually.isTrue(
                    PATIENCE,
                    "it is renamed",
                    () -> look.lines("LSUB \"\" *").toString().contains("B&APw-ro"));
            sogo.folder("Short-lived");
            sogo.folderMenu("confirmDelete");
            browser.click("md-dialog button", "Delete");
            // It goes to the trash, as mail does.
            Eventually.isTrue(
                    PATIENCE,
                    "it is in the trash",
                    () -> look.lines("LIST \"\" *").toString().contains("Trash/Short-lived"));

            sogo.folder("Inbox");
            sogo.read("one");
            browser.click("button[ng-click='viewer.deleteMessage()']");
            look.await("Trash", "one");
            Eventually.isTrue(PATIENCE, "two are left", () -> look.count("INBOX", "UNDELETED") == 2);

            house.deliver("bob@example.net", carla, plain("four", carla));
            browser.click("button[ng-click='mailbox.refresh()']");
            sogo.seeInList("four");
            browser.click("button[ng-click='mailbox.searchMode()']");
            browser.type("input[name=folderSearch]", "four");
            sogo.seeNotInList("three");
            sogo.seeInList("four");
            browser.picture("found");
        }
        nobodyComplained();
    }

    @Test
    void aMailboxIsSharedByTwo() throws Exception {
        String doris = house.account("doris@example.org");
        String emma = house.account("emma@example.org");
        sogo.login(doris, MailHouse.PASSWORD);
        sogo.makeFolder("Büro");
        sogo.makeFolder("Rows");
        sogo.share("Büro");
        sogo.suggested("md-dialog md-autocomplete input", "emma", emma);
        // Until it has asked which rights she has it forgets what is chosen.
        browser.await(
                "her rights are known",
                "return performance.getEntriesByType('resource').some(e => e.name.includes('userRights'))");
        for (String right :
                List.of("ViewFolder", "ReadMails", "MarkMailsRead", "WriteMails", "EraseMails", "ExpungeFolder")) {
            browser.click("md-dialog md-checkbox[name=userCan" + right + "]");
        }
        browser.picture("rights");
        browser.click("button[ng-click='acl.saveModal()']");
        browser.await("the rights are kept", "return !document.querySelector('md-dialog')");
        database.execute("""
                INSERT INTO dbmail_acl (user_id, mailbox_id, lookup_flag, read_flag, seen_flag, write_flag, expunge_flag)
                SELECT u.user_idnr, b.mailbox_idnr, 1, 1, 1, 1, 1 -- whoever leaves a folder expunges it, marked or not
                FROM dbmail_users u, dbmail_mailboxes b JOIN dbmail_users o ON o.user_idnr = b.owner_idnr
                WHERE u.userid = '%s' AND o.userid = '%s' AND b.name = 'Rows'
                """.formatted(emma, doris));
        try (Look doriss = house.look(doris);
                Look emmas = house.look(emma)) {
            Eventually.isTrue(
                    PATIENCE,
                    "emma's rights",
                    () -> doriss.lines("GETACL \"B&APw-ro\"")
                            .toString()
                            .matches(".*emma@example.org\"? \"?lrswte[cd]*.*"));
            for (String box : List.of("B&APw-ro", "Rows")) {
                String mail = plain("for both in " + box.charAt(0), doris).replace("\n", "\r\n");
                doriss.lines("APPEND \"" + box + "\" {" + mail.length() + "+}\r\n" + mail);
            }

            sogo.login(emma, MailHouse.PASSWORD);
            sogo.unfold("Other Users");
            sogo.unfold("doris");
            browser.picture("shared");
            browser.click(".sg-mailbox-list-item .sg-item-name", "Büro");
            sogo.read("for both in B");
            sogo.seeInMessage("this is for both");
            Eventually.isTrue(PATIENCE, "she has seen it", () -> doriss.count("B&APw-ro", "SEEN") == 1);
            browser.click("button[ng-click='viewer.deleteMessage()']");
            emmas.await("Trash", "for both in B");
            // It is expunged when she leaves the folder.
            browser.click(".sg-mailbox-list-item .sg-item-name", "Rows");
            doriss.await("B&APw-ro");
            sogo.read("for both in R");
            browser.click("button[ng-click='viewer.message.toggleFlag()']");
            Eventually.isTrue(PATIENCE, "she has marked it", () -> doriss.count("Rows", "FLAGGED") == 1);
        }
        nobodyComplained();
    }

    @Test
    void filtersAreMadeEditedRenamedAndDeletedAndAct() throws Exception {
        String frieda = house.account("frieda@example.org");
        sogo.login(frieda, MailHouse.PASSWORD);
        sogo.makeFolder("Lists ä");
        sogo.settings("Filters");
        browser.click("button[ng-click='app.addMailFilter($event, preferencesForm)']");
        browser.type("md-dialog input[ng-model='filterEditor.filter.name']", "Lists");
        browser.click("md-dialog button[ng-click='filterEditor.addMailFilterRule($event)']");
        browser.type("md-dialog input[ng-model='rule.value']", "[list]");
        browser.click("md-dialog button[ng-click='filterEditor.addMailFilterAction($event)']");
        sogo.choose("md-dialog md-select[ng-model='action.argument']", "Lists ä");
        browser.picture("filter");
        browser.click("md-dialog button[type=submit]");
        sogo.save();
        assertTrue(script(frieda).contains("fileinto \"Lists ä\";"), script(frieda));
        assertTrue(house.run("sieve", "list", frieda).contains("sogo  yes"), house.run("sieve", "list", frieda));
        try (Look look = house.look(frieda)) {
            house.deliver("bob@example.net", frieda, plain("[list] first", frieda));
            look.await("Lists &AOQ-", "[list] first");

            // edited, and under another name
            sogo.settings("Filters");
            browser.click("button[aria-label='Edit Filter']");
            browser.fill("md-dialog input[ng-model='filterEditor.filter.name']", "All kinds");
            browser.fill("md-dialog input[ng-model='rule.value']", "^\\[all\\]");
            sogo.choose("md-dialog md-select[ng-model='rule.operator']", "matches regex");
            browser.click("md-dialog button[ng-click='filterEditor.addMailFilterAction($event)']");
            sogo.choose(
                    "md-dialog .action-row:last-child md-select[ng-model='action.method'], "
                            + "md-dialog [ng-repeat*=action]:last-child md-select[ng-model='action.method']",
                    "Flag the message");
            sogo.choose("md-dialog [ng-repeat*=action]:last-child md-select[ng-model='action.argument']", "Flagged");
            browser.picture("edited");
            browser.click("md-dialog button[type=submit]");
            sogo.save();
            house.deliver("bob@example.net", frieda, plain("[list] second", frieda));
            look.await("INBOX", "[list] second");
            house.deliver("bob@example.net", frieda, plain("[all] third", frieda));
            look.await("Lists &AOQ-", "[list] first", "[all] third");

            sogo.settings("Filters");
            browser.await(
                    "the filter", "return [...document.querySelectorAll('input')].some(e => e.value === 'All kinds')");
            browser.click("button[aria-label='Delete Filter']");
            sogo.save();
            house.deliver("bob@example.net", frieda, plain("[all] fourth", frieda));
            look.await("INBOX", "[list] second", "[all] fourth");
            assertFalse(house.run("sieve", "list", frieda).contains("sogo"), house.run("sieve", "list", frieda));
        }
        nobodyComplained();
    }

    private String script(String account) {
        return house.run("sieve", "get", account, "sogo");
    }

    @Test
    void vacationAndForwardAreSetAndAct() throws Exception {
        String greta = house.account("greta@example.org");
        String hanna = house.account("hanna@example.org");
        int sent = house.elsewhere().received().size();
        sogo.login(greta, MailHouse.PASSWORD);
        sogo.settings("Vacation");
        check(VACATION + "enabled");
        check(VACATION + "customSubjectEnabled");
        browser.type("input[ng-model='" + VACATION + "customSubject']", "Away ü: ${subject}");
        browser.type("#autoReplyText", "I am away.\n\nBack soon.");
        check(VACATION + "endDateEnabled");
        browser.picture("vacation");
        browser.click("md-tab-item", "Forward");
        check(FORWARD + "enabled");
        browser.type("#forwardAddress input", "zoe@elsewhere.test,");
        check(FORWARD + "keepCopy");
        browser.picture("forward");
        sogo.save();
        house.deliver(hanna, greta, plain("are you there?", greta));
        house.deliver(hanna, greta, plain("and now?", greta));
        try (Look look = house.look(hanna);
                Look gretas = house.look(greta)) {
            gretas.await("INBOX", "are you there?", "and now?");
            Eventually.isTrue(
                    PATIENCE, "two copies", () -> house.elsewhere().received().size() == sent + 2);
            Eventually.isTrue(
                    PATIENCE, "an answer", () -> look.subjects("INBOX").size() == 1);
            assertTrue(look.newest("INBOX").contains("I am away.\n\nBack soon."), look.newest("INBOX"));

            sogo.settings("Vacation");
            check(VACATION + "enabled");
            browser.click("md-tab-item", "Forward");
            check(FORWARD + "enabled");
            sogo.save();
            assertFalse(house.run("sieve", "list", greta).contains("sogo"));
            assertEquals(1, look.subjects("INBOX").size());
        }
        nobodyComplained();
    }

    private void check(String model) throws Exception {
        browser.click("md-checkbox[ng-model='" + model + "']");
    }
}
