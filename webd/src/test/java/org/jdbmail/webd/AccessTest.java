package org.jdbmail.webd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.LoginJournal;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.auth.Revocations;
import org.jdbmail.core.directory.StoreDirectory;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.webd.dbmail.Access;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is let in to DBMail's addresses, from where, and after how many guesses. */
class AccessTest {
    private static final String PROXY = "10.0.0.2";
    private static final String ADMIN = "admin:top secret";

    private TestDatabase database;
    private SqlStore store;
    private Revocations revocations;
    private Access access;

    @BeforeEach
    void start() {
        database = TestDatabases.create("sqlite");
        store = SqlStore.open(DatabaseConfig.of(database.url()), SqlStoreOptions.DEFAULT);
        InstantSource clock = InstantSource.system();
        revocations = new Revocations(store, Duration.ofMinutes(1));
        Authenticator authenticator = new Authenticator(
                store,
                new StoreDirectory(store, clock, Duration.ofSeconds(1)),
                new Passwords(),
                (source, hash) -> hash.getAsBoolean(),
                new Guard(new Guard.Rules(3, Duration.ofHours(1), Duration.ofHours(1)), address -> false, clock),
                new LoginOptions(
                        100, Duration.ofMillis(10), Set.of(), Map.of(), Set.of(), PasswordScheme.SHA256, false, false),
                new LoginJournal(store, false, clock),
                revocations,
                clock);
        access = new Access(
                authenticator,
                Optional.of(ADMIN),
                "realm",
                address -> address.getHostAddress().equals(PROXY));
    }

    @AfterEach
    void stop() {
        revocations.close();
        store.close();
        database.close();
    }

    private int ask(String method, String from, String login, String... headers) {
        Map<String, String> all = new HashMap<>();
        all.put("authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        InetSocketAddress here = new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 80);
        WebRequest request = new WebRequest(
                method,
                "/users/",
                "",
                all,
                new byte[0],
                false,
                new InetSocketAddress(InetAddress.ofLiteral(from), 9999),
                here);
        return access.letIn(request, caller -> WebAnswer.line(200, "in")).status();
    }

    @Test
    void aFormOfAnothersPageIsNotTakenWhateverPasswordTheBrowserKnows() {
        assertEquals(200, ask("POST", "192.0.2.1", ADMIN));
        assertEquals(200, ask("POST", "192.0.2.1", ADMIN, "sec-fetch-site", "same-origin", "origin", "http://a"));
        assertEquals(403, ask("POST", "192.0.2.1", ADMIN, "sec-fetch-site", "cross-site"));
        assertEquals(403, ask("POST", "192.0.2.1", ADMIN, "sec-fetch-site", "same-site"));
        assertEquals(403, ask("POST", "192.0.2.1", ADMIN, "origin", "http://evil.example"));
        assertEquals(403, ask("POST", "192.0.2.1", ADMIN, "origin", "null"));
        assertEquals(200, ask("GET", "192.0.2.1", ADMIN, "sec-fetch-site", "cross-site"));
    }

    @Test
    void whoGuessesTheAdministratorsPasswordIsNotToldWhenHeIsRight() {
        for (int i = 0; i < 3; i++) {
            assertEquals(401, ask("GET", "192.0.2.1", "admin:guess " + i));
        }
        assertEquals(429, ask("GET", "192.0.2.1", ADMIN));
        assertEquals(200, ask("GET", "192.0.2.2", ADMIN));
    }

    @Test
    void whoGuessesThroughAProxyBarsHimselfAndNotTheProxy() {
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    401, ask("GET", PROXY, "nobody:guess " + i, "x-forwarded-for", "198.51.100." + i + ", 192.0.2.1"));
        }
        assertEquals(429, ask("GET", PROXY, ADMIN, "x-forwarded-for", "192.0.2.1"));
        assertEquals(200, ask("GET", PROXY, ADMIN, "x-forwarded-for", "192.0.2.2"));
        assertEquals(200, ask("GET", PROXY, ADMIN));
    }

    @Test
    void aFieldThatAProxyAddsBehindTheClientsIsSeen() throws IOException {
        try (WebServer server = WebServer.start(
                        WebOptions.usual(List.of(InetAddress.getLoopbackAddress()), 0, 1_000),
                        head -> Optional.empty(),
                        request -> WebAnswer.line(
                                200,
                                request.header("x-forwarded-for").orElse("") + " "
                                        + request.header("host").orElse("")));
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(),
                        server.addresses().getFirst().getPort())) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n"
                                    + "X-Forwarded-For: 192.0.2.1\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.endsWith("203.0.113.9, 192.0.2.1 x\n"), answer);
        }
    }
}
