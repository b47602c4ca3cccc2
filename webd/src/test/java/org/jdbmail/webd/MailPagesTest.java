package org.jdbmail.webd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jdbmail.core.admin.Actor;
import org.jdbmail.core.admin.OwnMail;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.WebFixture.Browser;
import org.jdbmail.webd.WebFixture.Got;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Having back what was deleted, and taking all of one's mail along. */
class MailPagesTest {
    private static final Pattern BOX = Pattern.compile("name=\"uid\" value=\"(\\d+)\"");
    private static WebFixture web;

    @BeforeAll
    static void start() throws IOException {
        web = new WebFixture();
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    private static long inbox(long user) {
        return web.store.read(tx -> tx.mailboxes().ownedBy(user)).stream()
                .filter(mailbox -> mailbox.name().equals(Mailbox.INBOX))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static void message(long mailbox, long user, String text) {
        web.message(mailbox, user, text);
    }

    private static void expungeAll(long mailbox) {
        web.store.write(tx -> tx.messages().expunge(mailbox, NumberSet.range(1, Long.MAX_VALUE), false));
    }

    @Test
    void whatWasDeletedComesBackToWhoseItIs() {
        long ann = web.account("ann@example.org");
        web.account("eve@example.org");
        long inbox = inbox(ann);
        for (int i = 0; i < 60; i++) {
            message(inbox, ann, "From: bob@example.org\r\nSubject: letter " + i + " <b>\r\n\r\ntext\r\n");
        }
        expungeAll(inbox);
        Browser browser = web.new Browser().signedIn("ann@example.org");
        Got page = browser.get("/account/restore");
        assertTrue(page.body().contains("letter 59 &lt;b&gt;") && !page.body().contains("<b>"), page.body());
        assertTrue(page.body().contains("50 of 60"), "the pager");
        List<String> uids = new ArrayList<>();
        Matcher found = BOX.matcher(
                browser.get("/account/restore?q=letter+5&sort=subject").body());
        while (found.find()) {
            uids.add(found.group(1));
        }
        assertEquals(11, uids.size(), "5 and 50 to 59");
        assertEquals(400, browser.post("/account/restore").status(), "nothing is ticked");
        assertEquals(
                404,
                web.new Browser()
                        .signedIn("eve@example.org")
                        .post("/account/restore?mailbox=%23Users/ann@example.org/INBOX", "uid", uids.getFirst())
                        .status(),
                "another's is not there");
        Got back = browser.post("/account/restore", "uid", uids.get(0), "uid", uids.get(1));
        assertEquals("/account/restore?mailbox=INBOX&done=restored", back.header("location"));
        assertEquals(
                2,
                web.store
                        .read(tx -> tx.mailboxes().status(List.of(inbox)))
                        .get(inbox)
                        .messages());
        assertEquals(400, browser.post("/account/restore", "uid", "987654321").status());
    }

    @Test
    void allOfItIsTakenAlong() throws Exception {
        long tom = web.account("tom@example.org");
        String text = "From: bob@example.org\r\nSubject: one\r\n\r\nFrom here on\r\n"
                + "x".repeat(70).concat("\r\n").repeat(3_000);
        message(inbox(tom), tom, text);
        web.store.write(tx -> {
            tx.mailboxes().create(tom, "Work/../etc", null);
            tx.sieveScripts().put(tom, "a/b", "keep;\r\n");
            return true;
        });
        Browser browser = web.new Browser().signedIn("tom@example.org");
        assertTrue(browser.get("/account/export").body().contains("/account/export/mail.zip"));
        HttpResponse<byte[]> got = HttpClient.newHttpClient()
                .send(browser.to("/account/export/mail.zip").GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals("application/zip", got.headers().firstValue("content-type").orElse(""));
        assertEquals(
                "attachment; filename=\"mail.zip\"",
                got.headers().firstValue("content-disposition").orElse(""));
        TreeMap<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(got.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertEquals(List.of("INBOX.mbox", "Work/_../etc.mbox", "sieve/a_b.sieve"), List.copyOf(files.keySet()));
        assertTrue(files.get("INBOX.mbox").contains("\n>From here on\n"), "as an mbox has it");
        assertTrue(files.get("INBOX.mbox").length() > 200_000);
        Got head = browser.send(browser.to("/account/export/mail.zip").HEAD());
        assertEquals(200, head.status());
        assertEquals(303, web.new Browser().get("/account/export/mail.zip").status());
    }

    @Test
    void oneArchiveOfAnAccountIsMadeAtATime() throws Exception {
        long sue = web.account("sue@example.org");
        message(inbox(sue), sue, "Subject: x\r\n\r\n" + "text\r\n".repeat(100_000));
        User user = web.store.read(tx -> tx.users().find(sue)).orElseThrow();
        Actor actor = web.store.read(tx -> Actor.of(tx, user, "127.0.0.1"));
        OwnMail mail = web.mail;
        CountDownLatch isBegun = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        Thread slow = Thread.ofVirtual().start(() -> {
            try {
                mail.archive(actor, new java.io.OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        isBegun.countDown();
                        try {
                            mayGoOn.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                });
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        isBegun.await();
        assertThrows(Refusal.class, () -> mail.requireRoomForArchive(actor));
        Got refused = web.new Browser().signedIn("sue@example.org").get("/account/export/mail.zip");
        assertEquals(429, refused.status());
        assertTrue(refused.body().contains("being taken along already"), refused.body());
        mayGoOn.countDown();
        slow.join();
        mail.requireRoomForArchive(actor);
        assertFalse(slow.isAlive());
    }
}
