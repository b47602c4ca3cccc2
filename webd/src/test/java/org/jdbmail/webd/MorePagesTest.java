package org.jdbmail.webd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.core.admin.Actor;
import org.jdbmail.core.admin.SignIns;
import org.jdbmail.core.admin.Totp;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Audit;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.WebFixture.Browser;
import org.jdbmail.webd.WebFixture.Got;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accounts out of tables, keys of domains, app passwords of others, and the code that a phone reads. */
class MorePagesTest {
    private static final Pattern MODULE = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z");
    private static final Pattern SIZE = Pattern.compile("<svg class=\"qr\" viewBox=\"0 0 (\\d+) ");
    private static final int DOTS = 4;
    private static WebFixture web;

    @BeforeAll
    static void start() throws IOException {
        web = new WebFixture();
        web.administrator("root@example.org");
        web.domainAdministrator("dora@one.example", "one.example");
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    private static Browser as(String login) {
        return web.new Browser().signedIn(login);
    }

    private static Got upload(Browser browser, String file, String... more) {
        String boundary = "----form" + "x".repeat(20);
        StringBuilder body = new StringBuilder();
        List<String> fields = new java.util.ArrayList<>(List.of("form_word", browser.formWord(), "table", ""));
        fields.addAll(List.of(more));
        for (int i = 0; i < fields.size(); i += 2) {
            body.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
            body.append(fields.get(i))
                    .append("\"\r\n\r\n")
                    .append(fields.get(i + 1))
                    .append("\r\n");
        }
        body.append("--").append(boundary);
        body.append(
                "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n");
        body.append(file).append("\r\n--").append(boundary).append("--\r\n");
        return browser.send(browser.to("/admin/accounts/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private static Optional<User> user(String login) {
        return web.store.read(tx -> tx.users().find(login));
    }

    @Test
    void accountsComeOutOfATable() {
        Browser root = as("root@example.org");
        String table = "login,password,quota,aliases,active\r\n"
                + "\"t1@example.org\",correct horse,2G,info@table.example  sales@table.example,yes\r\n"
                + "t2@example.org,correct horse,,,no\r\n";
        Got looked = upload(root, table, "look", "1");
        assertTrue(looked.body().contains("2 accounts would be made"), looked.body());
        assertTrue(user("t1@example.org").isEmpty());
        Got made = upload(root, table);
        assertTrue(made.body().contains("2 accounts were made"), made.body());
        User one = user("t1@example.org").orElseThrow();
        assertEquals(2L << 30, one.quota());
        assertFalse(user("t2@example.org").orElseThrow().active());
        assertEquals(
                2,
                web.store
                        .read(tx -> tx.aliases().deliveringTo(Long.toString(one.id())))
                        .size());
        assertEquals(200, as("t1@example.org").get("/account").status(), "the password is right");
        assertTrue(root.get("/admin/changes?q=t1@example.org").body().contains("account.add"));
        Got again = upload(root, table);
        assertEquals(400, again.status());
        assertTrue(again.body().contains("t1@example.org: an account of that name exists already"), again.body());
    }

    @Test
    void aTableWithAFaultMakesNothing() {
        Browser dora = as("dora@one.example");
        Got got = upload(
                dora,
                "login,password,quota\r\nu1@one.example,correct horse,\r\nu2@other.example,correct horse,\r\n"
                        + "u1@one.example,correct horse,\r\nu3@one.example,correct horse,many\r\nu4@one.example\r\n");
        assertEquals(400, got.status());
        assertTrue(got.body().contains("line 3: that domain is not yours to administer"), got.body());
        assertTrue(got.body().contains("line 4: that name stands twice in it"), got.body());
        assertTrue(got.body().contains("line 5: that is no size"), got.body());
        assertTrue(got.body().contains("line 6: 1 values for 3 columns"), got.body());
        assertTrue(user("u1@one.example").isEmpty());
        Got weak = upload(dora, "login,password\r\nu5@one.example,short\r\n");
        assertTrue(weak.body().contains("u5@one.example: a password has at least 8 characters"), weak.body());
        assertEquals(400, upload(dora, "login,evil\r\na,b\r\n").status());
        assertEquals(400, upload(dora, "login,password\r\n\"a,b").status());
        String many = "login,password\r\n" + "a@one.example,correct horse\r\n".repeat(501);
        assertTrue(upload(dora, many).body().contains("more than 500 lines"));
        assertEquals(
                400,
                dora.send(dora.to("/admin/accounts/upload")
                                .header("Content-Type", "multipart/form-data; boundary=x")
                                .POST(HttpRequest.BodyPublishers.ofString("--x\r\nno end")))
                        .status());
    }

    @Test
    void filtersAnswersAndNoticesOfAnAccountAreItsAdministratorsToSet() {
        long id = web.account("mia@one.example");
        long other = web.account("other@two.example");
        Browser dora = as("dora@one.example");
        String here = "/admin/accounts/" + id + "/answers";
        assertEquals(404, dora.get("/admin/accounts/" + other + "/answers").status());
        assertEquals(
                303,
                dora.post(here + "/filter", "field", "List-Id", "pattern", "%<dev>%", "mailbox", "Été")
                        .status());
        assertEquals(
                409,
                dora.post(here + "/filter", "field", "List-Id", "pattern", "%<dev>%", "mailbox", "Été")
                        .status());
        assertEquals(
                400,
                dora.post(here + "/filter", "field", "no field", "pattern", "x", "mailbox", "INBOX")
                        .status());
        assertEquals(
                303,
                dora.post(here + "/reply", "first", "2099-01-01", "last", "2099-01-31", "text", "away")
                        .status());
        assertEquals(
                303,
                dora.post(here + "/notice", "address", "phone@elsewhere.example")
                        .status());
        assertEquals(400, dora.post(here + "/notice", "address", "|/bin/sh").status());
        String page = dora.get(here).body();
        assertTrue(
                page.contains("%&lt;dev&gt;%")
                        && page.contains("Été")
                        && page.contains("2099-01-31")
                        && page.contains("phone@elsewhere.example")
                        && page.contains("auto_notify"),
                page);
        long filter = web.store
                .read(tx -> tx.answers().filters(Optional.of(id)))
                .getFirst()
                .id();
        assertEquals(
                "Été",
                web.store
                        .read(tx -> tx.answers().filters(Optional.of(id)))
                        .getFirst()
                        .rule()
                        .mailbox());
        Browser root = as("root@example.org");
        assertEquals(
                404,
                root.post("/admin/accounts/" + other + "/answers/filter/" + filter + "/remove")
                        .status());
        for (String removal : List.of("/filter/" + filter + "/remove", "/reply/remove", "/notice/remove")) {
            assertEquals(303, dora.post(here + removal).status(), removal);
        }
        page = dora.get(here).body();
        assertFalse(page.contains("&lt;dev&gt;") || page.contains("2099") || page.contains("phone@"), page);
        assertTrue(root.get("/admin/changes?q=notice.").body().contains("notice.set"));
    }

    @Test
    void tablesOfTheDatabaseAreSortedAndSearched() {
        web.store.write(tx -> {
            tx.aliases().add(new Alias("sort-a@one.example", "z@elsewhere.example", 0));
            tx.aliases().add(new Alias("sort-b@one.example", "a@elsewhere.example", 0));
            for (String actor : List.of("sort-b", "sort-c", "sort-a")) {
                tx.audit().note(new Audit.Entry(Instant.now(), actor, "", "sort.test", "x", ""));
            }
            return true;
        });
        Browser root = as("root@example.org");
        inOrder(root.get("/admin/aliases?q=sort-").body(), "sort-a@one", "sort-b@one");
        inOrder(root.get("/admin/aliases?q=sort-&sort=alias&down=1").body(), "sort-b@one", "sort-a@one");
        inOrder(root.get("/admin/aliases?q=sort-&sort=target").body(), "sort-b@one", "sort-a@one");
        inOrder(root.get("/admin/changes?q=sort.test").body(), ">sort-a", ">sort-c", ">sort-b");
        inOrder(root.get("/admin/changes?q=sort.test&sort=when").body(), ">sort-b", ">sort-c", ">sort-a");
        inOrder(root.get("/admin/changes?q=sort.test&sort=actor&down=1").body(), ">sort-c", ">sort-b", ">sort-a");
        for (String page : List.of(
                "/admin/queue?sort=sender&down=1&q=x",
                "/admin/logins?sort=login&service=imap",
                "/admin/logins?sort=address&down=1",
                "/admin/settings?sort=value",
                "/admin/doctor?sort=state",
                "/admin/certificates?sort=ends",
                "/account/devices?sort=web-since",
                "/account/tokens?sort=used")) {
            Got got = root.get(page);
            assertEquals(200, got.status(), page);
        }
        assertTrue(
                root.get("/account/devices?sort=web-since").body().split("aria-sort", -1).length == 2,
                "one table of the page is sorted, and no other");
    }

    private static void inOrder(String page, String... texts) {
        int at = 0;
        for (String text : texts) {
            int found = page.indexOf(text, at);
            assertTrue(found >= 0, text + " does not follow in " + page);
            at = found;
        }
    }

    @Test
    void anAdministratorEndsSessionsOfOneAccount() {
        long id = web.account("there@one.example");
        long other = web.account("elsewhere@two.example");
        Instant now = Instant.now();
        web.store.write(tx -> {
            tx.presence().alive(new Presence.Host("process", "host", 1, now), now);
            tx.presence()
                    .begun(
                            "process",
                            List.of(
                                    new Presence.Session(1, id, "imap", "192.0.2.1", 1, now),
                                    new Presence.Session(2, other, "imap", "192.0.2.2", 1, now)));
            return true;
        });
        Browser dora = as("dora@one.example");
        String page = dora.get("/admin/accounts/" + id).body();
        assertTrue(page.contains("192.0.2.1") && !page.contains("192.0.2.2"), page);
        long foreign = web.store
                .read(tx -> tx.presence().sessions("elsewhere@two.example", now))
                .getFirst()
                .id();
        assertEquals(
                404,
                dora.post("/admin/accounts/" + id + "/sessions/" + foreign + "/end")
                        .status());
        long own = web.store
                .read(tx -> tx.presence().sessions("there@one.example", now))
                .getFirst()
                .id();
        assertEquals(
                303,
                dora.post("/admin/accounts/" + id + "/sessions/" + own + "/end").status());
        assertEquals(List.of(1L), web.store.read(tx -> tx.presence().toEnd("process")));
    }

    @Test
    void aDomainsKeysAreMadeSwitchedOnAndForgotten() {
        Browser root = as("root@example.org");
        String path = "/admin/domains/one.example/trust";
        assertTrue(root.get(path).body().contains("There is no key."));
        assertEquals(
                303,
                root.post(path + "/keys", "kind", "ed25519", "selector", "K1").status());
        assertEquals(
                409,
                root.post(path + "/keys", "kind", "ed25519", "selector", "k1").status());
        assertEquals(400, root.post(path + "/keys", "kind", "dsa").status());
        assertEquals(
                400, root.post(path + "/keys", "kind", "rsa", "selector", "a b").status());
        DkimKey key =
                web.store.read(tx -> tx.dkimKeys().find("one.example", "k1")).orElseThrow();
        assertFalse(key.isEnabled());
        Got page = root.get(path);
        assertTrue(page.body().contains("v=DKIM1; k=ed25519; p=" + key.published()), page.body());
        assertFalse(page.body().contains(key.secret()), "what it is signed with is shown to nobody");
        assertEquals(303, root.post(path + "/keys/k1/enable").status());
        assertTrue(root.get("/admin/keys?q=one.ex&sort=created&down=1").body().contains("signs"));
        assertEquals(400, root.post(path + "/keys/k1/remove").status(), "not while it signs");
        Browser dora = as("dora@one.example");
        assertTrue(dora.get(path).body().contains("k1._domainkey.one.example"));
        assertEquals(403, dora.post(path + "/keys/k1/disable").status());
        assertEquals(404, dora.get("/admin/domains/example.org/trust").status());
        assertEquals(303, root.post(path + "/keys/k1/disable").status());
        assertEquals(303, root.post(path + "/keys/k1/remove").status());
        assertEquals(404, root.post(path + "/keys/k1/enable").status());
    }

    @Test
    void whatTheNameSystemSaysIsShownBesideWhatItShould() {
        Got got = as("dora@one.example").get("/admin/domains/one.example/trust?check=1");
        assertTrue(got.body().contains("Something that is needed is missing or wrong"), got.body());
        assertTrue(got.body().contains("v=DMARC1; p=none") && got.body().contains("v=&lt;b&gt;"), got.body());
    }

    @Test
    void anAdministratorTakesAppPasswordsAway() {
        long lost = web.account("lost@one.example");
        User user = user("lost@one.example").orElseThrow();
        Actor actor = web.store.read(tx -> Actor.of(tx, user, "127.0.0.1"));
        web.own.addAppPassword(actor, "phone", Set.of(), Optional.empty());
        Browser dora = as("dora@one.example");
        String path = "/admin/accounts/" + lost;
        assertTrue(dora.get(path).body().contains("phone"));
        assertEquals(
                303, dora.post(path + "/app-password/remove", "name", "phone").status());
        assertTrue(web.store.read(tx -> tx.secrets().of(lost)).stream()
                .noneMatch(secret -> secret.kind() == Secret.Kind.APP));
        assertEquals(
                404, dora.post(path + "/app-password/remove", "name", "phone").status());
        assertTrue(as("root@example.org")
                .get("/admin/changes?q=lost@one.example")
                .body()
                .contains("account.app-password.remove"));
    }

    @Test
    void aPhoneReadsTheSecretOffThePage() throws Exception {
        web.account("phone@example.org");
        String page =
                as("phone@example.org").get("/account/security/second-factor").body();
        Matcher sized = SIZE.matcher(page);
        assertTrue(sized.find(), page);
        int size = Integer.parseInt(sized.group(1)) * DOTS;
        int[] picture = new int[size * size];
        java.util.Arrays.fill(picture, 0xffffff);
        Matcher module = MODULE.matcher(page);
        while (module.find()) {
            for (int dot = 0; dot < DOTS * DOTS; dot++) {
                int x = Integer.parseInt(module.group(1)) * DOTS + dot % DOTS;
                int y = Integer.parseInt(module.group(2)) * DOTS + dot / DOTS;
                picture[y * size + x] = 0;
            }
        }
        String read = new QRCodeReader()
                .decode(
                        new BinaryBitmap(new GlobalHistogramBinarizer(new RGBLuminanceSource(size, size, picture))),
                        Map.of(DecodeHintType.POSSIBLE_FORMATS, List.of(BarcodeFormat.QR_CODE)))
                .getText();
        Matcher address = Pattern.compile("href=\"(otpauth:[^\"]+)\"").matcher(page);
        assertTrue(address.find(), page);
        assertEquals(address.group(1).replace("&amp;", "&"), read);
    }

    @Test
    void anAnswerIsLookedAtBeforeItIsGiven() {
        long away = web.account("away@example.org");
        Browser browser = as("away@example.org");
        Got got = browser.post(
                "/account/mail/reply/look",
                "first",
                "2027-02-01",
                "last",
                "2027-02-08",
                "text",
                "I am <away>.",
                "look",
                "1");
        assertEquals(200, got.status());
        assertTrue(got.body().contains("<pre tabindex=\"0\">I am &lt;away&gt;.</pre>"), "shown as it will be");
        assertTrue(got.body().contains("value=\"2027-02-08\""), "and still in the form");
        assertTrue(web.store.read(tx -> tx.answers().replies(Optional.of(away))).isEmpty(), "nothing is done yet");
    }

    @Test
    void codesAreCountedForAllProcessesTogether() {
        long id = web.account("codes@example.org");
        User user = user("codes@example.org").orElseThrow();
        String secret = Totp.newSecret();
        web.store.write(tx -> {
            tx.web().setTotp(id, Optional.of(secret));
            return id;
        });
        InstantSource clock = InstantSource.fixed(Instant.now());
        List<SignIns> processes = List.of(new SignIns(web.store, clock), new SignIns(web.store, clock));
        String wrong = Totp.code(secret, clock.instant()).equals("000000") ? "000001" : "000000";
        for (int i = 0; i < 8; i++) {
            SignIns one = processes.get(i % 2);
            SignIns.SignedIn half = half(one, user);
            assertTrue(one.giveCode(half, wrong, "").isEmpty());
        }
        for (SignIns one : processes) {
            SignIns.SignedIn half = half(one, user);
            Refusal refusal =
                    assertThrows(Refusal.class, () -> one.giveCode(half, Totp.code(secret, clock.instant()), ""));
            assertEquals(Reason.LIMIT, refusal.reason());
        }
        SignIns later =
                new SignIns(web.store, InstantSource.fixed(clock.instant().plusSeconds(300)));
        assertTrue(
                later.giveCode(
                                half(later, user),
                                Totp.code(secret, clock.instant().plusSeconds(300)),
                                "")
                        .isPresent(),
                "one is forgiven in two minutes");
    }

    private static SignIns.SignedIn half(SignIns process, User user) {
        return process.resume(process.begin(user, "127.0.0.1", "").word(), "127.0.0.1")
                .orElseThrow();
    }
}
