package org.jdbmail.webd.page;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.admin.DomainAdmin;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Domains.Domain;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** Domains, with what they may have and who administers them. */
public final class DomainPages {
    private static final String LIST = "/admin/domains";

    private final DomainAdmin domains;

    public DomainPages(DomainAdmin domains) {
        this.domains = domains;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        String one = LIST + "/{name}";
        return site.page(LIST, Who.DOMAIN_ADMINISTRATOR, this::list)
                .action(LIST, Who.ADMINISTRATOR, this::list, this::add)
                .page(one, Who.DOMAIN_ADMINISTRATOR, this::one)
                .action(one, Who.ADMINISTRATOR, this::one, this::change)
                .action(one + "/administrator", Who.ADMINISTRATOR, this::one, this::addAdministrator)
                .action(one + "/administrator/remove", Who.ADMINISTRATOR, this::one, this::removeAdministrator)
                .action(one + "/forget", Who.ADMINISTRATOR, this::one, this::forget);
    }

    private static String path(String name) {
        return Paths.of("admin", "domains", name);
    }

    private WebAnswer list(Visit visit) {
        Listed<DomainAdmin.View> listed = Listed.of(
                visit,
                domains.list(visit.actor()),
                view -> view.said().name() + " " + String.join(" ", view.administrators()),
                Map.of(
                        "name", Comparator.comparing(view -> view.said().name()),
                        "accounts",
                                Comparator.comparingLong(view -> view.usage().accounts()),
                        "aliases", Comparator.comparingLong(view -> view.usage().aliases()),
                        "used", Comparator.comparingLong(view -> view.usage().used())));
        List<Tag> rows = listed.rows().stream().map(view -> row(visit, view)).toList();
        return visit.page(
                visit.say("nav.domains"),
                Lists.search(visit, LIST),
                Lists.table(
                        visit,
                        LIST,
                        List.of(
                                new Lists.Column(visit.say("domains.name"), "name"),
                                new Lists.Column(visit.say("nav.accounts"), "accounts"),
                                new Lists.Column(visit.say("accounts.aliases"), "aliases"),
                                new Lists.Column(visit.say("accounts.used"), "used"),
                                Lists.Column.plain(visit.say("domains.administrators"))),
                        rows,
                        visit.say("domains.none")),
                Lists.pager(visit, LIST, listed.total(), rows.size()),
                Html.when(visit.actor().isAdministrator(), blank(visit)));
    }

    private static Html blank(Visit visit) {
        return Tag.tag("section", "card narrow after")
                .with(
                        Tag.tag("h2").with(visit.say("domains.add")),
                        Tag.tag("p").with(visit.say("domains.add.hint")),
                        visit.form(LIST)
                                .at("class", "line")
                                .with(
                                        Fields.of(visit, "name", "text", visit.say("domains.name"), "")
                                                .autocomplete("off")
                                                .needed()
                                                .html(),
                                        Tag.tag("button").with(visit.say("add"))));
    }

    private static Tag row(Visit visit, DomainAdmin.View view) {
        Domain said = view.said();
        Html name = Tag.tag("a").link("href", path(said.name())).with(said.name());
        return Lists.row(
                Tag.tag("th")
                        .at("scope", "row")
                        .with(
                                name,
                                Html.when(
                                        !said.aliasOf().isEmpty(),
                                        Tag.tag("small").with(" → " + said.aliasOf()))),
                Lists.number(of(visit, view.usage().accounts(), said.accounts())),
                Lists.number(of(visit, view.usage().aliases(), said.aliases())),
                Pieces.quota(visit, view.usage().used(), said.quota()),
                Html.text(String.join(", ", view.administrators())));
    }

    private static String of(Visit visit, long number, long limit) {
        String count = visit.shown().count(number);
        return limit == 0 ? count : visit.say("quota.of", count, visit.shown().count(limit));
    }

    private String add(Visit visit) {
        String name = DomainAdmin.name(visit.field("name"));
        domains.put(visit.actor(), new Domain(name, "", 0, 0, 0));
        return Visit.done(path(name), "added");
    }

