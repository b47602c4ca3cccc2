package org.jdbmail.webd.dbmail;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.dbmail.Access.Account;
import org.jdbmail.webd.dbmail.Access.Administrator;
import org.jdbmail.webd.dbmail.Access.Caller;
import org.jdbmail.webd.http.Router;
import org.jdbmail.webd.http.Router.Handler;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;

/**
 * The addresses of DBMail's {@code dbmail-httpd}. Its answers to GET are DBMail's to the letter. An account sees and changes only what is
 * its own, where DBMail shows everybody everything; and what DBMail's own only promises, making, changing and deleting accounts, is done, for
 * the administrator.
 */
public final class DbmailAddresses {
    private final Access access;
    private final UserAnswers users;
    private final MailAnswers mail;
    private final Store store;

    /**
     * @param scheme how new passwords are stored where nothing else is asked for
     * @param keys whether SCRAM is to work for them
     */
    public DbmailAddresses(Store store, Access access, PasswordScheme scheme, boolean keys) {
        this.store = store;
        this.access = access;
        this.users = new UserAnswers(store, scheme, keys);
        this.mail = new MailAnswers(store);
    }

    /** Adds them; every other path is sent to {@code /users/}, as DBMail does. */
    public Router addTo(Router router) {
        return router.on("GET", "/users", forAdministrator(request -> users.all()))
                .on("POST", "/users", forAdministrator(users::change))
                .on("GET", "/users/{user}", forUser((request, user) -> users.one(user)))
                .on("POST", "/users/{user}", forUser(users::changeMailboxes))
                .on("GET", "/users/{user}/mailboxes", forUser((request, user) -> users.mailboxes(user)))
                .on("GET", "/mailboxes/{id}", forOwner((request, id, owner) -> mail.mailbox(id, owner)))
                .on("POST", "/mailboxes/{id}", forOwner(mail::append))
                .on("GET", "/mailboxes/{id}/messages", forOwner((request, id, owner) -> mail.messages(id, owner)))
                .on("GET", "/messages/{id}", forOwner((request, id, owner) -> mail.message(id, owner)))
                .on("GET", "/messages/{id}/view", forOwner((request, id, owner) -> mail.view(id, owner)))
                .on("GET", "/messages/{id}/headers", forOwner((request, id, owner) -> mail.headers(id, owner)))
                .on(
                        "GET",
                        "/messages/{id}/headers/{names}",
                        (request, parts) -> access.letIn(
                                request,
                                caller -> mail.headers(id(parts), owner(caller), parts.getOrDefault("names", ""))));
    }

    /** What a path that nobody has is answered with. */
    public static WebAnswer elsewhere() {
        return WebAnswer.line(301, "see /users/").with("Location", "/users/");
    }

    /** Answers for one account. */
    @FunctionalInterface
    private interface OfUser {
        WebAnswer answer(WebRequest request, User user);
    }

    /** Answers for a mailbox or message, of one owner where that is not the administrator. */
    @FunctionalInterface
    private interface OfOwner {
        WebAnswer answer(WebRequest request, long id, Optional<Long> owner);
    }

    private Handler forAdministrator(Function<WebRequest, WebAnswer> answer) {
        return (request, parts) -> access.letIn(request, caller -> switch (caller) {
            case Administrator() -> answer.apply(request);
            case Account(User user) ->
                request.method().equals("POST")
                        ? WebAnswer.line(403, "only the administrator may do that")
                        : users.one(user);
        });
    }

    private Handler forUser(OfUser answer) {
        return (request, parts) -> access.letIn(request, caller -> answer.answer(request, named(caller, parts)));
    }

    private Handler forOwner(OfOwner answer) {
        return (request, parts) -> access.letIn(request, caller -> answer.answer(request, id(parts), owner(caller)));
    }

    private static Optional<Long> owner(Caller caller) {
        return switch (caller) {
            case Administrator() -> Optional.empty();
            case Account(User user) -> Optional.of(user.id());
        };
    }

    private User named(Caller caller, Map<String, String> parts) {
        String word = parts.getOrDefault("user", "");
        // As with DBMail, digits are an id first.
        User found = store.read(tx -> word.matches("\\d{1,18}")
                        ? tx.users().find(Long.parseLong(word))
                        : tx.users().find(word))
                .orElseThrow(DbmailAddresses::notFound);
        boolean isOwn = owner(caller).map(id -> id == found.id()).orElse(true);
        if (!isOwn) {
            throw notFound(); // who else there is, is not told
        }
        return found;
    }

    private static Refusal notFound() {
        return new Refusal(Reason.NOT_FOUND, "User not found");
    }

    private static long id(Map<String, String> parts) {
        String id = parts.getOrDefault("id", "");
        if (!id.matches("\\d{1,18}")) {
            throw new Refusal(Reason.NOT_FOUND, "Not found");
        }
        return Long.parseLong(id);
    }
}
