package org.jdbmail.webd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.core.admin.Totp;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.webd.WebFixture.Browser;
import org.jdbmail.webd.WebFixture.Got;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What everybody does with his own account in the browser. */
class SelfServiceTest {
    private static WebFixture web;

    @BeforeAll
    static void start() throws IOException {
        web = new WebFixture();
        web.account("friend@example.org");
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    private static Browser somebody(String login) {
        web.account(login);
        return web.new Browser().signedIn(login);
    }

    private static long id(String login) {
        return web.store.read(tx -> tx.users().find(login)).orElseThrow().id();
    }

    @Test
    void thePasswordIsChangedByWhoKnowsTheOldOne() {
        Browser one = somebody("pw@example.org");
        Browser other = web.new Browser().signedIn("pw@example.org");
        Got wrong = one.post(
                "/account/security/password", "old", "guess", "password", "another one", "again", "another one");
        assertEquals(400, wrong.status());
        assertTrue(wrong.body().contains("The password is wrong."));
        assertEquals(
                400,
                one.post(
                                "/account/security/password",
                                "old",
                                WebFixture.PASSWORD,
                                "password",
                                "another one",
                                "again",
                                "other")
                        .status());
        assertEquals(
                303,
                one.post(
                                "/account/security/password",
                                "old",
                                WebFixture.PASSWORD,
                                "password",
                                "another one",
                                "again",
                                "another one")
                        .status());
        assertEquals(303, other.get("/account").status(), "whoever was signed in is out");
        assertEquals(
                303,
                web.new Browser()
                        .post("/login", "login", "pw@example.org", "password", "another one")
                        .status());
    }

    @Test
    void anAppPasswordIsShownOnceAndTakenAway() {
        Browser browser = somebody("app@example.org");
        Got made = browser.post(
                "/account/security/app-password", "name", "my phone", "service", "imap", "service", "smtp");
        Matcher shown = Pattern.compile("<code>([a-z0-9-]{19})</code>").matcher(made.body());
        assertTrue(shown.find(), made.body());
        assertFalse(browser.get("/account/security").body().contains(shown.group(1)));
        assertTrue(browser.get("/account/security").body().contains("imap, smtp"));
        assertEquals(
                400,
                browser.post("/account/security/app-password", "name", "x", "service", "web")
                        .status());
        assertEquals(
                409,
                browser.post("/account/security/app-password", "name", "my phone")
                        .status());
        assertEquals(
                303,
                browser.post("/account/security/app-password/remove", "name", "my phone")
                        .status());
        assertTrue(web.store.read(tx -> tx.secrets().of(id("app@example.org"))).isEmpty());
    }

    @Test
    void theSecondFactorIsSwitchedOnByACodeAndOffByThePassword() {
        Browser browser = somebody("two@example.org");
        String page = browser.get("/account/security/second-factor").body();
        Matcher found =
                Pattern.compile("name=\"secret\" value=\"([A-Z2-7]{32})\"").matcher(page);
        assertTrue(found.find(), page);
        String secret = found.group(1);
        Got wrong = browser.post("/account/security/second-factor", "secret", secret, "code", "12345");
        assertEquals(400, wrong.status());
        assertTrue(wrong.body().contains("value=\"" + secret + "\""), "the secret stays the same");
        assertEquals(
                303,
                browser.post(
                                "/account/security/second-factor",
                                "secret",
                                secret,
                                "code",
                                Totp.code(secret, Instant.now()))
                        .status());
        Got in = web.new Browser().post("/login", "login", "two@example.org", "password", WebFixture.PASSWORD);
        assertEquals("/login/code", in.header("location"));
        assertEquals(
                400,
                browser.post("/account/security/second-factor/remove", "old-totp", "guess")
                        .status());
        assertEquals(
                303,
                browser.post("/account/security/second-factor/remove", "old-totp", WebFixture.PASSWORD)
                        .status());
        assertEquals(
                Optional.empty(),
                web.store.read(tx -> tx.web().standing(id("two@example.org"))).totp());
    }

    @Test
    void aForwardIsAnAddressAndNeverAProgram() {
        Browser browser = somebody("fwd@example.org");
        for (String bad : List.of("|/bin/sh", "!/bin/sh@x", "nobody", "12", "a@b,c@d", "a b@c", "fwd@example.org")) {
            assertEquals(
                    400, browser.post("/account/mail/forward", "target", bad).status(), bad);
        }
        assertEquals(
                303,
                browser.post("/account/mail/forward", "target", "me@elsewhere.example")
                        .status());
        assertEquals(
                List.of(new Alias("fwd@example.org", "me@elsewhere.example", 0)),
                web.store.read(tx -> tx.aliases().find("fwd@example.org")));
        assertEquals(
                404,
                browser.post("/account/mail/forward/remove", "target", "other@elsewhere.example")
                        .status());
        assertEquals(
                303,
                browser.post("/account/mail/forward/remove", "target", "me@elsewhere.example")
                        .status());
        assertTrue(web.store.read(tx -> tx.aliases().find("fwd@example.org")).isEmpty());
    }

    @Test
    void anAnswerHasItsDays() {
        Browser browser = somebody("away@example.org");
        assertEquals(
                400,
                browser.post("/account/mail/reply", "first", "2099-02-01", "last", "2099-01-01", "text", "away")
                        .status());
        Got bad = browser.post("/account/mail/reply", "first", "soon", "last", "2099-01-01", "text", "kept & shown");
        assertTrue(bad.status() == 400 && bad.body().contains("kept &amp; shown"));
        assertEquals(
                303,
                browser.post("/account/mail/reply", "first", "2099-01-01", "last", "2099-02-01", "text", "away")
                        .status());
        assertTrue(browser.get("/account/mail").body().contains("It begins later"));
        assertEquals(303, browser.post("/account/mail/reply/remove").status());
        assertTrue(browser.get("/account/mail").body().contains("None is set up."));
    }

    @Test
    void rulesBecomeASieveScriptAndAreReadFromIt() {
        Browser browser = somebody("rules@example.org");
        String tricky = "a \"quoted\" \\ # { é";
        assertEquals(
                303,
                browser.post(
                                "/account/rules",
                                "field",
                                "SUBJECT",
                                "value",
                                tricky,
                                "deed",
                                "FILE",
                                "target",
                                "Lists/é",
                                "last",
                                "1")
                        .status());
        assertEquals(
                303,
                browser.post("/account/rules", "field", "FROM", "value", "boss@", "deed", "FLAG")
                        .status());
        assertEquals(
                400,
                browser.post("/account/rules", "field", "FROM", "value", "", "deed", "FLAG")
                        .status());
        assertEquals(
                400,
                browser.post("/account/rules", "field", "FROM", "value", "x", "deed", "COPY", "target", "|sh")
                        .status());
        SieveScript script = web.store
                .read(tx -> tx.sieveScripts().active(id("rules@example.org")))
                .orElseThrow();
        assertEquals("rules", script.name());
        assertTrue(script.text().contains("fileinto :create \"Lists/é\";"), script.text());
        assertTrue(script.text().contains("\"a \\\"quoted\\\" \\\\ # { é\""));
        assertEquals(303, browser.post("/account/rules/1/up").status());
        String page = browser.get("/account/rules").body();
        assertTrue(page.indexOf("boss@") < page.indexOf("&quot;quoted&quot;"), page);
        assertEquals(303, browser.post("/account/rules/0/remove").status());
        assertEquals(404, browser.post("/account/rules/7/remove").status());
        assertFalse(browser.get("/account/rules").body().contains("boss@"));
    }

    @Test
    void aScriptWithErrorsIsNotKeptAndTellsWhere() {
        Browser browser = somebody("sieve@example.org");
        Got bad = browser.post("/account/scripts/new", "name", "mine", "text", "keep;\nfileinto \"x\"\nbad;\n");
        assertEquals(400, bad.status());
        assertTrue(bad.body().contains("class=\"line wrong\""), bad.body());
        assertTrue(bad.body().contains("keep;\nfileinto &quot;x&quot;"), "what was typed stays");
        assertTrue(browser.get("/account/scripts").body().contains("There is no script."));
        assertEquals(
                303,
                browser.post("/account/scripts/new", "name", "a/b c", "text", "keep;\n")
                        .status());
        assertEquals(
                409,
                browser.post("/account/scripts/new", "name", "a/b c", "text", "keep;\n")
                        .status());
        long id = id("sieve@example.org");
        String path = "/account/scripts/script?name=a%2Fb%20c";
        assertEquals(200, browser.get(path).status());
        assertEquals(
                303,
                browser.post("/account/scripts/script/activate?name=a%2Fb%20c").status());
        assertEquals(
                409,
                browser.post("/account/scripts/script/delete?name=a%2Fb%20c").status(),
                "it is active");
        assertEquals(
                "keep;\r\n",
                web.store
                        .read(tx -> tx.sieveScripts().find(id, "a/b c"))
                        .orElseThrow()
                        .text());
    }

    @Test
    void aMailboxIsSharedAndNotAnyMore() {
        Browser browser = somebody("share@example.org");
        assertEquals(
                400,
                browser.post("/account/sharing", "mailbox", "INBOX", "login", "nobody@x", "level", "READ")
                        .status());
        assertEquals(
                303,
                browser.post("/account/sharing", "mailbox", "INBOX", "login", "friend@example.org", "level", "READ")
                        .status());
        long inbox = web.store
                .read(tx -> tx.mailboxes().find(id("share@example.org"), "INBOX"))
                .orElseThrow()
                .id();
        assertEquals(
                "lrs",
                web.store
                        .read(tx -> tx.accessLists().of(inbox))
                        .getFirst()
                        .rights()
                        .letters());
        assertTrue(browser.get("/account/sharing").body().contains("shared with 1"));
        assertEquals(
                303,
                browser.post("/account/sharing", "mailbox", "INBOX", "login", "friend@example.org", "level", "NOTHING")
                        .status());
        assertTrue(web.store.read(tx -> tx.accessLists().of(inbox)).isEmpty());
        Got others = browser.post(
                "/account/sharing",
                "mailbox",
                "#Users/friend@example.org/INBOX",
                "login",
                "share@example.org",
                "level",
                "ALL");
        assertTrue(others.status() == 404 || others.status() == 403, "nobody gives himself what is another's");
    }

    @Test
    void aTokenIsShownOnceAndTakenAway() {
        Browser browser = somebody("token@example.org");
        assertEquals(400, browser.post("/account/tokens", "name", "script").status());
        Got made = browser.post("/account/tokens", "name", "script", "scope", "own:read", "scope", "everything:all");
        Matcher shown = Pattern.compile("<code>(jdb_[A-Za-z0-9_-]{43})</code>").matcher(made.body());
        assertTrue(shown.find(), made.body());
        assertFalse(browser.get("/account/tokens").body().contains(shown.group(1)));
        var tokens = web.store.read(tx -> tx.web().tokens(id("token@example.org")));
        assertEquals(java.util.Set.of("own:read"), tokens.getFirst().scopes());
        assertEquals(
                303,
                browser.post("/account/tokens/" + tokens.getFirst().id() + "/remove")
                        .status());
        assertTrue(
                web.store.read(tx -> tx.web().tokens(id("token@example.org"))).isEmpty());
    }

    @Test
    void sessionsOfTheWebAreEndedOneByOne() {
        Browser one = somebody("dev@example.org");
        Browser other = web.new Browser().signedIn("dev@example.org");
        String page = one.get("/account/devices").body();
        Matcher digest =
                Pattern.compile("name=\"session\" value=\"([0-9a-f]{64})\"").matcher(page);
        assertTrue(digest.find(), page);
        assertEquals(
                303,
                one.post("/account/devices/web/end", "session", digest.group(1)).status());
        assertEquals(303, other.get("/account").status());
        assertEquals(200, one.get("/account").status());
        assertEquals(404, one.post("/account/devices/999/end").status());
    }
}
