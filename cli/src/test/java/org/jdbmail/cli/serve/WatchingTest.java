package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.browser.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shipped for Prometheus and Grafana knows the figures that a server has, and no others. */
class WatchingTest {
    private static final Path CONTRIB = Path.of(System.getProperty("jdbmail.root"), "contrib");
    private static final Pattern NAME = Pattern.compile("\\bjdbmail_[a-z_]+");

    /** Type by name, as the server tells them; a counter's with its ending. */
    private static final Map<String, String> TYPES = new TreeMap<>();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void askAServer() throws Exception {
        Path file = Files.writeString(
                folder.resolve("dbmail.conf"), "[DBMAIL]\ndburi = sqlite:" + folder.resolve("mail.db") + "\n");
        Settings settings = new Opening(Optional.empty()).settings(Optional.of(file), Optional.empty());
        Store store = new Opening(Optional.empty()).store(settings);
        Servers.Ports anyPort = (service, configured) ->
                configured.at(InetAddress.getLoopbackAddress(), OptionalInt.of(0), OptionalInt.empty());
        WebServing.Wish wish = new WebServing.Wish(WebServing.Choice.ALWAYS, OptionalInt.of(0));
        try (Servers servers = Servers.start(settings, store, Set.of(Service.IMAP), anyPort, wish)) {
            InetSocketAddress address = servers.web().orElseThrow().addresses().getFirst();
            String text = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            text.lines().filter(line -> line.startsWith("# TYPE ")).forEach(line -> {
                String[] words = line.split(" ");
                TYPES.put(words[2], words[3]);
            });
        }
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text)
                .results()
                .map(found -> family(found.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The name of a histogram for one of its numbers. */
    private static String family(String name) {
        String whole = name.replaceFirst("_(bucket|sum|count)$", "");
        return "histogram".equals(TYPES.get(whole)) ? whole : name;
    }

    private static String read(String name) throws IOException {
        return Files.readString(CONTRIB.resolve(name));
    }

    @Test
    void dashboardAndAlertsKnowFiguresThatThereAre() throws Exception {
        for (String file : new String[] {
            "grafana/jdbmail.json", "prometheus/jdbmail-rules.yml", "prometheus/jdbmail-rules-test.yml"
        }) {
            Set<String> unknown = names(read(file));
            assertTrue(unknown.size() > 3, file);
            unknown.removeAll(TYPES.keySet());
            assertEquals(Set.of(), unknown, file);
        }
    }

    @Test
    void theDashboardShowsAllOfThem() throws Exception {
        Set<String> untold = new TreeSet<>(TYPES.keySet());
        untold.removeAll(names(read("grafana/jdbmail.json")));
        assertEquals(Set.of(), untold);
    }

    @Test
    void thePageTellsOfAllOfThem() throws Exception {
        Set<String> untold = new TreeSet<>(TYPES.keySet());
        untold.removeAll(
                names(Files.readString(Path.of(System.getProperty("jdbmail.root"), "docs/admin/monitoring.md"))));
        assertEquals(Set.of(), untold);
    }

    @Test
    void theDashboardIsWholeAndAsksOneDatabase() throws Exception {
        Map<?, ?> dashboard = (Map<?, ?>) Json.read(read("grafana/jdbmail.json"));
        Set<Object> ids = new TreeSet<>();
        for (Object each : (Iterable<?>) dashboard.get("panels")) {
            Map<?, ?> panel = (Map<?, ?>) each;
            assertTrue(ids.add(panel.get("id")), () -> "twice: " + panel.get("id"));
            assertEquals("${datasource}", ((Map<?, ?>) panel.get("datasource")).get("uid"));
            for (Object target : (Iterable<?>) panel.get("targets")) {
                String asked = String.valueOf(((Map<?, ?>) target).get("expr"));
                names(asked)
                        .forEach(name -> assertEquals(
                                !TYPES.get(name).equals("gauge"),
                                asked.contains("rate(" + name),
                                () -> "what only grows is shown as a rate: " + asked));
            }
        }
        assertTrue(ids.size() > 10);
    }

    @Test
    @Tag("full")
    void promtoolTakesTheAlertsAndTheyAreRaisedInTime() throws Exception {
        promtool("check", "rules", "jdbmail-rules.yml");
        promtool("test", "rules", "jdbmail-rules-test.yml");
        Path rules = CONTRIB.resolve("prometheus/jdbmail-rules.yml");
        Path config = Files.writeString(
                folder.resolve("prometheus.yml"),
                read("prometheus/prometheus.yml").replace("/etc/prometheus/jdbmail-rules.yml", rules.toString()));
        promtool("check", "config", config.toString());
    }

    @Test
    @Tag("full")
    void promtoolTakesTheQuestionOfThePage() throws Exception {
        String page = Files.readString(Path.of(System.getProperty("jdbmail.root"), "docs/admin/monitoring.md"));
        Matcher snippet = Pattern.compile("(?s)```text promql\n(.*?)```").matcher(page);
        assertTrue(snippet.find());
        String question = snippet.group(1).strip();
        assertEquals("histogram", TYPES.get(names(question).iterator().next()));
        Path rules = Files.writeString(
                folder.resolve("question.yml"),
                "groups: [{name: page, rules: [{record: page, expr: '" + question + "'}]}]\n");
        promtool("check", "rules", rules.toString());
    }

    private static void promtool(String... words) throws Exception {
        String[] command = new String[words.length + 1];
        command[0] = "promtool";
        System.arraycopy(words, 0, command, 1, words.length);
        Process promtool = new ProcessBuilder(command)
                .directory(CONTRIB.resolve("prometheus").toFile())
                .redirectErrorStream(true)
                .start();
        String said = promtool.inputReader().readAllAsString();
        assertTrue(promtool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, promtool.exitValue(), () -> Arrays.toString(words) + ": " + said);
    }
}
