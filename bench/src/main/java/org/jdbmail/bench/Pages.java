package org.jdbmail.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.cli.start.Logging;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.SmtpSink;

/**
 * {@code ./x bench pages [DATABASE ...]}: how long each page of the administration takes of a server with 20,000 accounts, 40,000 aliases, and
 * 100,000 lines in each of its logs. Pages are found by their links, each with every order of its table, and asked for over HTTP.
 */
public final class Pages {
    private static final int TIMES = 7;
    private static final Duration START = Duration.ofSeconds(60);

    /** What a page may take. */
    private static final double LIMIT_MILLIS = 200;

    private static final Pattern LINK = Pattern.compile("href=\"(/[^\"]*)\"");
    private static final Pattern COOKIE = Pattern.compile("^([^=]+=[^;]+)");

    /** Files, what asks servers elsewhere, and what ends the session. */
    private static final Pattern NO_PAGE =
            Pattern.compile("^/(api|static|setup|logout|login)\\b.*|.*/mail\\.zip|.*[?&]check=1.*");

    /** What no link of a first page leads to. */
    private static final List<String> MORE = List.of(
            "/admin",
            "/admin/accounts?page=390",
            "/admin/accounts?q=user1999",
            "/admin/accounts?q=nobody&sort=last",
            "/admin/aliases?page=790",
            "/admin/aliases?q=alias1999",
            "/admin/changes?page=1990",
            "/admin/changes?q=user1999",
            "/admin/logins?page=1990",
            "/admin/logins?q=user1999%40d9.example",
            "/admin/logins?status=failed",
            "/admin/queue?page=39",
            "/admin/queue?q=there1999",
            "/admin/sessions?q=user1999",
            "/admin/domains?q=d99");

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final String base;
    private String cookie = "";

    private Pages(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** Measures on SQLite and PostgreSQL, or where the arguments say. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Logging.quiet();
        for (String name : arguments.length == 0 ? List.of("sqlite", "postgresql") : List.of(arguments)) {
            try (TestDatabase database = TestDatabases.create(name)) {
                DatabaseConfig config = DatabaseConfig.of(database.url());
                if (!database.user().isEmpty()) {
                    config = config.withAccount(database.user(), database.password());
                }
                try (SqlStore store = SqlStore.open(config, SqlStoreOptions.DEFAULT)) {
                    PageFill.fill(store);
                }
                measure(name, database, out);
            }
        }
    }

    private static void measure(String name, TestDatabase database, PrintStream out) throws Exception {
        Path folder = Files.createTempDirectory("pages");
        try (SmtpSink sink = SmtpSink.start()) {
            KillServer server = new KillServer(folder, database, sink.port(), false);
            server.start();
            try {
                Pages pages = new Pages(server.webPort());
                try {
                    Eventually.isTrue(START, "a page", pages::answers);
                } catch (AssertionError e) {
                    throw new IOException(server.output(), e);
                }
                List<Took> all = pages.all();
                out.printf(Locale.ROOT, "%n%s: milliseconds of %d times, the slowest page first%n", name, TIMES);
                out.printf(Locale.ROOT, "%8s %8s %8s  %s%n", "median", "longest", "KB", "page");
                all.stream()
                        .sorted((one, other) -> Double.compare(other.median(), one.median()))
                        .forEach(took -> out.printf(
                                Locale.ROOT,
                                "%8.1f %8.1f %8.1f  %s%s%n",
                                took.median(),
                                took.longest(),
                                took.octets() / 1_024.0,
                                took.page(),
                                took.median() > LIMIT_MILLIS ? "   too slow" : ""));
            } finally {
                server.kill();
            }
        }
    }

    private record Took(String page, double median, double longest, int octets) {}

    private List<Took> all() throws IOException, InterruptedException {
        signIn();
        Deque<String> waiting = new ArrayDeque<>(MORE);
        Set<String> seen = new HashSet<>();
        List<Took> all = new ArrayList<>();
        while (!waiting.isEmpty()) {
            String path = waiting.removeFirst();
            if (seen.add(MORE.contains(path) ? path : kind(path))) {
                HttpResponse<String> page = get(path);
                if (page.statusCode() != 200) {
                    throw new IOException(path + " is answered by " + page.statusCode() + "\n" + page.body());
                }
                Matcher links = LINK.matcher(page.body());
                while (links.find()) {
                    String link = links.group(1).replace("&amp;", "&");
                    // The first page is no page, but leads to one.
                    if (!link.equals("/") && !NO_PAGE.matcher(link).matches()) {
                        waiting.addLast(link);
                    }
                }
                all.add(took(path, page.body().length()));
            }
        }
        return all;
    }

    private Took took(String path, int octets) throws IOException, InterruptedException {
        double[] millis = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            get(path);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return new Took(path, millis[TIMES / 2], millis[TIMES - 1], octets);
    }

    /** One account, one domain and one address stand for all; each order of a table is a page of its own. */
    private static String kind(String path) {
        return path.replaceAll("/\\d+(?=/|$)", "/N")
                .replaceAll("/domains/[^/?]+", "/domains/D")
                .replaceAll("([?&](q|address|mailbox|name|page)=)[^&]*", "$1*");
    }

    private void signIn() throws IOException, InterruptedException {
        HttpResponse<String> in = client.send(
                HttpRequest.newBuilder(URI.create(base + "/login"))
                        .timeout(Duration.ofMinutes(1))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("login="
                                + URLEncoder.encode(PageFill.ADMINISTRATOR, StandardCharsets.UTF_8) + "&password="
                                + PageFill.PASSWORD))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Matcher session = COOKIE.matcher(in.headers().firstValue("set-cookie").orElse(""));
        if (in.statusCode() != 303 || !session.find()) {
            throw new IOException("nobody is let in: " + in.statusCode() + " " + in.body());
        }
        cookie = session.group(1);
    }

    private boolean answers() throws InterruptedException {
        try {
            return get("/login").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(Duration.ofMinutes(1))
                        .header("Cookie", cookie)
                        .GET()
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
