package org.jdbmail.webd.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.admin.Accounts;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Users;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** Accounts, for those who administer them. */
public final class AccountPages {
    private static final String LIST = "/admin/accounts";
    private static final int SHOWN_ALIASES = 2;

    private final Accounts accounts;

    public AccountPages(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        String one = LIST + "/{id}";
        return site.page(LIST, Who.DOMAIN_ADMINISTRATOR, this::list)
                .page(LIST + "/new", Who.DOMAIN_ADMINISTRATOR, AccountPages::blank)
                .action(LIST + "/new", Who.DOMAIN_ADMINISTRATOR, AccountPages::blank, this::add)
                .page(one, Who.DOMAIN_ADMINISTRATOR, this::one)
                .action(one, Who.DOMAIN_ADMINISTRATOR, this::one, this::change)
                .action(one + "/password", Who.DOMAIN_ADMINISTRATOR, this::one, this::setPassword)
                .action(one + "/alias", Who.DOMAIN_ADMINISTRATOR, this::one, this::addAlias)
                .action(one + "/alias/remove", Who.DOMAIN_ADMINISTRATOR, this::one, this::removeAlias)
                .action(one + "/app-password/remove", Who.DOMAIN_ADMINISTRATOR, this::one, this::removeAppPassword)
                .action(one + "/second-factor/remove", Who.DOMAIN_ADMINISTRATOR, this::one, this::removeSecondFactor)
                .action(one + "/sessions/{number}/end", Who.DOMAIN_ADMINISTRATOR, this::one, this::endSession)
                .action(one + "/administrator", Who.ADMINISTRATOR, this::one, this::setAdministrator)
                .page(one + "/delete", Who.DOMAIN_ADMINISTRATOR, this::askBeforeDeletion)
                .action(one + "/delete", Who.DOMAIN_ADMINISTRATOR, this::askBeforeDeletion, this::delete);
    }

    private static String path(Visit visit, String... more) {
        List<String> parts = new ArrayList<>(List.of("admin", "accounts", visit.part("id")));
        parts.addAll(List.of(more));
        return Paths.of(parts.toArray(String[]::new));
    }

    private WebAnswer list(Visit visit) {
        Users.Order order = switch (visit.parameter("sort")) {
            case "used" -> Users.Order.USED;
            case "quota" -> Users.Order.QUOTA;
            case "last" -> Users.Order.LAST_LOGIN;
            default -> Users.Order.LOGIN;
        };
        Accounts.Page page = accounts.search(
                visit.actor(), visit.parameter("q"), order, Lists.isDescending(visit), Lists.offset(visit), Lists.MOST);
        List<Tag> rows = page.page().rows().stream()
                .map(row ->
                        row(visit, row, page.aliases().getOrDefault(row.user().id(), List.of())))
                .toList();
        return visit.page(
                visit.say("nav.accounts"),
                Lists.search(
                        visit,
                        LIST,
                        Tag.tag("a", "button quiet")
                                .link("href", LIST + "/upload")
                                .with(visit.say("upload.title")),
                        Tag.tag("a", "button").link("href", LIST + "/new").with(visit.say("accounts.add"))),
                Lists.table(
                        visit,
                        LIST,
                        List.of(
                                new Lists.Column(visit.say("accounts.name"), "login"),
                                new Lists.Column(visit.say("accounts.used"), "used"),
                                Lists.Column.plain(visit.say("accounts.aliases")),
                                new Lists.Column(visit.say("accounts.last"), "last"),
                                Lists.Column.plain(visit.say("accounts.state"))),
                        rows,
                        visit.say("accounts.none")),
                Lists.pager(visit, LIST, page.page().total(), rows.size()));
    }

    private static Tag row(Visit visit, Users.Row row, List<String> aliases) {
        User user = row.user();
        List<String> shown = aliases.subList(0, Math.min(SHOWN_ALIASES, aliases.size()));
        String more = aliases.size() > shown.size() ? " +" + (aliases.size() - shown.size()) : "";
        return Lists.row(
                Tag.tag("th")
                        .at("scope", "row")
                        .with(Tag.tag("a")
                                .link("href", Paths.of("admin", "accounts", Long.toString(user.id())))
                                .with(user.login())),
                Pieces.quota(visit, user),
                Html.text(String.join(", ", shown) + more),
                visit.shown().time(row.lastLogin()),
                state(visit, user));
    }

    private static Html state(Visit visit, User user) {
        return user.active()
                ? Pieces.state(visit.say("accounts.active"), "good")
                : Pieces.state(visit.say("accounts.disabled"), "off");
    }

    private static WebAnswer blank(Visit visit) {
        return visit.page(
                visit.say("accounts.add"),
                Tag.tag("section", "card narrow")
                        .with(visit.form(LIST + "/new")
                                .with(
                                        Fields.of(visit, "login", "text", visit.say("accounts.name"), "")
                                                .autocomplete("off")
                                                .hint(visit.say("accounts.name.hint"))
                                                .focused()
                                                .needed()
                                                .html(),
                                        Fields.of(visit, "password", "password", visit.say("password.new"), "")
                                                .autocomplete("new-password")
                                                .hint(visit.say("password.hint"))
                                                .needed()
                                                .html(),
                                        Fields.of(visit, "quota", "text", visit.say("quota"), "")
                                                .hint(visit.say("quota.hint"))
                                                .html(),
                                        Tag.tag("button").with(visit.say("accounts.add")))));
    }

