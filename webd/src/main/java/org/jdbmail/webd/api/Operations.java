package org.jdbmail.webd.api;

import static org.jdbmail.webd.api.Shapes.ACCOUNT;
import static org.jdbmail.webd.api.Shapes.ACCOUNTS;
import static org.jdbmail.webd.api.Shapes.ADDRESS;
import static org.jdbmail.webd.api.Shapes.ALIAS;
import static org.jdbmail.webd.api.Shapes.ALIASES;
import static org.jdbmail.webd.api.Shapes.APP_PASSWORDS;
import static org.jdbmail.webd.api.Shapes.CHANGE;
import static org.jdbmail.webd.api.Shapes.DOMAIN;
import static org.jdbmail.webd.api.Shapes.DOMAINS;
import static org.jdbmail.webd.api.Shapes.FORWARDS;
import static org.jdbmail.webd.api.Shapes.LIMITS;
import static org.jdbmail.webd.api.Shapes.MADE;
import static org.jdbmail.webd.api.Shapes.NEW_ACCOUNT;
import static org.jdbmail.webd.api.Shapes.NEW_APP_PASSWORD;
import static org.jdbmail.webd.api.Shapes.PASSWORD;
import static org.jdbmail.webd.api.Shapes.REPLY;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbmail.core.admin.Accounts;
import org.jdbmail.core.admin.AliasAdmin;
import org.jdbmail.core.admin.DomainAdmin;
import org.jdbmail.core.admin.LoginAdmin;
import org.jdbmail.core.admin.OwnAccount;
import org.jdbmail.core.admin.QueueAdmin;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Aliases;
import org.jdbmail.core.store.Domains.Domain;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Users;
import org.jdbmail.webd.api.Operation.Call;

/** The table of operations, over the use cases that pages have. */
public final class Operations {
    private static final int MOST = 500;
    private static final int USUAL = 50;

    private Operations() {}

    /** All of them. */
    public static List<Operation> all(
            OwnAccount own,
            Accounts accounts,
            AliasAdmin aliases,
            DomainAdmin domains,
            QueueAdmin queue,
            LoginAdmin logins) {
        return Stream.of(
                        own(own).stream(),
                        accounts(accounts).stream(),
                        aliases(aliases).stream(),
                        domains(domains).stream(),
                        ServerOperations.all(queue, logins).stream())
                .flatMap(operations -> operations)
                .toList();
    }

    /** The operations of several tables. */
    public static List<Operation> of(List<List<Operation>> tables) {
        return tables.stream().flatMap(List::stream).toList();
    }

