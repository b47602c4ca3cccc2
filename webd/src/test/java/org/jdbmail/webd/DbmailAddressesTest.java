package org.jdbmail.webd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.LoginJournal;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.auth.Revocations;
import org.jdbmail.core.directory.StoreDirectory;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.webd.dbmail.Access;
import org.jdbmail.webd.dbmail.DbmailAddresses;
import org.jdbmail.webd.http.Router;
import org.jdbmail.webd.watch.Health;
import org.jdbmail.webd.watch.Metrics;
import org.jdbmail.webd.watch.ProcessMetrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The addresses of dbmail-httpd, health and metrics, asked over HTTP. */
class DbmailAddressesTest {
    private static final AtomicBoolean STOPPING = new AtomicBoolean();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int MOST = 300_000;

    private static TestDatabase database;
    private static SqlStore store;
    private static Revocations revocations;
    private static WebServer server;
    private static long alice;
    private static long inbox;

    @BeforeAll
    static void start() throws IOException {
        database = TestDatabases.create("sqlite");
        store = SqlStore.open(DatabaseConfig.of(database.url()), SqlStoreOptions.DEFAULT);
        alice = store.write(tx -> tx.users().create("alice", new Credential("secret", ""), 0, 0));
        inbox = store.write(tx -> {
            tx.mailboxes().create(tx.users().create("bob", new Credential("secret", ""), 0, 0), Mailbox.INBOX, null);
            return tx.mailboxes().create(alice, Mailbox.INBOX, null);
        });
        InstantSource clock = InstantSource.system();
        revocations = new Revocations(store, Duration.ofMinutes(1));
        Authenticator authenticator = new Authenticator(
                store,
                new StoreDirectory(store, clock, Duration.ofSeconds(1)),
                new Passwords(),
                (source, hash) -> hash.getAsBoolean(),
                new Guard(new Guard.Rules(20, Duration.ofSeconds(60), Duration.ofMinutes(1)), address -> true, clock),
                new LoginOptions(
                        100, Duration.ofMillis(10), Set.of(), Map.of(), Set.of(), PasswordScheme.SHA256, false, false),
                new LoginJournal(store, false, clock),
                revocations,
                clock);
        Router router = new Router();
        new Health(store, STOPPING::get).addTo(router);
        new Metrics(ProcessMetrics.families("1.0", java.time.InstantSource.system())).addTo(router);
        Access access = new Access(authenticator, Optional.of("admin:top secret"), "A \"realm\"", address -> false);
        new DbmailAddresses(store, access, PasswordScheme.SHA256, false).addTo(router);
        router.on("GET", "/fails", (request, parts) -> {
            throw new IllegalStateException("as it was meant to");
        });
        server = WebServer.start(
                WebOptions.usual(List.of(InetAddress.getLoopbackAddress()), 0, MOST),
                access::atTheDoor,
                request -> router.answer(request).orElseGet(DbmailAddresses::elsewhere));
    }

    @AfterAll
    static void stop() {
        server.close();
        revocations.close();
        store.close();
        database.close();
    }

    private record Got(int status, String type, String body) {}

