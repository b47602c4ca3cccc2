package org.jdbmail.webd.api;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.admin.Actor;
import org.jdbmail.core.admin.SignIns;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.WebAccess;
import org.jdbmail.webd.api.Operation.Call;
import org.jdbmail.webd.http.Json;
import org.jdbmail.webd.http.Router;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;
import org.jdbmail.webd.site.Front;
import org.jspecify.annotations.Nullable;

/**
 * Answers programs. Who asks is told by a token alone (RFC 6750), never by a browser's cookie: so no page of somebody else's can have a
 * browser ask for its owner.
 */
public final class Api {
    /** What stands before every pattern. */
    public static final String BASE = "/api/v1";

    private static final Duration USED_EVERY = Duration.ofMinutes(1);

    /** A Sieve script, or a table of accounts, with room to spare. */
    private static final long MOST_OCTETS = 1 << 20;

    private final Store store;
    private final List<Operation> operations;
    private final InstantSource clock;

    public Api(Store store, List<Operation> operations, InstantSource clock) {
        this.store = store;
        this.operations = List.copyOf(operations);
        this.clock = clock;
    }

    /** Every operation. */
    public List<Operation> operations() {
        return operations;
    }

    /** Adds them, and their description. */
    public void addTo(Router router, Front front) {
        String description = Json.write(OpenApi.describe(operations));
        router.on("GET", BASE + "/openapi.json", (request, parts) -> WebAnswer.json(description));
        operations.forEach(operation -> router.on(
                operation.method(),
                BASE + operation.pattern(),
                (request, parts) -> answer(operation, request, parts, front.address(request))));
    }

    /** Turns a large request away, unread, that is larger than any of ours, or that has no token that we know. */
    public Optional<WebAnswer> atTheDoor(WebRequest head) {
        if (head.length() > MOST_OCTETS) {
            return Optional.of(problem(413, "the request is larger than may be"));
        }
        return token(head).isPresent() ? Optional.empty() : Optional.of(needsToken());
    }

    private static WebAnswer needsToken() {
        // RFC 6750 §3
        return problem(401, "a token is needed, as Authorization: Bearer …")
                .with("WWW-Authenticate", "Bearer realm=\"JDBMail\"");
    }

    private WebAnswer answer(Operation operation, WebRequest request, Map<String, String> parts, String address) {
        Optional<WebAccess.Token> token = token(request);
        Optional<User> user = token.flatMap(found -> store.look(tx -> tx.users().find(found.userId())))
                .filter(User::active);
        if (user.isEmpty()) {
            return needsToken();
        }
        if (!token.get().scopes().contains(operation.scope().word())) {
            return problem(
                            403,
                            "the token has not the scope " + operation.scope().word())
                    .with(
                            "WWW-Authenticate",
                            "Bearer realm=\"JDBMail\", error=\"insufficient_scope\", scope=\""
                                    + operation.scope().word() + "\"");
        }
        noteUse(token.get());
        try {
            Actor actor = store.look(tx -> Actor.of(tx, user.get(), address));
            Map<String, @Nullable Object> body = body(operation, request);
            List<String> faults = operation.takes().faults(body);
            if (!faults.isEmpty()) {
                return problem(400, String.join("; ", faults));
            }
            Call call = new Call(actor, request, parts, body);
            return switch (operation.doing()) {
                case Operation.Doing.Told(Operation.Act act) ->
                    WebAnswer.text(
                            operation.method().equals("POST")
                                            && !operation.gives().equals(Shape.NONE)
                                    ? 201
                                    : 200,
                            "application/json; charset=utf-8",
                            Json.write(act.on(call)));
                case Operation.Doing.Sent(String type, Operation.Sending sending) -> sending.on(call);
            };
        } catch (Refusal refusal) {
            return problem(Front.status(refusal), refusal.text());
        } catch (IllegalArgumentException e) {
            return problem(400, "the request is no JSON object");
        }
    }

    private Optional<WebAccess.Token> token(WebRequest request) {
        String header = request.header("authorization").orElse("");
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        String word = header.substring(7).strip();
        return store.look(tx -> tx.web().token(SignIns.digest(word), clock.instant()));
    }

    private void noteUse(WebAccess.Token token) {
        Instant now = clock.instant();
        if (token.lastUsed().map(used -> used.isBefore(now.minus(USED_EVERY))).orElse(true)) {
            store.write(tx -> {
                tx.web().tokenUsed(token.id(), now);
                return true;
            });
        }
    }

    private static Map<String, @Nullable Object> body(Operation operation, WebRequest request) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        if (operation.takes().equals(Shape.NONE)) {
            return body;
        }
        String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/json")
                || !(Json.read(new String(request.body(), StandardCharsets.UTF_8)) instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException("no JSON");
        }
        object.forEach((name, value) -> body.put(String.valueOf(name), value));
        return body;
    }

    /** RFC 9457. */
    static WebAnswer problem(int status, String detail) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("status", status);
        problem.put("detail", detail);
        return WebAnswer.text(status, "application/problem+json; charset=utf-8", Json.write(problem));
    }
}
