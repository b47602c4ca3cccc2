package org.jdbmail.cli.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Logging;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.cli.trace.Tracing;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Store;
import org.jdbmail.e2e.Snippet;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process tells of what it does: a log for programs, and traces by OpenTelemetry. */
class SeenFromOutsideTest {
    @TempDir
    private Path folder;

    @AfterEach
    void logAsBefore() throws Failure {
        Logging.quiet();
    }

    private Settings settings() throws Exception {
        Path file = Files.writeString(
                folder.resolve("dbmail.conf"),
                "[DBMAIL]\ndburi = sqlite:" + folder.resolve("mail.db") + "\nlogfile = " + folder.resolve("log")
                        + "\nlog_format = json\n");
        return new Opening(Optional.empty()).settings(Optional.of(file), Optional.empty());
    }

    /** A message is delivered, and its recipient logs in. */
    private static void use(Settings settings, Tracing tracing) throws Exception {
        Store store = new Opening(Optional.empty()).store(settings);
        store.write(tx -> {
            long user = tx.users().create("alice", new Credential("secret", ""), 0, 0);
            return tx.mailboxes().create(user, "INBOX", null);
        });
        Servers.Ports anyPort = (service, configured) ->
                configured.at(InetAddress.getLoopbackAddress(), OptionalInt.of(0), OptionalInt.empty());
        try (Servers servers = Servers.start(
                settings, store, Set.of(Service.IMAP, Service.LMTP), anyPort, WebServing.Wish.NONE, tracing.tracer())) {
            try (LineClient lmtp = LineClient.connect(port(servers, Service.LMTP))) {
                lmtp.readLine();
                say(lmtp, "LHLO test", "250 ");
                say(lmtp, "MAIL FROM:<bob@elsewhere.example>", "250 ");
                say(lmtp, "RCPT TO:<alice>", "250 ");
                say(lmtp, "DATA", "354 ");
                say(lmtp, "Subject: \"quoted\"\r\n\r\nhello\r\n.", "250 ");
            }
            try (LineClient imap = LineClient.connect(port(servers, Service.IMAP))) {
                imap.readLine();
                say(imap, "a LOGIN alice secret", "a OK");
                say(imap, "b SELECT INBOX", "b OK");
            }
        }
    }

    private static InetSocketAddress port(Servers servers, Service service) {
        return (InetSocketAddress) servers.open().stream()
                .filter(one -> one.service() == service)
                .findFirst()
                .orElseThrow()
                .listener()
                .addresses()
                .getFirst();
    }

    private static void say(LineClient client, String line, String answer) throws Exception {
        client.send(line);
        client.readUntil(answer);
    }

    @Test
    void eachLineOfTheLogIsAnObjectThatTellsWhomItIsAbout() throws Exception {
        Settings settings = settings();
        Serving.begin(settings);
        use(settings, Tracing.NONE);
        List<String> lines = Files.readAllLines(folder.resolve("log"));
        assertFalse(lines.isEmpty());
        Pattern object = Pattern.compile("\\{(\"[a-z_]+\":(\"([^\"\\\\]|\\\\.)*\"|\\d+),?)+}");
        for (String line : lines) {
            assertTrue(object.matcher(line).matches(), line);
            assertTrue(line.contains("\"process\":" + ProcessHandle.current().pid() + ","), line);
        }
        String delivered = only(lines, "delivered to 1 of 1");
        String id = value(delivered, "message_id");
        assertTrue(value(delivered, "message").startsWith(id + ": from <bob@elsewhere.example>"), delivered);
        assertTrue(value(delivered, "session").matches("lmtp-\\d+"), delivered);
        assertTrue(value(only(lines, "logged in by imap"), "session").matches("imap-\\d+"), lines.toString());
        assertFalse(only(lines, "stopped").contains("session"));
    }

    private static String only(List<String> lines, String part) {
        List<String> found = lines.stream().filter(line -> line.contains(part)).toList();
        assertEquals(1, found.size(), () -> part + " in " + lines);
        return found.getFirst();
    }

    private static String value(String line, String name) {
        Matcher matcher =
                Pattern.compile("\"" + name + "\":\"(([^\"\\\\]|\\\\.)*)\"").matcher(line);
        assertTrue(matcher.find(), line);
        return matcher.group(1);
    }

    @Test
    void whereAnExporterIsConfiguredTracesAreSentAndTheLogHasTheirIds() throws Exception {
        List<String> sent = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            sent.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        Settings settings = settings();
        Serving.begin(settings);
        try (Tracing tracing = Tracing.of(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort(),
                "OTEL_SERVICE_NAME",
                "mail-one"))) {
            use(settings, tracing);
        } finally {
            Logging.quiet();
        }
        collector.stop(0);
        String all = String.join("", sent);
        for (String part : List.of("mail-one", "deliver", "store deliver", "imap LOGIN", "imap SELECT", "message_id")) {
            assertTrue(all.contains(part), part);
        }
        assertFalse(all.contains("secret") || all.contains("hello"), "no content, and no password");
        String delivered = only(Files.readAllLines(folder.resolve("log")), "delivered to 1 of 1");
        assertTrue(value(delivered, "trace_id").matches("[0-9a-f]{32}"), delivered);
    }

    @Test
    void thePagesExampleSwitchesTracesOn() throws Exception {
        List<String> words = List.of(Snippet.only("sh traces").text().strip().split(" "));
        Map<String, String> environment = words.stream()
                .filter(word -> word.contains("="))
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        assertEquals(List.of("jdbmail", "serve"), words.subList(environment.size(), words.size()));
        try (Tracing tracing = Tracing.of(environment)) {
            assertTrue(tracing.tracer().isPresent());
        }
    }

    @Test
    void nothingIsTracedUnlessTheEnvironmentAsksForIt() throws Exception {
        assertEquals(Optional.empty(), Tracing.of(Map.of()).tracer());
        assertEquals(
                Optional.empty(),
                Tracing.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1", "OTEL_TRACES_EXPORTER", "none"))
                        .tracer());
        assertEquals(
                Optional.empty(),
                Tracing.of(Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_SDK_DISABLED", "true"))
                        .tracer());
    }

    @Test
    void whatCannotBeDoneStopsTheStartInOneLine() {
        Failure failure =
                assertThrows(Failure.class, () -> Tracing.of(Map.of("OTEL_TRACES_EXPORTER", "carrier-pigeon")));
        assertEquals(Failure.CONFIGURATION, failure.status());
        assertTrue(String.valueOf(failure.getMessage()).contains("carrier-pigeon"), failure.getMessage());
    }
}
