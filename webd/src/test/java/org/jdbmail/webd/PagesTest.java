package org.jdbmail.webd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.admin.Totp;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Audit;
import org.jdbmail.webd.WebFixture.Browser;
import org.jdbmail.webd.WebFixture.Got;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages, as browsers use them. */
class PagesTest {
    private static WebFixture web;
    private static long admin;

    @BeforeAll
    static void start() throws IOException {
        web = new WebFixture();
        admin = web.administrator("root@example.org");
        web.domainAdministrator("dora@one.example", "one.example");
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    private static Browser as(String login) {
        return web.new Browser().signedIn(login);
    }

    private static List<Audit.Entry> audit() {
        return web.store
                .read(tx -> tx.audit().page(Audit.Search.newest("", 0, 100)))
                .entries();
    }

    @Test
    void everyAnswerIsGuarded() {
        Got got = web.new Browser().get("/login");
        assertEquals(200, got.status());
        assertTrue(got.header("content-security-policy").startsWith("default-src 'none'; style-src 'self'"));
        assertEquals("nosniff", got.header("x-content-type-options"));
        assertEquals("DENY", got.header("x-frame-options"));
        assertEquals("no-store", got.header("cache-control"));
        assertFalse(got.body().contains("<script"));
        assertFalse(got.body().contains(" style="));
    }

    @Test
    void theStyleIsThere() {
        String page = web.new Browser().get("/login").body();
        String path = page.substring(page.indexOf("/static/"), page.indexOf("style.css") + 9);
        Got style = web.new Browser().get(path);
        assertEquals("text/css; charset=utf-8", style.header("content-type"));
        assertTrue(style.header("cache-control").contains("immutable"));
    }

    @Test
    void whoIsNotSignedInIsSentToDoSoAndThenBack() {
        Browser browser = web.new Browser();
        Got first = browser.get("/admin/accounts");
        assertEquals("/login?to=%2Fadmin%2Faccounts", first.header("location"));
        Got in = browser.post(
                "/login", "login", "root@example.org", "password", WebFixture.PASSWORD, "to", "/admin/accounts");
        assertEquals("/admin/accounts", in.header("location"));
        assertTrue(in.header("set-cookie").endsWith("; Path=/; HttpOnly; SameSite=Strict"), in.header("set-cookie"));
        Got elsewhere = web.new Browser()
                .post("/login", "login", "root@example.org", "password", WebFixture.PASSWORD, "to", "//evil.example/");
        assertEquals("/", elsewhere.header("location"));
    }

    @Test
    void aWrongPasswordIsRefusedAndWhatWasTypedIsHarmless() {
        Got got = web.new Browser().post("/login", "login", "\"><script>alert(1)</script>", "password", "no");
        assertEquals(401, got.status());
        assertFalse(got.body().contains("<script"));
        assertTrue(got.body().contains("&quot;&gt;&lt;script&gt;"));
    }

    @Test
    void anAppPasswordOpensNoPage() {
        String made = new org.jdbmail.core.admin.OwnAccount(
                        web.store,
                        new org.jdbmail.core.admin.PasswordRules(
                                org.jdbmail.core.password.PasswordScheme.SHA256, false, 8),
                        java.time.InstantSource.system())
                .addAppPassword(
                        new org.jdbmail.core.admin.Actor(
                                web.store.read(tx -> tx.users().find(admin)).orElseThrow(),
                                new org.jdbmail.core.admin.Power.Everything(),
                                "test"),
                        "phone",
                        java.util.Set.of(),
                        Optional.empty());
        assertEquals(
                401,
                web.new Browser()
                        .post("/login", "login", "root@example.org", "password", made)
                        .status());
    }

    @Test
    void accountsAreListedSearchedSortedAndPaged() {
        for (int i = 0; i < 120; i++) {
            web.account(String.format("many%03d@two.example", i));
        }
        Browser root = as("root@example.org");
        String all = root.get("/admin/accounts").body();
        assertTrue(all.contains("1–50 of 1"), all);
        String found = root.get("/admin/accounts?q=MANY00").body();
        assertTrue(found.contains("many007@two.example") && !found.contains("many011@"), found);
        assertTrue(found.contains("1–10 of 10"));
        String last = root.get("/admin/accounts?q=many&sort=login&down=1").body();
        assertTrue(last.indexOf("many119@") < last.indexOf("many118@"));
        assertTrue(last.contains("aria-sort=\"descending\""));
        String third = root.get("/admin/accounts?q=many&page=2").body();
        assertTrue(third.contains("101–120 of 120"), third);
        assertTrue(root.get("/admin/accounts?q=%2525_").body().contains("There is no account."));
    }

    @Test
    void anAccountIsMadeChangedAndDeletedAndAllIsNoted() {
        Browser root = as("root@example.org");
        Got short1 = root.post("/admin/accounts/new", "login", "new@two.example", "password", "short", "quota", "1G");
        assertEquals(400, short1.status());
        assertTrue(short1.body().contains("at least eight characters"));
        assertTrue(short1.body().contains("value=\"new@two.example\""), "what was typed stays");
        Got made =
                root.post("/admin/accounts/new", "login", "new@two.example", "password", "long enough", "quota", "1G");
        assertEquals(303, made.status());
        String path = made.header("location").replaceAll("\\?.*", "");
        assertEquals(
                409,
                root.post("/admin/accounts/new", "login", "New@two.example", "password", "long enough")
                        .status());
        String page = root.get(path + "?done=added").body();
        assertTrue(page.contains("Added.") && page.contains("value=\"1G\""), page);
        assertEquals(
                303, root.post(path, "login", "newer@two.example", "quota", "").status());
        assertEquals(
                303, root.post(path + "/alias", "alias", "sales@two.example").status());
        assertEquals(
                409, root.post(path + "/alias", "alias", "sales@two.example").status());
        page = root.get(path).body();
        assertTrue(
                page.contains("newer@two.example") && page.contains("disabled") && page.contains("sales@two.example"));
        assertEquals(
                303,
                root.post(path + "/alias/remove", "alias", "sales@two.example").status());
        assertEquals(
                303, root.post(path + "/password", "password", "another one").status());
        assertEquals(400, root.post(path + "/delete", "login", "wrong").status());
        assertEquals(
                303, root.post(path + "/delete", "login", "newer@two.example").status());
        assertEquals(404, root.get(path).status());
        List<String> actions = audit().stream().map(Audit.Entry::action).toList();
        assertTrue(
                actions.containsAll(List.of(
                        "account.add",
                        "account.change",
                        "alias.add",
                        "alias.remove",
                        "account.password",
                        "account.delete")),
                actions.toString());
        assertFalse(audit().toString().contains("another one"), "no password is ever noted");
    }

    @Test
    void aDomainAdministratorSeesAndMakesOnlyWhatIsInTheDomain() {
        long other = web.account("eve@three.example");
        long own = web.account("bob@one.example");
        Browser dora = as("dora@one.example");
        String list = dora.get("/admin/accounts").body();
        assertTrue(
                list.contains("bob@one.example") && !list.contains("three.example") && !list.contains("root@"), list);
        assertEquals(404, dora.get("/admin/accounts/" + other).status());
        assertEquals(404, dora.get("/admin/accounts/" + admin).status());
        assertEquals(
                404,
                dora.post("/admin/accounts/" + other + "/password", "password", "mine from now")
                        .status());
        assertEquals(
                404,
                dora.post("/admin/accounts/" + other + "/delete", "login", "eve@three.example")
                        .status());
        assertEquals(
                403,
                dora.post("/admin/accounts/new", "login", "x@three.example", "password", "long enough")
                        .status());
        assertEquals(
                403,
                dora.post("/admin/accounts/" + own, "login", "bob@three.example", "active", "1")
                        .status());
        assertEquals(
                403,
                dora.post("/admin/accounts/" + own + "/alias", "alias", "ceo@three.example")
                        .status());
        assertEquals(
                403,
                dora.post("/admin/accounts/" + own + "/administrator", "administrator", "1")
                        .status());
        assertEquals(
                303,
                dora.post("/admin/accounts/" + own + "/alias", "alias", "robert@one.example")
                        .status());
    }

    @Test
    void anAdministratorOfEverythingIsOutOfADomainAdministratorsReach() {
        long boss = web.administrator("boss@one.example");
        assertEquals(
                404,
                as("dora@one.example")
                        .post("/admin/accounts/" + boss + "/password", "password", "mine from now")
                        .status());
    }

    @Test
    void whoAdministersAnotherDomainIsOutOfADomainAdministratorsReach() {
        long carl = web.domainAdministrator("carl@one.example", "carls.example");
        Browser dora = as("dora@one.example");
        String path = "/admin/accounts/" + carl;
        assertEquals(404, dora.get(path).status());
        assertEquals(404, dora.get(path + "/scripts").status());
        assertEquals(
                404, dora.post(path + "/password", "password", "mine from now").status());
        assertEquals(404, dora.post(path + "/second-factor/remove").status());
        web.store.write(tx -> {
            tx.domains().removeAdministrator("carls.example", carl);
            return carl;
        });
        assertEquals(200, dora.get(path).status());
    }

    @Test
    void oneselfIsNotSparedTheOldPasswordByAdministering() {
        long ruth = web.administrator("ruth@example.org");
        Browser browser = as("ruth@example.org");
        web.store.write(tx -> {
            tx.web().setTotp(ruth, Optional.of(Totp.newSecret()));
            return ruth;
        });
        String path = "/admin/accounts/" + ruth;
        assertEquals(
                400,
                browser.post(path + "/password", "password", "mine from now").status());
        assertEquals(400, browser.post(path + "/second-factor/remove").status());
        assertTrue(web.store.read(tx -> tx.web().standing(ruth)).totp().isPresent());
        String other = Totp.newSecret();
        Got replaced = browser.post(
                "/account/security/second-factor", "secret", other, "code", Totp.code(other, Instant.now()));
        assertEquals(409, replaced.status());
        assertTrue(replaced.body().contains("There is a second step already"), replaced.body());
    }

    @Test
    void whereAnAddressLeadsIsDrawnAsFarAsTheDomainGoes() {
        long eve = web.account("eve@secret.example");
        web.store.write(tx -> {
            tx.aliases().add(new Alias("ceo@secret.example", Long.toString(eve), 0));
            tx.aliases().add(new Alias("ceo@secret.example", "lover@elsewhere.example", 0));
            tx.aliases().add(new Alias("probe@one.example", "ceo@secret.example", 0));
            return eve;
        });
        String chain = "/admin/aliases/chain?address=probe@one.example";
        String dora = as("dora@one.example").get(chain).body();
        assertTrue(dora.contains("on to ceo@secret.example"), dora);
        assertFalse(dora.contains("eve@secret.example") || dora.contains("lover@elsewhere.example"), dora);
        String root = as("root@example.org").get(chain).body();
        assertTrue(root.contains("eve@secret.example") && root.contains("lover@elsewhere.example"), root);
    }

    @Test
    void aFormFromElsewhereIsNotTaken() {
        Browser root = as("root@example.org");
        String word = root.formWord();
        long victim = web.account("victim@example.org");
        String path = "/admin/accounts/" + victim + "/password";
        assertEquals(403, forged(root, path, "form_word=&password=taken+over"));
        assertEquals(403, forged(root, path, "form_word=" + "0".repeat(64) + "&password=taken+over"));
        String right = "form_word=" + word + "&password=taken+over";
        assertEquals(403, forged(root, path, right, "Origin", "https://evil.example"));
        assertEquals(403, forged(root, path, right, "Origin", "null"));
        assertEquals(403, forged(root, path, right, "Sec-Fetch-Site", "cross-site"));
        assertEquals(403, forged(root, path, right, "Sec-Fetch-Site", "same-site"));
        assertEquals(403, forged(web.new Browser(), "/login", "login=a&password=b", "Origin", "https://evil.example"));
        assertEquals(303, forged(root, path, right));
    }

    private static int forged(Browser browser, String path, String body, String... headers) {
        HttpRequest.Builder request = browser.to(path).header("Content-Type", "application/x-www-form-urlencoded");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return browser.send(request.POST(HttpRequest.BodyPublishers.ofString(body)))
                .status();
    }

    @Test
    void aSessionThatSomebodyPutIntoTheBrowserIsNotTheOneThatBegins() {
        Browser attacker = as("dora@one.example");
        Browser victim = web.new Browser();
        victim.setCookie(attacker.cookie());
        victim.formWord();
        victim.post("/login", "login", "root@example.org", "password", WebFixture.PASSWORD);
        assertNotEquals(attacker.cookie(), victim.cookie());
        assertEquals("/login?to=%2Faccount", attacker.get("/account").header("location"), "the old one is over");
        Browser madeUp = web.new Browser();
        madeUp.setCookie("session=" + "A".repeat(43));
        assertEquals(303, madeUp.get("/account").status());
    }

    @Test
    void signingOutAndAnotherPasswordEndSessions() {
        web.account("leaver@example.org");
        Browser one = as("leaver@example.org");
        Browser other = as("leaver@example.org");
        String kept = one.cookie();
        one.post("/logout");
        one.setCookie(kept);
        assertEquals(303, one.get("/account").status());
        assertEquals(200, other.get("/account").status());
        long id = web.store
                .read(tx -> tx.users().find("leaver@example.org"))
                .orElseThrow()
                .id();
        web.store.write(tx -> {
            tx.users().setCredential(id, new org.jdbmail.core.store.Credential("another", ""));
            return id;
        });
        assertEquals(303, other.get("/account").status(), "a password that was changed by SQL ends it, too");
    }

    @Test
    void aDisabledAccountIsOutAtOnce() {
        long id = web.account("gone@example.org");
        Browser gone = as("gone@example.org");
        Browser root = as("root@example.org");
        root.post("/admin/accounts/" + id, "login", "gone@example.org", "quota", "");
        assertEquals(303, gone.get("/account").status());
        assertEquals(
                401,
                web.new Browser()
                        .post("/login", "login", "gone@example.org", "password", WebFixture.PASSWORD)
                        .status());
    }

    @Test
    void theSecondFactorIsAskedForAndNoCodeWorksTwice() {
        long id = web.account("totp@example.org");
        String secret = Totp.newSecret();
        web.store.write(tx -> {
            tx.web().setTotp(id, Optional.of(secret));
            return id;
        });
        Browser browser = web.new Browser();
        Got half = browser.post("/login", "login", "totp@example.org", "password", WebFixture.PASSWORD);
        assertEquals("/login/code", half.header("location"));
        assertEquals("/login/code", browser.get("/account").header("location"), "half is not enough");
        browser.get("/login/code");
        String halfCookie = browser.cookie();
        assertEquals(401, browser.post("/login/code", "code", "abcdef").status());
        String code = Totp.code(secret, Instant.now());
        assertEquals(303, browser.post("/login/code", "code", code).status());
        assertNotEquals(halfCookie, browser.cookie());
        assertEquals(200, browser.get("/account").status());
        Browser again = web.new Browser();
        again.post("/login", "login", "totp@example.org", "password", WebFixture.PASSWORD);
        again.get("/login/code");
        assertEquals(401, again.post("/login/code", "code", code).status());
        for (int i = 0; i < 8; i++) {
            again.post("/login/code", "code", "000000");
        }
        assertEquals(429, again.post("/login/code", "code", "000000").status());
    }

    @Test
    void aLinkMakesAnAdministratorOnce() {
        web.account("first@example.org");
        String path = "/setup/" + web.signIns.newLink(Duration.ofMinutes(5));
        assertEquals(200, web.new Browser().get(path).status());
        assertEquals(
                401,
                web.new Browser()
                        .post(path, "login", "first@example.org", "password", "wrong")
                        .status());
        Browser first = web.new Browser();
        assertEquals(
                303,
                first.post(path, "login", "first@example.org", "password", WebFixture.PASSWORD)
                        .status());
        assertEquals(200, first.get("/admin/accounts").status());
        assertEquals(404, web.new Browser().get(path).status());
        assertEquals(
                404,
                web.new Browser()
                        .get("/setup/" + web.signIns.newLink(Duration.ofMinutes(-1)))
                        .status());
    }

    @Test
    void theBrowsersLanguageIsSpoken() {
        Browser french = web.new Browser();
        french.language = "fr-CA,en;q=0.5";
        Got got = french.get("/login");
        assertTrue(got.body().contains("<html lang=\"fr\">") && got.body().contains("Mot de passe"));
        french.signedIn("root@example.org");
        assertTrue(french.get("/admin/accounts/99999").body().contains("Ce compte n’existe pas."));
        Got chosen = french.post("/language/en");
        assertTrue(chosen.header("set-cookie").startsWith("language=en; "), chosen.header("set-cookie"));
    }

    @Test
    void nothingIsThereForTricksWithPaths() {
        Browser root = as("root@example.org");
        for (String path : List.of(
                "/static/../etc/passwd",
                "/static/%2e%2e/%2e%2e/etc/passwd",
                "/admin/accounts/..%2f..%2f",
                "/admin/accounts/1%00",
                "/admin/accounts/-1",
                "/admin/accounts/99999999999999999999",
                "/admin//accounts",
                "/admin/accounts/1;x=y")) {
            int status = root.get(path).status();
            assertTrue(status == 404 || status == 400, path + " " + status);
        }
    }

    @Test
    void noHeaderCanBePutInByAQuery() {
        Got got = web.new Browser().get("/admin/accounts%0d%0aSet-Cookie:%20x=y");
        assertFalse(got.headers().containsKey("set-cookie"), got.headers().toString());
        Got to = web.new Browser()
                .post("/login", "login", "root@example.org", "password", WebFixture.PASSWORD, "to", "/x\r\nX-Put: in");
        assertEquals("/", to.header("location"));
    }

    @Test
    void aPathToGoBackToIsReadInNoTime() {
        // Tried in all ways to take it apart, this would take longer than the world has.
        Got got = web.new Browser()
                .post(
                        "/login",
                        "login",
                        "root@example.org",
                        "password",
                        WebFixture.PASSWORD,
                        "to",
                        "/" + "a".repeat(100) + "!");
        assertEquals("/", got.header("location"));
        Got longer = web.new Browser()
                .post(
                        "/login",
                        "login",
                        "root@example.org",
                        "password",
                        WebFixture.PASSWORD,
                        "to",
                        "/" + "a/".repeat(3_000));
        assertEquals("/", longer.header("location"));
    }

    @Test
    void aStrangersFormIsSmall() {
        Got got = web.new Browser().post("/login", "login", "root@example.org", "password", "x".repeat(20_000));
        assertEquals(413, got.status());
    }

    @Test
    void noPasswordIsSetHereWhereADirectoryKeepsThem() {
        org.jdbmail.core.admin.PasswordRules rules = new org.jdbmail.core.admin.PasswordRules(
                org.jdbmail.core.password.PasswordScheme.SHA256, false, 8, true);
        org.jdbmail.core.mail.Refusal refusal = org.junit.jupiter.api.Assertions.assertThrows(
                org.jdbmail.core.mail.Refusal.class, () -> rules.make("long enough", "ada@example.org"));
        assertTrue(refusal.text().contains("kept elsewhere"));
    }

    @Test
    void domainsAreListedWithWhoAdministersThem() {
        Browser root = as("root@example.org");
        assertEquals(303, root.post("/admin/domains", "name", "Five.Example").status());
        assertEquals(400, root.post("/admin/domains", "name", "no domain").status());
        assertEquals(
                303,
                root.post("/admin/domains/five.example/administrator", "login", "root@example.org")
                        .status());
        assertEquals(
                400,
                root.post("/admin/domains/five.example/administrator", "login", "nobody")
                        .status());
        assertEquals(
                303,
                root.post("/admin/domains/five.example", "accounts", "3", "aliases", "", "quota", "2G", "alias-of", "")
                        .status());
        assertEquals(
                400, root.post("/admin/domains/five.example", "accounts", "-3").status());
        String list = root.get("/admin/domains").body();
        assertTrue(list.contains("five.example") && list.contains("0 of 3") && list.contains("one.example"), list);
        String dora = as("dora@one.example").get("/admin/domains").body();
        assertTrue(dora.contains("one.example") && !dora.contains("five.example"), dora);
        assertEquals(303, root.post("/admin/domains/five.example/forget").status());
        assertFalse(root.get("/admin/domains").body().contains("five.example"));
    }
}
