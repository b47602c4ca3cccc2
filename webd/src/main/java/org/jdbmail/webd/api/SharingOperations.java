package org.jdbmail.webd.api;

import static org.jdbmail.webd.api.Operations.nothing;
import static org.jdbmail.webd.api.Operations.object;
import static org.jdbmail.webd.api.Shape.Kind.NUMBER;
import static org.jdbmail.webd.api.Shape.Kind.STRING;
import static org.jdbmail.webd.api.Shape.Kind.TIME;
import static org.jdbmail.webd.api.Shape.Kind.YES_NO;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbmail.core.admin.Accounts;
import org.jdbmail.core.admin.OwnAccount;
import org.jdbmail.core.admin.Sharing;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.RightLetters;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.api.Operation.Call;

/** Operations about who else may do what with mailboxes, and where accounts are signed in. */
public final class SharingOperations {
    private static final Shape SHARE = Shape.named("Share")
            .with("mailbox", STRING, "Which mailbox.")
            .with("login", STRING, "Who; anyone for everybody.")
            .with("rights", STRING, "What that one may do, in the letters of RFC 4314; empty for nothing.");
    private static final Shape SHARES = Shape.named("Shares").list("shares", SHARE, "A line for each of both.");
    private static final Shape NAME = Shape.named("MailboxName").with("name", STRING, "Its name.");
    private static final Shape SESSION = Shape.named("AccountSession")
            .with("id", NUMBER, "Its number.")
            .with("service", STRING, "By what.")
            .with("address", STRING, "Where from.")
            .with("since", TIME, "When it logged in.")
            .with("ending", YES_NO, "Whether it was told to end.");
    private static final Shape SESSIONS = Shape.named("AccountSessions").list("sessions", SESSION, "All of them.");
    private static final Shape TOKEN = Shape.named("Token")
            .with("id", NUMBER, "Its number.")
            .with("name", STRING, "What it is for.")
            .with("scopes", Shape.Kind.STRINGS, "What it may do.")
            .maybe("expires", TIME, "When it ends.")
            .maybe("lastUsed", TIME, "When it was used last.");
    private static final Shape TOKENS = Shape.named("Tokens").list("tokens", TOKEN, "All of them.");

    private SharingOperations() {}

    /** All of them. */
    public static List<Operation> all(Sharing sharing, OwnAccount own, Accounts accounts) {
        return Stream.of(
                        shares(
                                sharing,
                                "/me/shares",
                                "one's own mailboxes",
                                List.of(Scope.OWN_READ, Scope.OWN_WRITE),
                                call -> call.actor().user()),
                        shares(
                                sharing,
                                "/public/shares",
                                "public mailboxes",
                                List.of(Scope.SERVER_READ, Scope.SERVER_WRITE),
                                call -> sharing.everybody(call.actor())),
                        List.of(Operation.of("POST", "/public", Scope.SERVER_WRITE, "Makes a public mailbox.", call -> {
                                    sharing.addPublic(call.actor(), call.text("name"));
                                    return nothing();
                                })
                                .takes(NAME)),
                        sessions(own, accounts),
                        tokens(own))
                .flatMap(List::stream)
                .toList();
    }

    /** @param scopes to read, and to write */
    private static List<Operation> shares(
            Sharing sharing, String path, String what, List<Scope> scopes, Function<Call, User> owner) {
        return List.of(
                Operation.of(
                                "GET",
                                path,
                                scopes.getFirst(),
                                "Who else may do what with " + what + ".",
                                call -> object(
                                        "shares",
                                        sharing.list(owner.apply(call)).stream()
                                                .flatMap(shared -> shared.entries().stream()
                                                        .map(entry -> object(
                                                                "mailbox",
                                                                shared.mailbox().name(),
                                                                "login",
                                                                entry.login(),
                                                                "rights",
                                                                entry.rights().letters())))
                                                .toList()))
                        .gives(SHARES),
                Operation.of(
                                "PUT",
                                path,
                                scopes.getLast(),
                                "Lets somebody do something with one, in place of what was allowed before.",
                                call -> {
                                    sharing.set(
                                            call.actor(),
                                            owner.apply(call),
                                            call.text("mailbox"),
                                            call.text("login"),
                                            RightLetters.parse(call.text("rights"))
                                                    .orElseThrow(() ->
                                                            new Refusal(Reason.INVALID, "there is no such right")));
                                    return nothing();
                                })
                        .takes(SHARE));
    }

    private static List<Operation> sessions(OwnAccount own, Accounts accounts) {
        return List.of(
                Operation.of(
                                "GET",
                                "/me/sessions",
                                Scope.OWN_READ,
                                "Where one is signed in with mail programs now.",
                                call -> sessions(own.presences(call.actor(), 1).sessions()))
                        .gives(SESSIONS),
                Operation.of("DELETE", "/me/sessions/{number}", Scope.OWN_WRITE, "Ends one, within seconds.", call -> {
                    own.endSession(call.actor(), call.number("number"));
                    return nothing();
                }),
                Operation.of(
                                "GET",
                                "/accounts/{id}/sessions",
                                Scope.ACCOUNTS_READ,
                                "Where an account is signed in with mail programs now.",
                                call -> sessions(accounts.sessions(call.actor(), call.number("id"))))
                        .gives(SESSIONS),
                Operation.of(
                        "DELETE",
                        "/accounts/{id}/sessions/{number}",
                        Scope.ACCOUNTS_WRITE,
                        "Ends one, within seconds.",
                        call -> {
                            accounts.endSession(call.actor(), call.number("id"), call.number("number"));
                            return nothing();
                        }));
    }

    private static Map<String, Object> sessions(List<Presence.Seen> sessions) {
        return object(
                "sessions",
                sessions.stream()
                        .map(seen -> object(
                                "id", seen.id(),
                                "service", seen.session().service(),
                                "address", seen.session().address(),
                                "since", seen.session().since(),
                                "ending", seen.isEnding()))
                        .toList());
    }

    private static List<Operation> tokens(OwnAccount own) {
        return List.of(
                Operation.of(
                                "GET",
                                "/me/tokens",
                                Scope.OWN_READ,
                                "One's tokens; not what they are. They are made on the web alone, so that no token makes a mightier one.",
                                call -> object(
                                        "tokens",
                                        own.tokens(call.actor()).stream()
                                                .map(token -> object(
                                                        "id", token.id(),
                                                        "name", token.name(),
                                                        "scopes",
                                                                token.scopes().stream()
                                                                        .sorted()
                                                                        .toList(),
                                                        "expires", token.expires(),
                                                        "lastUsed", token.lastUsed()))
                                                .toList()))
                        .gives(TOKENS),
                Operation.of("DELETE", "/me/tokens/{number}", Scope.OWN_WRITE, "Takes one away.", call -> {
                    own.removeToken(call.actor(), call.number("number"));
                    return nothing();
                }));
    }
}