    private static HttpRequest.Builder to(String path, String login) {
        String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.addresses().getFirst().getPort() + path));
        return login.isEmpty() ? request : request.header("Authorization", "Basic " + basic);
    }

    private static HttpResponse<String> response(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Got got(HttpRequest.Builder request) {
        HttpResponse<String> response = response(request);
        return new Got(
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.body());
    }

    private static Got get(String path, String login) {
        return got(to(path, login));
    }

    private static Got post(String path, String login, String form) {
        return got(to(path, login)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static final String ADMIN = "admin:top secret";

    @Test
    void accountsMailboxesAndMessagesAreToldAsDbmailTellsThem() {
        Got users = get("/users/", ADMIN);
        assertEquals("application/json; charset=utf-8", users.type());
        assertTrue(
                users.body().startsWith("{\"users\": {\n    \"1\":{\"name\":\"__@!internal_delivery_user!@__\"},\n"),
                users.body());
        assertTrue(users.body().endsWith("}\n}}\n"), users.body());
        assertEquals(
                "{\"users\": {\n    \"" + alice + "\":{\"name\":\"alice\"}\n}}\n",
                get("/users/alice", ADMIN).body());
        assertEquals(get("/users/alice", ADMIN), get("/users/" + alice, ADMIN));
        assertEquals(404, get("/users/nobody", ADMIN).status());
        String message = "From: A <a@x.test>\nSubject: =?utf-8?q?h=C3=A9?=\nTo: b@x.test,\n c@x.test\n\none & two\n";
        Got appended =
                post("/mailboxes/" + inbox, ADMIN, "message=" + URLEncoder.encode(message, StandardCharsets.UTF_8));
        assertEquals(
                "{\"mailboxes\": {\n    \"" + inbox + "\":{\"name\":\"INBOX\",\"exists\":1}\n}}\n", appended.body());
        String uid = store.read(
                tx -> Long.toString(tx.messages().popMessages(inbox).getFirst().uid()));
        String stored = message.replace("\n", "\r\n");
        assertEquals(
                "{\"messages\": {\n    \"" + uid + "\":{\"size\":" + stored.length() + "}\n}}\n",
                get("/mailboxes/" + inbox + "/messages", ADMIN).body());
        assertEquals(
                "{\"messages\": {\n   \"" + uid + "\":{\"size\":" + stored.length() + "}\n}}\n",
                get("/messages/" + uid, ADMIN).body());
        assertEquals(new Got(200, "message/rfc822; charset=utf-8", stored), get("/messages/" + uid + "/view", ADMIN));
        assertEquals(
                stored.substring(0, stored.indexOf("\r\n\r\n") + 4),
                get("/messages/" + uid + "/headers", ADMIN).body());
        assertEquals(
                "To: b@x.test, c@x.test\nSubject: =?utf-8?q?h=C3=A9?=\n",
                get("/messages/" + uid + "/headers/to,subject,none", ADMIN).body());
        assertEquals(404, get("/messages/999999", ADMIN).status());
        assertEquals(404, get("/messages/x/view", ADMIN).status());
        // An account sees what is its own.
        assertEquals(200, get("/messages/" + uid, "alice:secret").status());
        assertEquals(404, get("/messages/" + uid, "bob:secret").status());
        assertEquals(404, get("/mailboxes/" + inbox, "bob:secret").status());
        assertEquals(404, get("/users/alice/mailboxes", "bob:secret").status());
        assertEquals(get("/users/bob", ADMIN), get("/users/", "bob:secret"));
    }

    @Test
    void mailboxesAreMadeAndDeletedByForms() {
        assertEquals(
                200,
                post("/users/bob", "bob:secret", "create=B%26APY-se%2FMore").status());
        assertTrue(
                get("/users/bob/mailboxes", "bob:secret").body().contains("\"name\":\"B&APY-se/More\",\"exists\":0}"));
        assertEquals(409, post("/users/bob", "bob:secret", "create=B%26APY-se").status());
        assertEquals(200, post("/users/bob", ADMIN, "delete=B%26APY-se%2FMore").status());
        assertEquals(404, post("/users/bob", ADMIN, "delete=B%26APY-se%2FMore").status());
        assertEquals(404, post("/users/alice", "bob:secret", "create=Mine").status());
        assertEquals(400, post("/users/bob", "bob:secret", "delete=INBOX").status());
    }

    @Test
    void accountsAreMadeChangedAndDeletedByTheAdministrator() {
        assertEquals(403, post("/users/", "bob:secret", "create=eve&password=x").status());
        assertEquals(
                200,
                post("/users/", ADMIN, "create=eve%40x.test&password=p%C3%A4ss&encoding=sha512&quota=1000")
                        .status());
        assertEquals(200, get("/users/eve@x.test/mailboxes", "eve@x.test:päss").status());
        assertEquals(
                409, post("/users/", ADMIN, "create=eve%40x.test&password=x").status());
        assertEquals(400, post("/users/", ADMIN, "create=a+b&password=x").status());
        assertEquals(
                400,
                post("/users/", ADMIN, "create=ab&password=x&encoding=rot13").status());
        assertEquals(400, post("/users/", ADMIN, "create=ab&quota=much").status());
        assertEquals(
                200, post("/users/", ADMIN, "edit=eve%40x.test&password=other").status());
        assertEquals(401, get("/users/", "eve@x.test:päss").status());
        assertEquals(200, get("/users/", "eve@x.test:other").status());
        assertEquals(200, post("/users/", ADMIN, "delete=eve%40x.test").status());
        assertEquals(404, post("/users/", ADMIN, "delete=eve%40x.test").status());
        assertEquals(404, post("/users/", ADMIN, "delete=anyone").status());
        assertEquals(401, get("/users/", "eve@x.test:other").status());
    }

    @Test
    void nobodyIsLetInWithoutARightPassword() {
        HttpResponse<String> refused = response(to("/users/", ""));
        assertEquals(401, refused.statusCode());
        assertEquals(
                "Basic realm=\"A realm\", charset=\"UTF-8\"",
                refused.headers().firstValue("www-authenticate").orElse(""));
        for (String login : List.of("admin:wrong", "admin", ":", "nobody:secret", "anyone:", "alice:")) {
            assertEquals(401, get("/users/", login).status(), login);
        }
        assertEquals(
                401, got(to("/users/", "").header("Authorization", "Basic §")).status());
        assertEquals(
                401, got(to("/users/", "").header("Authorization", "Bearer x")).status());
    }

    @Test
    void otherPathsAndMethodsAreAnsweredInOrder() {
        HttpResponse<String> elsewhere = response(to("/nosuch", ADMIN));
        assertEquals(301, elsewhere.statusCode());
        assertEquals("/users/", elsewhere.headers().firstValue("location").orElse(""));
        HttpResponse<String> not = response(to("/users/alice", ADMIN).DELETE());
        assertEquals(405, not.statusCode());
        assertEquals("GET, POST", not.headers().firstValue("allow").orElse(""));
        assertEquals(200, got(to("/users/", ADMIN).HEAD()).status());
        Got failed = get("/fails", "");
        assertEquals(500, failed.status());
        assertTrue(failed.body().contains("incident "), failed.body());
        assertFalse(failed.body().contains("as it was meant to"), failed.body());
    }

    @Test
    void whatIsTooLargeIsRefused() {
        // It waits to be told to go on: a refusal ends the connection, which who still writes may see before he reads
        // it.
        HttpRequest.Builder large = to("/users/bob", ADMIN)
                .expectContinue(true)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("create=" + "x".repeat(MOST)));
        assertEquals(413, got(large).status());
        HttpRequest.Builder stream = to("/users/bob", ADMIN)
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[100_000])));
        assertEquals(413, got(stream).status(), "chunks without a size are small");
        assertEquals(
                400,
                got(to("/users/bob", ADMIN)
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("create=x")))
                        .status());
        assertEquals(
                431, got(to("/users/", "").header("X-Large", "x".repeat(9_000))).status());
    }

    @Test
    void aBrokenRequestEndsItsConnectionAlone() throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), server.addresses().getFirst().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write("\u0000\u0001 nonsense\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        }
        assertEquals(200, get("/health/live", "").status());
    }

    @Test
    void healthSaysWhetherThereIsWork() {
        assertEquals("alive\n", get("/health/live", "").body());
        assertEquals(new Got(200, "text/plain; charset=utf-8", "ready\n"), get("/health/ready", ""));
        STOPPING.set(true);
        assertEquals(503, get("/health/ready", "").status());
        STOPPING.set(false);
    }

    @Test
    void metricsComeInBothFormats() {
        Got plain = get("/metrics", "");
        assertEquals("text/plain; version=0.0.4; charset=utf-8", plain.type());
        assertTrue(
                plain.body().contains("# TYPE jdbmail_build_info gauge\njdbmail_build_info{version=\"1.0\"} 1\n"),
                plain.body());
        assertTrue(
                plain.body().contains("# TYPE jdbmail_gc_pause_seconds_total counter\njdbmail_gc_pause_seconds_total "),
                plain.body());
        Got open = got(to("/metrics", "").header("Accept", "application/openmetrics-text; version=1.0.0, */*;q=0.1"));
        assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8", open.type());
        assertTrue(
                open.body().contains("# TYPE jdbmail_gc_pause_seconds counter\njdbmail_gc_pause_seconds_total "),
                open.body());
        assertTrue(open.body().endsWith("# EOF\n"), open.body());
    }

    /** What is never sent is not waited for. */
    @Test
    void aLargeMessageIsReadOfThoseOnlyWhoAreLetIn() throws IOException {
        String wrong = Base64.getEncoder().encodeToString("admin:wrong".getBytes(StandardCharsets.UTF_8));
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), server.addresses().getFirst().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("POST /mailboxes/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Basic " + wrong
                                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                    + (MOST - 1)
                                    + "\r\n\r\nmessage=")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertEquals("HTTP/1.1 401", answer);
        }
    }
}
