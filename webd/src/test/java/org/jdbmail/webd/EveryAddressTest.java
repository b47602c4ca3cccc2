package org.jdbmail.webd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Domains;
import org.jdbmail.webd.WebFixture.Browser;
import org.jdbmail.webd.WebFixture.Got;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Who;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every address with every method, as every role: walks the table of routes, so that a page that is added later is tried, too. The parts
 * of paths are those of somebody else than who asks.
 */
class EveryAddressTest {
    private static final String SECRET = "only-for-victor@private.example";
    private static WebFixture web;
    private static long victim;

    @BeforeAll
    static void start() throws IOException {
        web = new WebFixture();
        web.administrator("root@example.org");
        web.domainAdministrator("dora@one.example", "one.example");
        web.account("user@example.org");
        victim = web.account("victor@private.example");
        web.store.write(tx -> {
            tx.aliases().add(new Alias(SECRET, Long.toString(victim), 0));
            tx.sieveScripts().put(victim, "own", "# " + SECRET + "\r\nkeep;\r\n");
            tx.sieveScripts().activate(victim, "own");
            tx.domains().put(new Domains.Domain("private.example", "", 0, 0, 0));
            return victim;
        });
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    private static String path(Site.Route route) {
        Map<String, String> parts = Map.of(
                "selector",
                "rsa1",
                "id",
                Long.toString(victim),
                "name",
                route.pattern().contains("domains") ? "private.example" : "own",
                "word",
                "nobodys",
                "code",
                "fr",
                "number",
                "0",
                "deed",
                "retry");
        String path = route.pattern();
        for (Map.Entry<String, String> part : parts.entrySet()) {
            path = path.replace("{" + part.getKey() + "}", part.getValue());
        }
        assertFalse(path.contains("{"), path);
        return path.contains("/scripts/script") ? path + "?name=own" : path;
    }

    private static Got ask(Browser browser, Site.Route route, String path) {
        return route.method().equals("GET") ? browser.get(path) : browser.post(path);
    }

    /** Whether a role gets past the door of a route. */
    private static boolean isFor(Who who, String role) {
        return switch (who) {
            case ANYBODY -> true;
            case HALF_SIGNED_IN -> false;
            case SIGNED_IN -> !role.isEmpty();
            case DOMAIN_ADMINISTRATOR -> role.startsWith("dora") || role.startsWith("root");
            case ADMINISTRATOR -> role.startsWith("root");
        };
    }

    @Test
    void whoIsNotMeantIsTurnedAwayFromEveryAddress() {
        List<String> wrong = new ArrayList<>();
        for (String role : List.of("", "user@example.org", "dora@one.example")) {
            Browser browser = role.isEmpty() ? web.new Browser() : web.new Browser().signedIn(role);
            for (Site.Route route : web.site.routes()) {
                if (route.pattern().equals("/logout") || route.pattern().startsWith("/login")) {
                    continue; // would change who asks
                }
                String path = path(route);
                Got got = ask(browser, route, path);
                boolean isTurnedAway = role.isEmpty()
                        ? got.status() == 401 || got.header("location").startsWith("/login")
                        : got.status() == 403;
                if (!isFor(route.who(), role) && !isTurnedAway) {
                    wrong.add(role + ": " + route.method() + " " + path + " " + got.status());
                }
                if (got.body().contains(SECRET) || got.body().contains("victor@") || got.status() >= 500) {
                    wrong.add(role + " sees " + route.method() + " " + path + " " + got.status() + "\n" + got.body());
                }
            }
        }
        assertTrue(wrong.isEmpty(), String.join("\n", wrong));
        assertTrue(web.store.read(tx -> tx.users().find(victim)).orElseThrow().active(), "nobody changed anything");
        assertEquals(1, web.store.read(tx -> tx.sieveScripts().list(victim)).size());
        assertEquals(
                "own",
                web.store
                        .read(tx -> tx.sieveScripts().active(victim))
                        .orElseThrow()
                        .name());
        assertEquals(1, web.store.read(tx -> tx.aliases().find(SECRET)).size());
    }

    @Test
    void whoSignsInWithHalfOfItGetsNowhere() {
        long id = web.account("half@example.org");
        web.store.write(tx -> {
            tx.web().setTotp(id, Optional.of("A".repeat(32)));
            tx.web().setAdministrator(id, true);
            return id;
        });
        Browser half = web.new Browser();
        half.post("/login", "login", "half@example.org", "password", WebFixture.PASSWORD);
        half.get("/login/code");
        List<String> wrong = new ArrayList<>();
        for (Site.Route route : web.site.routes()) {
            if (route.who() == Who.ANYBODY || route.who() == Who.HALF_SIGNED_IN) {
                continue;
            }
            Got got = ask(half, route, path(route));
            if (got.status() != 401 && !got.header("location").equals("/login/code")) {
                wrong.add(route.method() + " " + route.pattern() + " " + got.status());
            }
        }
        assertTrue(wrong.isEmpty(), String.join("\n", wrong));
    }

    @Test
    void everyPageIsThereForWhomItIsAndIsWellFormed() {
        Browser root = web.new Browser().signedIn("root@example.org");
        List<String> wrong = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (Site.Route route : web.site.routes()) {
            if (!route.method().equals("GET")
                    || route.pattern().startsWith("/login")
                    || route.pattern().startsWith("/setup")
                    || route.pattern().equals("/")
                    || route.pattern().startsWith("/account/scripts/script")) {
                continue;
            }
            for (String language : List.of("en", "fr")) {
                root.language = language;
                Got got = root.get(path(route));
                seen.add(route.pattern());
                if (got.status() != 200) {
                    wrong.add(route.pattern() + " " + got.status() + " " + got.body());
                }
                if (got.header("content-type").startsWith("text/html")) {
                    if (!got.body().contains("<html lang=\"" + language + "\">")) {
                        wrong.add(route.pattern() + " is not in " + language);
                    }
                    wrong.addAll(faults(route.pattern(), got.body()));
                }
            }
        }
        assertTrue(wrong.isEmpty(), String.join("\n", wrong));
        assertTrue(seen.size() > 25, seen.toString());
    }

    /** What would be found fault with by a reader of screens, as far as it is seen in the text. */
    private static List<String> faults(String pattern, String page) {
        List<String> faults = new ArrayList<>();
        var ids = Pattern.compile(" id=\"([^\"]*)\"").matcher(page);
        Set<String> seen = new TreeSet<>();
        while (ids.find()) {
            if (!seen.add(ids.group(1))) {
                faults.add(pattern + ": two have the id " + ids.group(1));
            }
        }
        var labels = Pattern.compile(" for=\"([^\"]*)\"").matcher(page);
        while (labels.find()) {
            if (!seen.contains(labels.group(1))) {
                faults.add(pattern + ": a label for nothing: " + labels.group(1));
            }
        }
        if (page.split("<h1>", -1).length != 2) {
            faults.add(pattern + ": not one heading");
        }
        return faults;
    }

    @Test
    void noOtherMethodIsTakenAnywhere() {
        Browser root = web.new Browser().signedIn("root@example.org");
        Set<String> patterns = new TreeSet<>();
        web.site.routes().forEach(route -> patterns.add(path(route)));
        for (String path : patterns) {
            for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
                Got got = root.send(root.to(path).method(method, HttpRequest.BodyPublishers.noBody()));
                assertEquals(405, got.status(), method + " " + path);
            }
        }
    }
}
