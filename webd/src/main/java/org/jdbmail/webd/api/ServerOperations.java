package org.jdbmail.webd.api;

import static org.jdbmail.webd.api.Operations.nothing;
import static org.jdbmail.webd.api.Operations.object;
import static org.jdbmail.webd.api.Shape.Kind.NUMBER;
import static org.jdbmail.webd.api.Shape.Kind.STRING;
import static org.jdbmail.webd.api.Shape.Kind.STRINGS;
import static org.jdbmail.webd.api.Shape.Kind.TIME;

import java.util.List;
import org.jdbmail.core.admin.LoginAdmin;
import org.jdbmail.core.admin.QueueAdmin;
import org.jdbmail.core.store.Audit;
import org.jdbmail.core.store.QueuedRecipient;

/** The operations that are of the whole server, for administrators of everything. */
final class ServerOperations {
    private static final Shape MAIL = Shape.named("QueuedMail")
            .with("id", NUMBER, "Its number.")
            .with("created", TIME, "When it was put there.")
            .with("sender", STRING, "Where reports of failure go.")
            .with("recipients", STRINGS, "Whom it is still to be sent to.");
    private static final Shape QUEUE = Shape.named("Queue").list("messages", MAIL, "Some of them, as they came.");
    private static final Shape COUNT = Shape.named("Count").with("recipients", NUMBER, "How many that was true of.");
    private static final Shape SESSION = Shape.named("Session")
            .with("id", NUMBER, "Its number.")
            .with("login", STRING, "Whose it is.")
            .with("service", STRING, "imap, pop3, sieve or smtp.")
            .with("address", STRING, "Where its client is.")
            .with("since", TIME, "When it logged in.");
    private static final Shape SESSIONS = Shape.named("Sessions").list("sessions", SESSION, "All of them.");
    private static final Shape LOGIN = Shape.named("Login")
            .with("login", STRING, "The name that was given.")
            .with("service", STRING, "By what.")
            .with("address", STRING, "Where from.")
            .with("status", STRING, "active, closed or failed.")
            .with("when", TIME, "When.");
    private static final Shape LOGINS = Shape.named("Logins").list("logins", LOGIN, "The newest first.");
    private static final Shape BAN =
            Shape.named("Ban").with("network", STRING, "Which is barred.").maybe("until", TIME, "Until when.");
    private static final Shape BANS = Shape.named("Bans").list("bans", BAN, "All of them.");
    private static final Shape CHANGE = Shape.named("Change")
            .with("when", TIME, "When.")
            .with("actor", STRING, "Who did it.")
            .with("address", STRING, "Where from.")
            .with("action", STRING, "What was done.")
            .with("subject", STRING, "To whom or what.")
            .with("detail", STRING, "What it was changed to.");
    private static final Shape CHANGES = Shape.named("Changes")
            .with(
                    "total",
                    NUMBER,
                    "How many there are in all; 10001 stands for more than 10,000 where nothing is searched for.")
            .list("changes", CHANGE, "The newest first.");

    private ServerOperations() {}

    static List<Operation> all(QueueAdmin queue, LoginAdmin logins) {
        return List.of(
                Operation.of(
                                "GET",
                                "/queue",
                                Scope.SERVER_READ,
                                "Mail that waits to be sent.",
                                call -> object(
                                        "messages",
                                        queue
                                                .list(
                                                        call.actor(),
                                                        call.parameter("after", 0, Integer.MAX_VALUE),
                                                        Operations.limit(call))
                                                .stream()
                                                .map(mail -> object(
                                                        "id",
                                                        mail.id(),
                                                        "created",
                                                        mail.created(),
                                                        "sender",
                                                        mail.sender().toString(),
                                                        "recipients",
                                                        mail.recipients().stream()
                                                                .map(QueuedRecipient::target)
                                                                .toList()))
                                                .toList()))
                        .query("after", "Only messages with a greater number.")
                        .query("limit", "How many at most.")
                        .gives(QUEUE),
                Operation.of(
                                "POST",
                                "/queue/{id}/{deed}",
                                Scope.SERVER_WRITE,
                                "Does something with a message: retry, hold, release, bounce, delete.",
                                call -> object("recipients", (long) queue.act(
                                        call.actor(), call.number("id"), QueueAdmin.Deed.ofWord(call.part("deed")))))
                        .gives(COUNT),
                Operation.of(
                                "GET",
                                "/sessions",
                                Scope.SERVER_READ,
                                "Who is there now.",
                                call -> object(
                                        "sessions",
                                        logins.sessions(call.actor(), call.parameter("login")).stream()
                                                .map(seen -> object(
                                                        "id", seen.id(),
                                                        "login", seen.login(),
                                                        "service",
                                                                seen.session().service(),
                                                        "address",
                                                                seen.session().address(),
                                                        "since", seen.session().since()))
                                                .toList()))
                        .query("login", "Only sessions of that account.")
                        .gives(SESSIONS),
                Operation.of(
                        "DELETE", "/sessions/{id}", Scope.SERVER_WRITE, "Ends a session, within seconds.", call -> {
                            logins.end(call.actor(), call.number("id"));
                            return nothing();
                        }),
                Operation.of(
                                "GET",
                                "/logins",
                                Scope.SERVER_READ,
                                "The newest logins, if a log is kept.",
                                call -> object(
                                        "logins",
                                        logins
                                                .logins(
                                                        call.actor(),
                                                        call.parameter("login"),
                                                        call.parameter("status"),
                                                        Operations.limit(call))
                                                .stream()
                                                .map(entry -> object(
                                                        "login", entry.login(),
                                                        "service", entry.service(),
                                                        "address", entry.address(),
                                                        "status", entry.status(),
                                                        "when", entry.when()))
                                                .toList()))
                        .query("login", "Only this account's.")
                        .query("status", "Only those: active, closed or failed.")
                        .query("limit", "How many at most.")
                        .gives(LOGINS),
                Operation.of(
                                "GET",
                                "/bans",
                                Scope.SERVER_READ,
                                "Networks that are barred for wrong passwords.",
                                call -> object(
                                        "bans",
                                        logins.barred(call.actor()).stream()
                                                .map(row ->
                                                        object("network", row.subject(), "until", row.barredUntil()))
                                                .toList()))
                        .gives(BANS),
                Operation.of("DELETE", "/bans", Scope.SERVER_WRITE, "Lets a network be heard again.", call -> {
                            logins.lift(call.actor(), call.parameter("network"));
                            return nothing();
                        })
                        .query("network", "As the list has it."),
                Operations.paged(Operation.of("GET", "/changes", Scope.SERVER_READ, "Who changed what.", call -> {
                            Audit.Page page = logins.changes(
                                    call.actor(),
                                    Audit.Search.newest(
                                            call.parameter("q"),
                                            call.parameter("offset", 0, Integer.MAX_VALUE),
                                            Operations.limit(call)));
                            return object(
                                    "total",
                                    page.total(),
                                    "changes",
                                    page.entries().stream()
                                            .map(entry -> object(
                                                    "when", entry.when(),
                                                    "actor", entry.actor(),
                                                    "address", entry.address(),
                                                    "action", entry.action(),
                                                    "subject", entry.subject(),
                                                    "detail", entry.detail()))
                                            .toList());
                        }))
                        .gives(CHANGES));
    }
}