    /** An answer of names and values by turns; what is null is left out. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].equals(Optional.empty())) {
                object.put(String.valueOf(namesAndValues[i]), plain(namesAndValues[i + 1]));
            }
        }
        return object;
    }

    private static Object plain(Object value) {
        return value instanceof Optional<?> maybe
                ? plain(maybe.orElseThrow())
                : value instanceof Instant when ? when.toString() : value;
    }

    static Map<String, Object> nothing() {
        return Map.of();
    }

    static int limit(Call call) {
        return Math.max(1, call.parameter("limit", USUAL, MOST));
    }

    static Operation paged(Operation operation) {
        return operation
                .query("q", "What they have in them.")
                .query("offset", "How many are passed over.")
                .query("limit", "How many at most: 1 to " + MOST + ", usually " + USUAL + ".");
    }

    private static List<Operation> own(OwnAccount own) {
        return List.of(
                Operation.of(
                                "GET",
                                "/me",
                                Scope.OWN_READ,
                                "The token's own account.",
                                call -> view(own.view(call.actor())))
                        .gives(ACCOUNT),
                Operation.of(
                                "GET",
                                "/me/forwards",
                                Scope.OWN_READ,
                                "Where copies of one's mail go.",
                                call -> object(
                                        "forwards", own.view(call.actor()).forwards()))
                        .gives(FORWARDS),
                Operation.of("POST", "/me/forwards", Scope.OWN_WRITE, "Sends copies to one more address.", call -> {
                            own.addForward(call.actor(), call.text("address"));
                            return nothing();
                        })
                        .takes(ADDRESS),
                Operation.of("DELETE", "/me/forwards", Scope.OWN_WRITE, "Sends an address none any more.", call -> {
                            own.removeForward(call.actor(), call.parameter("address"));
                            return nothing();
                        })
                        .query("address", "The address."),
                Operation.of(
                                "GET",
                                "/me/reply",
                                Scope.OWN_READ,
                                "What is answered to who writes.",
                                call -> own.reply(call.actor())
                                        .map(reply -> object(
                                                "first",
                                                reply.from().toLocalDate().toString(),
                                                "last",
                                                reply.until().toLocalDate().toString(),
                                                "text",
                                                reply.text()))
                                        .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no answer")))
                        .gives(REPLY),
                Operation.of("PUT", "/me/reply", Scope.OWN_WRITE, "Answers everybody who writes.", call -> {
                            own.setReply(
                                    call.actor(), day(call.text("first")), day(call.text("last")), call.text("text"));
                            return nothing();
                        })
                        .takes(REPLY),
                Operation.of("DELETE", "/me/reply", Scope.OWN_WRITE, "Answers nobody any more.", call -> {
                    own.removeReply(call.actor());
                    return nothing();
                }),
                Operation.of(
                                "GET",
                                "/me/app-passwords",
                                Scope.OWN_READ,
                                "Passwords for one program or device each; not what they are.",
                                call -> object(
                                        "appPasswords",
                                        own.view(call.actor()).appPasswords().stream()
                                                .map(Operations::appPassword)
                                                .toList()))
                        .gives(APP_PASSWORDS),
                Operation.of(
                                "POST",
                                "/me/app-passwords",
                                Scope.OWN_WRITE,
                                "Makes one, and tells it this once.",
                                call -> object(
                                        "password",
                                        own.addAppPassword(
                                                call.actor(),
                                                call.text("name"),
                                                Set.copyOf(call.texts("services")),
                                                call.has("last")
                                                        ? Optional.of(day(call.text("last")))
                                                        : Optional.empty())))
                        .takes(NEW_APP_PASSWORD)
                        .gives(PASSWORD),
                Operation.of("DELETE", "/me/app-passwords", Scope.OWN_WRITE, "Takes one away.", call -> {
                            own.removeAppPassword(call.actor(), call.parameter("name"));
                            return nothing();
                        })
                        .query("name", "What it is for."));
    }

    static Map<String, Object> appPassword(Secret secret) {
        return object(
                "name", secret.name(),
                "services", secret.services().stream().sorted().toList(),
                "expires", secret.expires(),
                "lastUsed", secret.lastUsed());
    }

    static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refusal(Reason.INVALID, "that is no date as 2027-12-31", e);
        }
    }

    private static Map<String, Object> view(Accounts.View view) {
        return account(view.user(), view.aliases(), view.lastLogin());
    }

    private static Map<String, Object> account(User user, List<String> aliases, Optional<Instant> lastLogin) {
        return object(
                "id", user.id(),
                "login", user.login(),
                "active", user.active(),
                "quota", user.quota(),
                "used", user.used(),
                "aliases", aliases,
                "lastLogin", lastLogin);
    }

    private static List<Operation> accounts(Accounts accounts) {
        return List.of(
                paged(Operation.of("GET", "/accounts", Scope.ACCOUNTS_READ, "Accounts, by name.", call -> {
                            Accounts.Page page = accounts.search(
                                    call.actor(),
                                    call.parameter("q"),
                                    Users.Order.LOGIN,
                                    false,
                                    call.parameter("offset", 0, Integer.MAX_VALUE),
                                    limit(call));
                            return object(
                                    "total",
                                    page.page().total(),
                                    "accounts",
                                    page.page().rows().stream()
                                            .map(row -> row(row, page.aliases()))
                                            .toList());
                        }))
                        .gives(ACCOUNTS),
                Operation.of(
                                "POST",
                                "/accounts",
                                Scope.ACCOUNTS_WRITE,
                                "Makes an account with its INBOX.",
                                call -> object(
                                        "id",
                                        accounts.add(
                                                call.actor(),
                                                call.text("login"),
                                                call.text("password"),
                                                call.amount("quota"))))
                        .takes(NEW_ACCOUNT)
                        .gives(MADE),
                Operation.of(
                                "GET",
                                "/accounts/{id}",
                                Scope.ACCOUNTS_READ,
                                "An account.",
                                call -> view(accounts.view(call.actor(), call.number("id"))))
                        .gives(ACCOUNT),
                Operation.of("PATCH", "/accounts/{id}", Scope.ACCOUNTS_WRITE, "Changes what is given of it.", call -> {
                            accounts.change(
                                    call.actor(),
                                    call.number("id"),
                                    new Accounts.Change(
                                            call.has("login") ? Optional.of(call.text("login")) : Optional.empty(),
                                            call.has("quota") ? Optional.of(call.amount("quota")) : Optional.empty(),
                                            call.has("active") ? Optional.of(call.is("active")) : Optional.empty()));
                            return nothing();
                        })
                        .takes(CHANGE),
                Operation.of("DELETE", "/accounts/{id}", Scope.ACCOUNTS_WRITE, "Deletes it with its mail.", call -> {
                    accounts.delete(call.actor(), call.number("id"));
                    return nothing();
                }),
                Operation.of(
                                "PUT",
                                "/accounts/{id}/password",
                                Scope.ACCOUNTS_WRITE,
                                "Gives it another password.",
                                call -> {
                                    accounts.setPassword(call.actor(), call.number("id"), call.text("password"));
                                    return nothing();
                                })
                        .takes(PASSWORD),
                Operation.of(
                                "POST",
                                "/accounts/{id}/aliases",
                                Scope.ACCOUNTS_WRITE,
                                "Lets an address lead to it.",
                                call -> {
                                    accounts.addAlias(call.actor(), call.number("id"), call.text("address"));
                                    return nothing();
                                })
                        .takes(ADDRESS),
                Operation.of(
                                "DELETE",
                                "/accounts/{id}/aliases",
                                Scope.ACCOUNTS_WRITE,
                                "Lets an address lead there no more.",
                                call -> {
                                    accounts.removeAlias(call.actor(), call.number("id"), call.parameter("address"));
                                    return nothing();
                                })
                        .query("address", "The address."));
    }

    private static Map<String, Object> row(Users.Row row, Map<Long, List<String>> aliases) {
        return account(row.user(), aliases.getOrDefault(row.user().id(), List.of()), row.lastLogin());
    }

    private static List<Operation> aliases(AliasAdmin aliases) {
        return List.of(
                paged(Operation.of(
                                "GET", "/aliases", Scope.ACCOUNTS_READ, "Aliases and forwards, by address.", call -> {
                                    AliasAdmin.Page page = aliases.search(
                                            call.actor(),
                                            call.parameter("q"),
                                            Aliases.Order.ALIAS,
                                            false,
                                            call.parameter("offset", 0, Integer.MAX_VALUE),
                                            limit(call));
                                    return object(
                                            "total",
                                            page.page().total(),
                                            "aliases",
                                            page.page().rows().stream()
                                                    .map(alias ->
                                                            object("alias", alias.alias(), "target", alias.deliverTo()))
                                                    .toList());
                                }))
                        .gives(ALIASES),
                Operation.of(
                                "POST",
                                "/aliases",
                                Scope.ACCOUNTS_WRITE,
                                "Lets an address lead to an account's name, or an address.",
                                call -> {
                                    aliases.add(call.actor(), call.text("alias"), call.text("target"));
                                    return nothing();
                                })
                        .takes(ALIAS),
                Operation.of("DELETE", "/aliases", Scope.ACCOUNTS_WRITE, "Lets it lead there no more.", call -> {
                            aliases.remove(call.actor(), call.parameter("alias"), call.parameter("target"));
                            return nothing();
                        })
                        .query("alias", "The address.")
                        .query("target", "Where it leads, as the list has it."));
    }

    private static Map<String, Object> domain(DomainAdmin.View view) {
        Domain said = view.said();
        return object(
                "name", said.name(),
                "aliasOf", said.aliasOf(),
                "accounts", view.usage().accounts(),
                "mostAccounts", said.accounts(),
                "aliases", view.usage().aliases(),
                "mostAliases", said.aliases(),
                "used", view.usage().used(),
                "quota", said.quota(),
                "administrators", view.administrators());
    }

    private static List<Operation> domains(DomainAdmin domains) {
        return List.of(
                Operation.of(
                                "GET",
                                "/domains",
                                Scope.ACCOUNTS_READ,
                                "Domains.",
                                call -> object(
                                        "domains",
                                        domains.list(call.actor()).stream()
                                                .map(Operations::domain)
                                                .toList()))
                        .gives(DOMAINS),
                Operation.of(
                                "GET",
                                "/domains/{name}",
                                Scope.ACCOUNTS_READ,
                                "A domain.",
                                call -> domain(domains.view(call.actor(), call.part("name"))))
                        .gives(DOMAIN),
                Operation.of(
                                "PUT",
                                "/domains/{name}",
                                Scope.ACCOUNTS_WRITE,
                                "Says what it may have; what is not given is no limit.",
                                call -> {
                                    domains.put(
                                            call.actor(),
                                            new Domain(
                                                    call.part("name"),
                                                    call.text("aliasOf"),
                                                    call.amount("mostAccounts"),
                                                    call.amount("mostAliases"),
                                                    call.amount("quota")));
                                    return nothing();
                                })
                        .takes(LIMITS),
                Operation.of(
                        "DELETE",
                        "/domains/{name}",
                        Scope.ACCOUNTS_WRITE,
                        "Forgets what is said of it; its accounts stay.",
                        call -> {
                            domains.remove(call.actor(), call.part("name"));
                            return nothing();
                        }),
                Operation.of(
                        "PUT",
                        "/domains/{name}/administrators/{login}",
                        Scope.ACCOUNTS_WRITE,
                        "Lets an account administer it.",
                        call -> {
                            domains.addAdministrator(call.actor(), call.part("name"), call.part("login"));
                            return nothing();
                        }),
                Operation.of(
                        "DELETE",
                        "/domains/{name}/administrators/{login}",
                        Scope.ACCOUNTS_WRITE,
                        "Lets it do so no more.",
                        call -> {
                            domains.removeAdministrator(call.actor(), call.part("name"), call.part("login"));
                            return nothing();
                        }));
    }
}
