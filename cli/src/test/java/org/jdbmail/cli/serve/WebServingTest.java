package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web server of a process, by its settings. */
class WebServingTest {
    private static final WebServing.Wish ANY_PORT = new WebServing.Wish(WebServing.Choice.ALWAYS, OptionalInt.of(0));

    @TempDir
    private Path folder;

    private Settings settings(String http) throws Exception {
        Path file = Files.writeString(
                folder.resolve("dbmail.conf"),
                "[DBMAIL]\ndburi = sqlite:" + folder.resolve("mail.db") + "\n[HTTP]\n" + http);
        return new Opening(Optional.empty()).settings(Optional.of(file), Optional.empty());
    }

    private static HttpResponse<String> get(Servers servers, String path, String login) throws Exception {
        InetSocketAddress address = servers.web().orElseThrow().addresses().getFirst();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path));
        if (!login.isEmpty()) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes("UTF-8")));
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void itServesDbmailsAddressesHealthAndMetricsOnLoopback() throws Exception {
        Settings settings = settings("admin = root:pass:word\nrealm = Mail\n");
        Store store = new Opening(Optional.empty()).store(settings);
        Fixture.account(store, "alice");
        Servers.Ports anyPort = (service, configured) ->
                configured.at(InetAddress.getLoopbackAddress(), OptionalInt.of(0), OptionalInt.empty());
        try (Servers servers = Servers.start(settings, store, Set.of(Service.IMAP), anyPort, ANY_PORT)) {
            assertTrue(servers.web()
                    .orElseThrow()
                    .addresses()
                    .getFirst()
                    .getAddress()
                    .isLoopbackAddress());
            assertEquals("ready\n", get(servers, "/health/ready", "").body());
            String metrics = get(servers, "/metrics", "").body();
            assertTrue(metrics.contains("\njdbmail_sessions{protocol=\"imap\"} 0\n"), metrics);
            try (LineClient imap =
                    LineClient.connect(servers.open().getFirst().listener().port())) {
                imap.readLine();
                for (String command : List.of("NOOP", "NOOP", "CAPABILITY")) {
                    imap.send("a " + command);
                    imap.readUntil("a OK");
                }
            }
            metrics = get(servers, "/metrics", "").body();
            for (String line : List.of(
                    "jdbmail_connection_bytes\\{state=\"held\"} 0",
                    "jdbmail_connection_bytes\\{state=\"max\"} [1-9]\\d*",
                    "# TYPE jdbmail_imap_command_seconds histogram",
                    "jdbmail_imap_command_seconds_bucket\\{command=\"noop\",le=\"0.001\"} [012]",
                    "jdbmail_imap_command_seconds_bucket\\{command=\"noop\",le=\"30.0\"} 2\n"
                            + "jdbmail_imap_command_seconds_bucket\\{command=\"noop\",le=\"\\+Inf\"} 2\n"
                            + "jdbmail_imap_command_seconds_sum\\{command=\"noop\"} [0-9.E-]+\n"
                            + "jdbmail_imap_command_seconds_count\\{command=\"noop\"} 2",
                    "jdbmail_transaction_seconds_count\\{kind=\"look\"} [1-9]\\d*")) {
                assertTrue(metrics.matches("(?s).*\n" + line + "\n.*"), line + " in " + metrics);
            }
            assertTrue(get(servers, "/users/alice", "root:pass:word").body().contains("\"name\":\"alice\""));
            HttpResponse<String> refused = get(servers, "/users/", "");
            assertEquals(401, refused.statusCode());
            assertTrue(
                    refused.headers().firstValue("www-authenticate").orElse("").contains("realm=\"Mail\""));
        }
    }

    @Test
    void thereIsOneWhereTheSettingsGiveItAPortOrItIsNamed() throws Exception {
        WebServing.Wish asSet = new WebServing.Wish(WebServing.Choice.AS_SET, OptionalInt.empty());
        assertEquals(false, asSet.isGranted(settings("")));
        assertEquals(true, asSet.isGranted(settings("port = 41380\n")));
        assertEquals(true, ANY_PORT.isGranted(settings("")));
        assertEquals(false, WebServing.Wish.NONE.isGranted(settings("port = 41380\n")));
    }

    @Test
    void aPortThatIsTakenIsOneLine() throws Exception {
        Settings settings = settings("");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Store store = new Opening(Optional.empty()).store(settings);
            Failure failure = assertThrows(
                    Failure.class,
                    () -> Servers.start(
                            settings,
                            store,
                            Set.of(),
                            (service, network) -> network,
                            new WebServing.Wish(WebServing.Choice.ALWAYS, OptionalInt.of(taken.getLocalPort()))));
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("http cannot listen on port"), failure.getMessage());
        }
    }

    @Test
    void whoeverListensBeyondThisMachineIsWarned() throws Exception {
        assertEquals(
                Optional.empty(),
                StartChecks.ofWeb(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))));
        assertTrue(StartChecks.ofWeb(List.of(new InetSocketAddress(InetAddress.getByName("198.51.100.1"), 1)))
                .orElseThrow()
                .contains("in the clear"));
    }

    @Test
    void itSpeaksTlsByItself() throws Exception {
        Certificate made = Certificate.selfSigned(java.time.Instant.now());
        Path certificate = Files.writeString(folder.resolve("certificate.pem"), made.certificate());
        Path key = Files.writeString(folder.resolve("key.pem"), made.key());
        Path file = Files.writeString(
                folder.resolve("tls.conf"),
                "[DBMAIL]\ndburi = sqlite:" + folder.resolve("mail.db") + "\ntls_cert = " + certificate + "\ntls_key = "
                        + key + "\n[HTTP]\ntls_port = " + freePort() + "\n");
        Settings settings = new Opening(Optional.empty()).settings(Optional.of(file), Optional.empty());
        Store store = new Opening(Optional.empty()).store(settings);
        Fixture.account(store, "alice");
        WebServing.Wish asSet = new WebServing.Wish(WebServing.Choice.AS_SET, OptionalInt.empty());
        Servers.Ports noPort = (service, configured) ->
                configured.at(InetAddress.getLoopbackAddress(), OptionalInt.of(0), OptionalInt.empty());
        try (Servers servers = Servers.start(settings, store, Set.of(Service.IMAP), noPort, asSet)) {
            WebServing web = servers.web().orElseThrow();
            assertEquals(List.of(), web.addresses(), "nothing is in the clear");
            int port = web.tlsAddresses().getFirst().getPort();
            String said = curl("-s", "-k", "-i", "https://127.0.0.1:" + port + "/login");
            assertTrue(said.startsWith("HTTP/1.1 200"), said);
        }
    }

    private static int freePort() throws Exception {
        try (ServerSocket some = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return some.getLocalPort();
        }
    }

    private static String curl(String... words) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("curl"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).start().inputReader().readAllAsString();
    }

    @Test
    void tlsNeedsACertificate() throws Exception {
        Settings settings = settings("tls_port = 1443\n");
        Store store = new Opening(Optional.empty()).store(settings);
        WebServing.Wish asSet = new WebServing.Wish(WebServing.Choice.AS_SET, OptionalInt.empty());
        Servers.Ports noPort = (service, configured) ->
                configured.at(InetAddress.getLoopbackAddress(), OptionalInt.of(0), OptionalInt.empty());
        Failure failure =
                assertThrows(Failure.class, () -> Servers.start(settings, store, Set.of(Service.IMAP), noPort, asSet));
        assertTrue(String.valueOf(failure.getMessage()).contains("tls_cert"));
    }
}