    private String add(Visit visit) {
        long id = accounts.add(
                visit.actor(), visit.field("login"), visit.secret("password"), Pieces.size(visit.field("quota")));
        return Visit.done(Paths.of("admin", "accounts", Long.toString(id)), "added");
    }

    private WebAnswer one(Visit visit) {
        Accounts.View view = accounts.view(visit.actor(), visit.number("id"));
        User user = view.user();
        return visit.page(
                user.login(),
                Tag.tag("div", "cards")
                        .with(
                                overview(visit, view),
                                settings(visit, user),
                                password(visit, user),
                                aliases(visit, view),
                                appPasswords(visit, view),
                                sessions(visit),
                                powers(visit, view)),
                Tag.tag("p")
                        .with(
                                Tag.tag("a", "button quiet")
                                        .link("href", path(visit, "answers"))
                                        .with(visit.say("answers.title")),
                                Html.text(" "),
                                Tag.tag("a", "button quiet")
                                        .link("href", path(visit, "scripts"))
                                        .with(visit.say("nav.scripts")),
                                Html.text(" "),
                                Tag.tag("a", "button danger")
                                        .link("href", path(visit, "delete"))
                                        .with(visit.say("accounts.delete"))));
    }

    private static Html overview(Visit visit, Accounts.View view) {
        User user = view.user();
        List<Html> facts = new ArrayList<>();
        facts.add(Pieces.fact(visit.say("accounts.state"), state(visit, user)));
        facts.add(Pieces.fact(visit.say("accounts.used"), Pieces.quota(visit, user)));
        view.usage().ifPresent(usage -> {
            facts.add(Pieces.fact(
                    visit.say("accounts.messages"), Html.text(visit.shown().count(usage.messages()))));
            facts.add(Pieces.fact(
                    visit.say("accounts.mailboxes"), Html.text(visit.shown().count(usage.mailboxes()))));
        });
        facts.add(Pieces.fact(visit.say("accounts.last"), visit.shown().time(view.lastLogin())));
        return Pieces.card(visit.say("overview"), Pieces.facts(facts));
    }

    private static Html settings(Visit visit, User user) {
        return Pieces.card(
                visit.say("settings"),
                visit.form(path(visit))
                        .with(
                                Fields.of(visit, "login", "text", visit.say("accounts.name"), user.login())
                                        .autocomplete("off")
                                        .needed()
                                        .html(),
                                Fields.of(visit, "quota", "text", visit.say("quota"), Pieces.typed(user.quota()))
                                        .hint(visit.say("quota.hint"))
                                        .html(),
                                Fields.box("active", "1", visit.say("accounts.active.box"), user.active()),
                                Tag.tag("button").with(visit.say("save"))));
    }

    private static Html password(Visit visit, User user) {
        return Pieces.card(
                visit.say("password"),
                visit.form(path(visit, "password"))
                        .with(
                                Fields.whose(user.login()),
                                Fields.of(visit, "password", "password", visit.say("password.new"), "")
                                        .autocomplete("new-password")
                                        .hint(visit.say("password.hint"))
                                        .needed()
                                        .html(),
                                Tag.tag("button").with(visit.say("password.set"))));
    }

    private static Html aliases(Visit visit, Accounts.View view) {
        List<Tag> items = view.aliases().stream()
                .map(alias -> Tag.tag("li")
                        .with(
                                Tag.tag("span").with(alias),
                                visit.removal(path(visit, "alias", "remove"), alias)
                                        .with(hidden("alias", alias))))
                .toList();
        return Pieces.card(
                visit.say("accounts.aliases"),
                items.isEmpty()
                        ? Tag.tag("p", "none").with(visit.say("aliases.none"))
                        : Tag.tag("ul", "rows").with(items),
                visit.form(path(visit, "alias"))
                        .at("class", "line")
                        .with(
                                Fields.of(visit, "alias", "text", visit.say("aliases.new"), "")
                                        .autocomplete("off")
                                        .needed()
                                        .html(),
                                Tag.tag("button").with(visit.say("add"))),
                Html.when(
                        !view.forwards().isEmpty(),
                        Tag.tag("p").with(visit.say("accounts.forwards", String.join(", ", view.forwards())))));
    }

    static Tag hidden(String name, String value) {
        return Tag.tag("input").at("type", "hidden").at("name", name).at("value", value);
    }