    private WebAnswer one(Visit visit) {
        DomainAdmin.View view = domains.view(visit.actor(), visit.part("name"));
        boolean may = visit.actor().isAdministrator();
        return visit.page(
                view.said().name(),
                Tag.tag("div", "cards")
                        .with(
                                overview(visit, view),
                                Html.when(may, limits(visit, view.said())),
                                administrators(visit, view, may)),
                Tag.tag("p")
                        .with(
                                Tag.tag("a", "button quiet")
                                        .link("href", path(view.said().name()) + "/trust")
                                        .with(visit.say("trust.title")),
                                Html.text(" "),
                                Html.when(
                                        may,
                                        visit.button(
                                                path(view.said().name()) + "/forget",
                                                visit.say("domains.forget"),
                                                "danger"))));
    }

    private static Html overview(Visit visit, DomainAdmin.View view) {
        String name = view.said().name();
        return Pieces.card(
                visit.say("overview"),
                Pieces.facts(List.of(
                        Pieces.fact(
                                visit.say("nav.accounts"),
                                Tag.tag("a")
                                        .link("href", Paths.with("/admin/accounts", "q", "@" + name))
                                        .with(of(
                                                visit,
                                                view.usage().accounts(),
                                                view.said().accounts()))),
                        Pieces.fact(
                                visit.say("accounts.aliases"),
                                Tag.tag("a")
                                        .link("href", Paths.with("/admin/aliases", "q", "@" + name))
                                        .with(of(
                                                visit,
                                                view.usage().aliases(),
                                                view.said().aliases()))),
                        Pieces.fact(
                                visit.say("accounts.used"),
                                Pieces.quota(
                                        visit, view.usage().used(), view.said().quota())))));
    }

    private static Html limits(Visit visit, Domain said) {
        return Pieces.card(
                visit.say("settings"),
                visit.form(path(said.name()))
                        .with(
                                Fields.of(visit, "alias-of", "text", visit.say("domains.alias-of"), said.aliasOf())
                                        .hint(visit.say("domains.alias-of.hint"))
                                        .html(),
                                number(visit, "accounts", "domains.accounts", said.accounts()),
                                number(visit, "aliases", "domains.aliases", said.aliases()),
                                Fields.of(
                                                visit,
                                                "quota",
                                                "text",
                                                visit.say("domains.quota"),
                                                Pieces.typed(said.quota()))
                                        .hint(visit.say("quota.hint"))
                                        .html(),
                                Tag.tag("button").with(visit.say("save"))));
    }

    private static Html number(Visit visit, String name, String key, long value) {
        return Fields.of(visit, name, "text", visit.say(key), value == 0 ? "" : Long.toString(value))
                .numeric()
                .hint(visit.say("domains.limit.hint"))
                .html();
    }

    private static Html administrators(Visit visit, DomainAdmin.View view, boolean may) {
        String path = path(view.said().name());
        List<Tag> items = view.administrators().stream()
                .map(login -> Tag.tag("li")
                        .with(
                                Tag.tag("span").with(login),
                                Html.when(
                                        may,
                                        visit.removal(path + "/administrator/remove", login)
                                                .with(AccountPages.hidden("login", login)))))
                .toList();
        return Pieces.card(
                visit.say("domains.administrators"),
                items.isEmpty()
                        ? Tag.tag("p", "none").with(visit.say("domains.administrators.none"))
                        : Tag.tag("ul", "rows").with(items),
                Html.when(
                        may,
                        visit.form(path + "/administrator")
                                .at("class", "line")
                                .with(
                                        Fields.of(visit, "login", "text", visit.say("domains.administrator.new"), "")
                                                .autocomplete("off")
                                                .needed()
                                                .html(),
                                        Tag.tag("button").with(visit.say("add")))));
    }

    private static long count(Visit visit, String field) {
        String text = visit.field(field);
        if (!text.matches("[0-9]{0,12}")) {
            throw new Refusal(Reason.INVALID, "that is no number");
        }
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private String change(Visit visit) {
        domains.put(
                visit.actor(),
                new Domain(
                        visit.part("name"),
                        visit.field("alias-of"),
                        count(visit, "accounts"),
                        count(visit, "aliases"),
                        Pieces.size(visit.field("quota"))));
        return Visit.done(path(visit.part("name")), "saved");
    }

    private String addAdministrator(Visit visit) {
        domains.addAdministrator(visit.actor(), visit.part("name"), visit.field("login"));
        return Visit.done(path(visit.part("name")), "added");
    }

    private String removeAdministrator(Visit visit) {
        domains.removeAdministrator(visit.actor(), visit.part("name"), visit.field("login"));
        return Visit.done(path(visit.part("name")), "removed");
    }

    private String forget(Visit visit) {
        domains.remove(visit.actor(), visit.part("name"));
        return Visit.done(LIST, "removed");
    }
}
