package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.ServerProcess;
import org.jdbmail.core.settings.HttpSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/admin/web.md as they stand there: nginx before a trial server, the commands, the call of the API; and promtool on its metrics. */
@Tag("full")
class WebPeersTest {
    private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final int base = FreePort.baseOfRun();

    private ServerProcess start() throws Exception {
        ServerProcess server = ServerProcess.start(
                folder.resolve("output"),
                List.of("run", "--home", folder.resolve("home").toString(), "--base-port", Integer.toString(base)));
        Eventually.isTrue(PATIENCE, "the server is ready", () -> server.output().contains("  web         "));
        return server;
    }

    private String settings() {
        return folder.resolve("home/dbmail.conf").toString();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (base + 80) + path));
    }

    @Test
    void theSettingsAreUnderstood() throws Exception {
        Settings settings = Settings.read(Files.writeString(
                folder.resolve("dbmail.conf"), Snippet.only("ini web").text()));
        assertEquals(List.of(), settings.unknown());
        HttpSettings http = HttpSettings.from(settings);
        assertEquals(Optional.of(URI.create("https://mail.example.org/")), http.url());
        assertEquals(List.of("127.0.0.1"), http.proxies());
        assertEquals(Optional.of("mail.example.org"), http.mailHost());
    }

    @Test
    void theFirstAdministratorComesByTheLinkAndPromtoolTakesTheMetrics() throws Exception {
        try (ServerProcess server = start()) {
            HttpResponse<String> in = send(to("/login")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("login=demo%40localhost&password=demo")));
            assertEquals(303, in.statusCode(), "demo@localhost signs in");
            for (Snippet snippet : Snippet.of("sh web")) {
                String[] words = snippet.text().strip().split(" ");
                Programs.Ran ran = Programs.jdbmail(withSettings(Arrays.copyOfRange(words, 1, words.length)));
                assertEquals(0, ran.status(), ran.err());
                if (words[1].equals("web")) {
                    String link = ran.out().strip();
                    assertTrue(link.startsWith("http://127.0.0.1:" + (base + 80) + "/setup/"), link);
                    assertEquals(
                            200, send(HttpRequest.newBuilder(URI.create(link))).statusCode());
                } else {
                    assertTrue(
                            ran.out().contains("_imaps._tcp.example.org. IN SRV 0 1 " + (base + 993) + " "), ran.out());
                }
            }
            Path metrics = Files.writeString(
                    folder.resolve("metrics"), send(to("/metrics")).body());
            assertTrue(Files.readString(metrics).contains("jdbmail_logins_total{protocol=\"web\",result=\"ok\"} 1"));
            Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                    .redirectInput(metrics.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = promtool.inputReader().readAllAsString();
            assertTrue(promtool.waitFor(30, TimeUnit.SECONDS));
            assertEquals("", said.strip());
            assertEquals(0, promtool.exitValue());
            server.signal("TERM");
        }
    }

    private String[] withSettings(String[] words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "-f";
        all[words.length + 1] = settings();
        return all;
    }

    @Test
    void nginxStandsBeforeItAndIsBelieved() throws Exception {
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(
                folder.resolve("home/dbmail.conf"),
                "[DBMAIL]\ndburi = sqlite://" + folder.resolve("home/mail.db") + "\ntls_cert = "
                        + folder.resolve("home/certificate.pem") + "\ntls_key = " + folder.resolve("home/key.pem")
                        + "\n[HTTP]\nport = 10080\nproxies = 127.0.0.1\n");
        try (ServerProcess server = start()) {
            String conf = Snippet.only("text nginx")
                    .text()
                    .replace("listen 443 ssl;", "listen 127.0.0.1:" + (base + 443) + " ssl;")
                    .replace("127.0.0.1:10080", "127.0.0.1:" + (base + 80))
                    .replace("/etc/jdbmail/", folder.resolve("home") + "/");
            Path file = Files.writeString(
                    folder.resolve("nginx.conf"),
                    "daemon off;\npid " + folder
                            + "/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n"
                            + "client_body_temp_path " + folder + "/b; proxy_temp_path " + folder
                            + "/p; fastcgi_temp_path "
                            + folder + "/f; uwsgi_temp_path " + folder + "/u; scgi_temp_path " + folder + "/s;\n" + conf
                            + "}\n");
            Process nginx = new ProcessBuilder("/usr/sbin/nginx", "-c", file.toString(), "-p", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("nginx.log").toFile())
                    .start();
            try {
                String url = "https://127.0.0.1:" + (base + 443);
                Eventually.isTrue(PATIENCE, "nginx answers", () -> curl("-s", "-o", "/dev/null", url + "/login"));
                String in = curled(
                        "-s",
                        "-i",
                        "-d",
                        "login=demo@localhost&password=demo",
                        "-H",
                        "Origin: https://127.0.0.1",
                        url + "/login");
                // nginx leaves the port out of Host.
                assertTrue(in.startsWith("HTTP/1.1 303"), in);
                assertTrue(in.contains("; Path=/; HttpOnly; SameSite=Strict; Secure"), in);
                assertTrue(in.contains("__Host-session="), in);
                assertEquals(
                        "200", curled("-s", "-o", "/dev/null", "-w", "%{http_code}", url + "/mail/config-v1.1.xml"));
            } finally {
                nginx.destroy();
                nginx.waitFor(10, TimeUnit.SECONDS);
            }
            server.signal("TERM");
        }
    }

    private static String curled(String... words) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("curl", "-k"));
        command.addAll(Arrays.asList(words));
        Process curl = new ProcessBuilder(command).start();
        String said = curl.inputReader().readAllAsString();
        assertTrue(curl.waitFor(30, TimeUnit.SECONDS));
        return said;
    }

    private static boolean curl(String... words) {
        try {
            List<String> command = new java.util.ArrayList<>(List.of("curl", "-k"));
            command.addAll(Arrays.asList(words));
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theCallOfTheApiIsOne() {
        String snippet = Snippet.only("text api").text().strip();
        assertTrue(
                snippet.matches(
                        "curl -H \"Authorization: Bearer \\$TOKEN\" http://127.0.0.1:10080/api/v1/accounts\\?q=example.org"),
                snippet);
    }
}
