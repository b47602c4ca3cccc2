package org.jdbmail.webd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbmail.core.admin.Actor;
import org.jdbmail.core.store.Audit;
import org.jdbmail.webd.WebFixture.Browser;
import org.jdbmail.webd.WebFixture.Got;
import org.jdbmail.webd.api.Operation;
import org.jdbmail.webd.api.Scope;
import org.jdbmail.webd.api.Shape;
import org.jdbmail.webd.http.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The API: what its description says, whom it lets do what, and that what it answers has the shapes that are described. */
class ApiTest {
    private static final Set<String> ALL =
            Arrays.stream(Scope.values()).map(Scope::word).collect(Collectors.toSet());

    private static WebFixture web;
    private static long victim;

    @BeforeAll
    static void start() throws IOException {
        web = new WebFixture();
        web.administrator("root@example.org");
        web.domainAdministrator("dora@one.example", "one.example");
        web.account("user@example.org");
        victim = web.account("victor@private.example");
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    private static String token(String login, Set<String> scopes) {
        Actor actor = web.store.read(tx -> Actor.of(tx, tx.users().find(login).orElseThrow(), "test"));
        return web.own.addToken(actor, "test", scopes, Optional.empty());
    }

    private static Got call(String token, String method, String path, String body) {
        Browser program = web.new Browser();
        HttpRequest.Builder request = program.to("/api/v1" + path)
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return program.send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    private static Map<?, ?> object(String json) {
        return assertInstanceOf(Map.class, Json.read(json), json);
    }

    private static String path(Operation operation) {
        return operation
                .pattern()
                .replace("{id}", Long.toString(victim))
                .replace("{name}", operation.pattern().startsWith("/domains") ? "private.example" : "none")
                .replace("{address}", "x@private.example")
                .replace("{login}", "victor@private.example")
                .replace("{selector}", "one")
                .replace("{number}", "0")
                .replace("{deed}", "retry");
    }

    /** A request of the right form. */
    private static String body(Operation operation) {
        if (operation.takes().equals(Shape.NONE)) {
            return "";
        }
        Map<String, Object> body = new java.util.LinkedHashMap<>();
        for (Shape.Field field : operation.takes().fields()) {
            body.put(
                    field.name(),
                    switch (field.kind()) {
                        case STRING, TIME ->
                            field.name().equals("first") || field.name().equals("last")
                                    ? "2099-01-01"
                                    : field.name().equals("login") ? "victor@private.example" : "x@private.example";
                        case NUMBER -> 1L;
                        case YES_NO -> false;
                        case STRINGS, NUMBERS, LIST -> List.of();
                    });
        }
        return Json.write(body);
    }

    @Test
    void withoutATokenNothingIsDone() {
        for (Operation operation : web.api.operations()) {
            assertEquals(
                    401,
                    call("", operation.method(), path(operation), body(operation))
                            .status(),
                    operation.pattern());
            assertEquals(
                    401,
                    call("jdb_" + "A".repeat(43), operation.method(), path(operation), body(operation))
                            .status());
        }
    }

    @Test
    void aBrowsersSessionIsNoToken() {
        Browser root = web.new Browser().signedIn("root@example.org");
        assertEquals(401, root.get("/api/v1/me").status());
    }

    @Test
    void aTokenDoesWhatItsScopesSayAndNoMore() {
        for (Scope scope : Scope.values()) {
            Set<String> others = new TreeSet<>(ALL);
            others.remove(scope.word());
            String token = token("root@example.org", others);
            for (Operation operation : web.api.operations()) {
                if (operation.scope() == scope) {
                    Got got = call(token, operation.method(), path(operation), body(operation));
                    assertEquals(403, got.status(), operation.method() + " " + operation.pattern());
                    assertTrue(got.header("www-authenticate").contains("insufficient_scope"));
                }
            }
        }
    }

    @Test
    void nobodyReachesWhatIsAnothers() {
        List<String> wrong = new ArrayList<>();
        for (String login : List.of("user@example.org", "dora@one.example")) {
            String token = token(login, ALL);
            for (Operation operation : web.api.operations()) {
                if (operation.pattern().startsWith("/me")) {
                    continue;
                }
                Got got = call(token, operation.method(), path(operation), body(operation));
                boolean isRefused = got.status() == 403 || got.status() == 404 || got.status() == 400;
                boolean isEmptyList = operation.method().equals("GET") && got.status() == 200;
                if (!isRefused && !isEmptyList || got.body().contains("victor@") || got.status() >= 500) {
                    wrong.add(login + " " + operation.method() + " " + operation.pattern() + " " + got.status() + " "
                            + got.body());
                }
            }
        }
        assertTrue(wrong.isEmpty(), String.join("\n", wrong));
        assertTrue(web.store.read(tx -> tx.users().find(victim)).orElseThrow().active());
        assertTrue(web.store.read(tx -> tx.aliases().find("x@private.example")).isEmpty());
    }

    @Test
    void aPasswordThatAnAdministratorSetsEndsTokens() {
        long id = web.account("lost@private.example");
        String own = token("lost@private.example", ALL);
        String root = token("root@example.org", ALL);
        assertEquals(200, call(own, "GET", "/me", "").status());
        assertEquals(
                200,
                call(root, "PUT", "/accounts/" + id + "/password", "{\"password\":\"another one\"}")
                        .status());
        assertEquals(401, call(own, "GET", "/me", "").status());
        assertEquals(200, call(root, "GET", "/me", "").status());
    }

    @Test
    void accountsAreMadeChangedAndDeleted() {
        String token = token("root@example.org", ALL);
        Got made = call(
                token,
                "POST",
                "/accounts",
                "{\"login\":\"new@api.example\",\"password\":\"long enough\",\"quota\":1024}");
        assertEquals(201, made.status(), made.body());
        Object id = object(made.body()).get("id");
        assertEquals(
                409,
                call(token, "POST", "/accounts", "{\"login\":\"new@api.example\",\"password\":\"long enough\"}")
                        .status());
        assertEquals(
                400,
                call(token, "POST", "/accounts", "{\"login\":\"new2@api.example\"}")
                        .status());
        assertEquals(
                400,
                call(token, "POST", "/accounts", "{\"login\":\"a\",\"password\":\"b\",\"admin\":true}")
                        .status());
        assertEquals(400, call(token, "POST", "/accounts", "[").status());
        assertEquals(
                400,
                call(token, "POST", "/accounts", "{\"login\":\"nul\\u0000\",\"password\":\"long enough\"}")
                        .status());
        assertEquals(
                200,
                call(token, "PATCH", "/accounts/" + id, "{\"active\":false}").status());
        assertEquals(
                200,
                call(token, "POST", "/accounts/" + id + "/aliases", "{\"address\":\"a@api.example\"}")
                        .status());
        Map<?, ?> account = object(call(token, "GET", "/accounts/" + id, "").body());
        assertEquals(false, account.get("active"));
        assertEquals(List.of("a@api.example"), account.get("aliases"));
        assertEquals(1024L, account.get("quota"));
        assertEquals(
                200,
                call(token, "DELETE", "/accounts/" + id + "/aliases?address=a%40api.example", "")
                        .status());
        assertEquals(200, call(token, "DELETE", "/accounts/" + id, "").status());
        assertEquals(404, call(token, "GET", "/accounts/" + id, "").status());
    }

    @Test
    void whatIsAnsweredHasTheShapeThatIsDescribed() {
        String token = token("root@example.org", ALL);
        call(token, "PUT", "/me/reply", "{\"first\":\"2099-01-01\",\"last\":\"2099-01-02\",\"text\":\"away\"}");
        call(token, "POST", "/me/forwards", "{\"address\":\"copy@elsewhere.example\"}");
        call(
                token,
                "POST",
                "/me/app-passwords",
                "{\"name\":\"phone\",\"services\":[\"imap\"],\"last\":\"2099-01-01\"}");
        int tried = 0;
        for (Operation operation : web.api.operations()) {
            if (operation.method().equals("GET")) {
                Got got = call(token, "GET", path(operation), "");
                assertEquals(200, got.status(), operation.pattern() + " " + got.body());
                if (operation.doing() instanceof Operation.Doing.Sent sent) {
                    assertEquals(sent.type(), got.header("content-type"));
                    continue;
                }
                assertEquals(List.of(), operation.gives().faults(object(got.body())), operation.pattern());
                tried++;
            }
        }
        assertTrue(tried >= 12, "some were tried");
        assertEquals(200, call(token, "DELETE", "/me/reply", "").status());
        assertEquals(404, call(token, "GET", "/me/reply", "").status());
        assertEquals(
                200,
                call(token, "DELETE", "/me/forwards?address=copy%40elsewhere.example", "")
                        .status());
        assertEquals(
                200, call(token, "DELETE", "/me/app-passwords?name=phone", "").status());
    }

    @Test
    void allOfOnesMailIsAFileForWhoMayHaveIt() {
        long id = web.account("takes@example.org");
        long inbox = web.store.read(tx -> tx.mailboxes().ownedBy(id)).getFirst().id();
        web.message(inbox, id, "Subject: to take along\r\n\r\ntext\r\n");
        assertEquals(
                403,
                call(token("takes@example.org", Set.of("own:read")), "GET", "/me/mail", "")
                        .status());
        Got got = call(token("takes@example.org", Set.of("own:mail")), "GET", "/me/mail", "");
        assertEquals(200, got.status());
        assertTrue(got.body().startsWith("PK") && got.body().contains("INBOX.mbox"), "an archive");
        assertTrue(
                web.store.read(tx -> tx.audit().page(Audit.Search.newest("own.mail.export", 0, 9))).entries().stream()
                        .anyMatch(entry -> entry.actor().equals("takes@example.org")),
                "it is noted");
    }

    @Test
    void whoMaySeeAndChangeAnAccountMayNotReadItsRules() {
        Set<String> others = new TreeSet<>(ALL);
        others.remove("own:rules");
        others.remove("accounts:rules");
        String token = token("root@example.org", others);
        int tried = 0;
        for (Operation operation : web.api.operations()) {
            if (operation.pattern().contains("/scripts") || operation.pattern().contains("/answers")) {
                Got got = call(token, operation.method(), path(operation), body(operation));
                assertEquals(403, got.status(), operation.method() + " " + operation.pattern());
                tried++;
            }
        }
        assertTrue(tried > 10, "some were tried");
    }

    @Test
    void scriptsFiltersSharesAndSessionsAreToBeHadByProgramsToo() {
        long id = web.account("busy@one.example");
        web.account("friend@one.example");
        String own = token("busy@one.example", ALL);
        String dora = token("dora@one.example", ALL);
        Got wrong = call(own, "PUT", "/me/scripts", "{\"name\":\"a\",\"text\":\"kep;\"}");
        assertEquals(400, wrong.status());
        assertTrue(wrong.body().contains("line 1"), wrong.body());
        assertEquals(
                200,
                call(own, "PUT", "/me/scripts", "{\"name\":\"a\",\"text\":\"keep;\"}")
                        .status());
        assertEquals(
                200,
                call(dora, "PUT", "/accounts/" + id + "/scripts/active", "{\"name\":\"a\"}")
                        .status());
        assertTrue(call(own, "GET", "/me/scripts", "").body().contains("\"active\":true"));
        assertEquals(409, call(own, "DELETE", "/me/scripts?name=a", "").status(), "it acts");
        String answers = "/accounts/" + id + "/answers";
        Got made = call(
                dora,
                "POST",
                answers + "/filters",
                "{\"field\":\"List-Id\",\"pattern\":\"%dev%\",\"mailbox\":\"Développement\"}");
        assertEquals(201, made.status(), made.body());
        assertEquals(
                200,
                call(dora, "PUT", answers + "/notice", "{\"address\":\"phone@elsewhere.example\"}")
                        .status());
        assertEquals(
                200,
                call(
                                dora,
                                "PUT",
                                answers + "/reply",
                                "{\"first\":\"2099-01-01\",\"last\":\"2099-01-02\",\"text\":\"away\"}")
                        .status());
        String seen = call(dora, "GET", answers, "").body();
        assertTrue(seen.contains("Développement") && seen.contains("phone@") && seen.contains("2099-01-02"), seen);
        Object number = object(made.body()).get("id");
        assertEquals(
                404,
                call(dora, "DELETE", "/accounts/" + web.account("other@one.example") + "/answers/filters/" + number, "")
                        .status(),
                "a filter is its account's");
        assertEquals(
                200, call(dora, "DELETE", answers + "/filters/" + number, "").status());
        assertEquals(
                200,
                call(
                                own,
                                "PUT",
                                "/me/shares",
                                "{\"mailbox\":\"INBOX\",\"login\":\"friend@one.example\",\"rights\":\"lr\"}")
                        .status());
        assertTrue(call(own, "GET", "/me/shares", "").body().contains("\"rights\":\"lr\""));
        assertEquals(
                400,
                call(
                                own,
                                "PUT",
                                "/me/shares",
                                "{\"mailbox\":\"INBOX\",\"login\":\"friend@one.example\",\"rights\":\"z\"}")
                        .status());
        assertEquals(
                404, call(dora, "DELETE", "/accounts/" + id + "/sessions/1", "").status());
        assertTrue(call(own, "GET", "/me/tokens", "").body().contains("\"name\":\"test\""));
    }

    @Test
    void theDescriptionHasEveryOperationAndRefersToNothingThatIsNotThere() {
        String text = web.new Browser().get("/api/v1/openapi.json").body();
        Map<?, ?> all = object(text);
        assertEquals("3.1.0", all.get("openapi"));
        Map<?, ?> paths = assertInstanceOf(Map.class, all.get("paths"));
        Set<Object> ids = new java.util.HashSet<>();
        for (Operation operation : web.api.operations()) {
            Map<?, ?> path = assertInstanceOf(Map.class, paths.get(operation.pattern()), operation.pattern());
            Map<?, ?> one =
                    assertInstanceOf(Map.class, path.get(operation.method().toLowerCase(java.util.Locale.ROOT)));
            assertTrue(ids.add(one.get("operationId")), "two have one id: " + one.get("operationId"));
            long parts = operation.pattern().chars().filter(c -> c == '{').count();
            List<?> parameters = one.get("parameters") instanceof List<?> list ? list : List.of();
            assertEquals(parts + operation.query().size(), parameters.size(), operation.pattern());
        }
        Map<?, ?> components = assertInstanceOf(Map.class, all.get("components"));
        Map<?, ?> schemas = assertInstanceOf(Map.class, components.get("schemas"));
        var references = java.util.regex.Pattern.compile("\"#/components/schemas/([A-Za-z]+)\"")
                .matcher(text);
        int found = 0;
        while (references.find()) {
            assertTrue(schemas.containsKey(references.group(1)), references.group(1));
            found++;
        }
        assertTrue(found > 20, "there are references");
    }

    @Test
    void aTokenThatHasEndedOrWhoseOwnerIsDisabledLetsNobodyIn() {
        long id = web.account("program@example.org");
        Actor actor = web.store.read(tx -> Actor.of(tx, tx.users().find(id).orElseThrow(), "test"));
        String token = web.own.addToken(actor, "day", Set.of("own:read"), Optional.of(LocalDate.now(ZoneOffset.UTC)));
        assertEquals(200, call(token, "GET", "/me", "").status());
        web.store.write(tx -> {
            tx.users().setActive(id, false);
            return id;
        });
        assertEquals(401, call(token, "GET", "/me", "").status());
        assertFalse(
                web.store.read(tx -> tx.web().tokens(id)).getFirst().lastUsed().isEmpty(), "its use was noted");
    }

    @Test
    void jsonIsReadStrictly() {
        for (String bad : List.of(
                "",
                "{",
                "{\"a\":1,}",
                "[1,]",
                "01",
                "+1",
                "{\"a\":1,\"a\":2}",
                "\"\n\"",
                "nul",
                "1 2",
                "[".repeat(30) + "]".repeat(30),
                "\"\\x\"",
                "\"\\u12\"")) {
            org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, () -> Json.read(bad), bad);
        }
        assertEquals(
                "{\"a\":[1,-2.5,true,null,\"\\\"\\\\\\u000aé\"]}",
                Json.write(Json.read(" {\"a\" : [1, -2.5, true, null, \"\\\"\\\\\\n\\u00e9\"] } ")));
    }

    @Test
    void keysRecordsTablesAndDeletedMailAreToBeHadByProgramsToo() {
        String root = token("root@example.org", ALL);
        Got made = call(root, "POST", "/domains/one.example/keys", "{\"algorithm\":\"ed25519\",\"selector\":\"api\"}");
        assertEquals(201, made.status(), made.body());
        assertTrue(made.body().contains("v=DKIM1; k=ed25519; p="), made.body());
        assertEquals(
                200,
                call(root, "PATCH", "/domains/one.example/keys/api", "{\"enabled\":true}")
                        .status());
        assertEquals(
                400, call(root, "DELETE", "/domains/one.example/keys/api", "").status());
        String dora = token("dora@one.example", ALL);
        assertTrue(call(dora, "GET", "/domains/one.example/keys", "").body().contains("\"enabled\":true"));
        assertEquals(404, call(dora, "GET", "/domains/private.example/keys", "").status());
        assertTrue(call(dora, "GET", "/domains/one.example/records", "").body().contains("\"state\":\"wrong\""));
        Got table = call(
                dora, "POST", "/accounts/upload", "{\"table\":\"login,password\\nmany@one.example,correct horse\\n\"}");
        assertEquals(201, table.status(), table.body());
        Got faulty = call(
                dora, "POST", "/accounts/upload", "{\"table\":\"login,password\\na@two.example,correct horse\\n\"}");
        assertEquals(400, faulty.status(), faulty.body());
        long many = web.store
                .read(tx -> tx.users().find("many@one.example"))
                .orElseThrow()
                .id();
        long inbox =
                web.store.read(tx -> tx.mailboxes().ownedBy(many)).getFirst().id();
        web.message(inbox, many, "Subject: gone\r\n\r\ntext\r\n");
        web.store.write(
                tx -> tx.messages().expunge(inbox, org.jdbmail.core.mail.NumberSet.range(1, Long.MAX_VALUE), false));
        String own = token("many@one.example", ALL);
        Got lost = call(own, "GET", "/me/deleted", "");
        assertTrue(lost.body().contains("\"subject\":\"gone\""), lost.body());
        String uid = lost.body().replaceAll(".*\"uid\":(\\d+).*", "$1").strip();
        Got back = call(own, "POST", "/me/deleted", "{\"uids\":[" + uid + "]}");
        assertEquals(201, back.status(), back.body());
        assertEquals(400, call(own, "POST", "/me/deleted", "{\"uids\":[\"x\"]}").status());
        assertEquals(
                201,
                call(own, "POST", "/me/app-passwords", "{\"name\":\"phone\"}").status());
        assertTrue(call(dora, "GET", "/accounts/" + many + "/app-passwords", "")
                .body()
                .contains("phone"));
        assertEquals(
                200,
                call(dora, "DELETE", "/accounts/" + many + "/app-passwords?name=phone", "")
                        .status());
    }
}