    private static Html appPasswords(Visit visit, Accounts.View view) {
        List<Tag> items = view.appPasswords().stream()
                .map(secret -> Tag.tag("li")
                        .with(
                                Tag.tag("span")
                                        .with(
                                                Html.text(secret.name() + " "),
                                                Tag.tag("small")
                                                        .with(visit.say("app-passwords.used") + " ")
                                                        .with(visit.shown().time(secret.lastUsed()))),
                                visit.removal(path(visit, "app-password", "remove"), secret.name())
                                        .with(hidden("name", secret.name()))))
                .toList();
        return Pieces.card(
                visit.say("app-passwords"),
                items.isEmpty()
                        ? Tag.tag("p", "none").with(visit.say("app-passwords.none"))
                        : Tag.tag("ul", "rows").with(items));
    }

    private Html sessions(Visit visit) {
        List<Tag> items = accounts.sessions(visit.actor(), visit.number("id")).stream()
                .map(seen -> Tag.tag("li")
                        .with(
                                Tag.tag("span")
                                        .with(
                                                Html.text(seen.session().service() + " "
                                                        + seen.session().address() + " "),
                                                Tag.tag("small")
                                                        .with(visit.shown()
                                                                .time(seen.session()
                                                                        .since()))),
                                seen.isEnding()
                                        ? Pieces.state(visit.say("devices.ending"), "short")
                                        : visit.button(
                                                path(visit, "sessions", Long.toString(seen.id()), "end"),
                                                visit.say("devices.end"),
                                                "quiet small")))
                .toList();
        return Pieces.card(
                visit.say("nav.sessions"),
                items.isEmpty()
                        ? Tag.tag("p", "none").with(visit.say("devices.none"))
                        : Tag.tag("ul", "rows").with(items));
    }

    private String endSession(Visit visit) {
        accounts.endSession(visit.actor(), visit.number("id"), visit.number("number"));
        return Visit.done(path(visit), "ended");
    }

    private static Html powers(Visit visit, Accounts.View view) {
        List<Html> pieces = new ArrayList<>();
        if (!view.administers().isEmpty()) {
            pieces.add(Tag.tag("p").with(visit.say("accounts.administers", String.join(", ", view.administers()))));
        }
        boolean is = view.standing().isAdministrator();
        if (visit.actor().isAdministrator()) {
            pieces.add(visit.form(path(visit, "administrator"))
                    .with(
                            Fields.box("administrator", "1", visit.say("accounts.administrator.box"), is),
                            Tag.tag("button").with(visit.say("save"))));
        }
        if (view.standing().totp().isPresent()) {
            pieces.add(Tag.tag("p").with(visit.say("totp.is-on")));
            pieces.add(visit.button(path(visit, "second-factor", "remove"), visit.say("totp.remove"), "quiet"));
        }
        return pieces.isEmpty() ? Html.none() : Pieces.card(visit.say("accounts.powers"), pieces.toArray(Html[]::new));
    }

    private String change(Visit visit) {
        accounts.change(
                visit.actor(),
                visit.number("id"),
                new Accounts.Change(
                        Optional.of(visit.field("login")),
                        Optional.of(Pieces.size(visit.field("quota"))),
                        Optional.of(visit.isTicked("active"))));
        return Visit.done(path(visit), "saved");
    }

    private String setPassword(Visit visit) {
        accounts.setPassword(visit.actor(), visit.number("id"), visit.secret("password"));
        return Visit.done(path(visit), "password");
    }

    private String addAlias(Visit visit) {
        accounts.addAlias(visit.actor(), visit.number("id"), visit.field("alias"));
        return Visit.done(path(visit), "added");
    }

    private String removeAlias(Visit visit) {
        accounts.removeAlias(visit.actor(), visit.number("id"), visit.field("alias"));
        return Visit.done(path(visit), "removed");
    }

    private String removeAppPassword(Visit visit) {
        accounts.removeAppPassword(visit.actor(), visit.number("id"), visit.secret("name"));
        return Visit.done(path(visit), "removed");
    }

    private String removeSecondFactor(Visit visit) {
        accounts.removeSecondFactor(visit.actor(), visit.number("id"));
        return Visit.done(path(visit), "saved");
    }

    private String setAdministrator(Visit visit) {
        accounts.setAdministrator(visit.actor(), visit.number("id"), visit.isTicked("administrator"));
        return Visit.done(path(visit), "saved");
    }

    private WebAnswer askBeforeDeletion(Visit visit) {
        Accounts.View view = accounts.view(visit.actor(), visit.number("id"));
        String login = view.user().login();
        return visit.page(
                visit.say("accounts.delete"),
                Tag.tag("section", "card narrow")
                        .with(
                                Tag.tag("p").with(visit.say("accounts.delete.ask", login)),
                                visit.form(path(visit, "delete"))
                                        .with(
                                                Fields.of(visit, "login", "text", visit.say("accounts.delete.type"), "")
                                                        .autocomplete("off")
                                                        .needed()
                                                        .html(),
                                                Tag.tag("button", "danger").with(visit.say("accounts.delete")))));
    }

    private String delete(Visit visit) {
        long id = visit.number("id");
        String login = accounts.view(visit.actor(), id).user().login();
        if (!visit.field("login").equals(login)) {
            throw new Refusal(Reason.INVALID, "that is not its name");
        }
        accounts.delete(visit.actor(), id);
        return Visit.done(LIST, "deleted");
    }
}
