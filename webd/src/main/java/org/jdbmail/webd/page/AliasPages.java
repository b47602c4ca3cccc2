package org.jdbmail.webd.page;

import java.util.List;
import java.util.Map;
import org.jdbmail.core.admin.AccountRules;
import org.jdbmail.core.admin.AliasAdmin;
import org.jdbmail.core.delivery.AliasTree;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Aliases;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** Aliases and forwards, and where an address leads in the end. */
public final class AliasPages {
    private static final String LIST = "/admin/aliases";

    private final AliasAdmin aliases;

    public AliasPages(AliasAdmin aliases) {
        this.aliases = aliases;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page(LIST, Who.DOMAIN_ADMINISTRATOR, this::list)
                .action(LIST, Who.DOMAIN_ADMINISTRATOR, this::list, this::add)
                .action(LIST + "/remove", Who.DOMAIN_ADMINISTRATOR, this::list, this::remove)
                .page(LIST + "/chain", Who.DOMAIN_ADMINISTRATOR, this::chain);
    }

    private WebAnswer list(Visit visit) {
        AliasAdmin.Page page = aliases.search(
                visit.actor(),
                visit.parameter("q"),
                visit.parameter("sort").equals("target") ? Aliases.Order.TARGET : Aliases.Order.ALIAS,
                Lists.isDescending(visit),
                Lists.offset(visit),
                Lists.MOST);
        List<Tag> rows = page.page().rows().stream()
                .map(alias -> row(visit, alias, page.logins()))
                .toList();
        return visit.page(
                visit.say("nav.aliases"),
                Tag.tag("section", "card")
                        .with(visit.form(LIST)
                                .at("class", "line")
                                .with(
                                        Fields.of(visit, "alias", "text", visit.say("aliases.address"), "")
                                                .autocomplete("off")
                                                .needed()
                                                .html(),
                                        Fields.of(visit, "target", "text", visit.say("aliases.target"), "")
                                                .autocomplete("off")
                                                .needed()
                                                .html(),
                                        Tag.tag("button").with(visit.say("add")))),
                Lists.search(visit, LIST),
                Lists.table(
                        visit,
                        LIST,
                        List.of(
                                new Lists.Column(visit.say("aliases.address"), "alias"),
                                new Lists.Column(visit.say("aliases.leads"), "target"),
                                Lists.Column.plain("")),
                        rows,
                        visit.say("aliases.empty")),
                Lists.pager(visit, LIST, page.page().total(), rows.size()));
    }

    private static Tag row(Visit visit, Alias alias, Map<Long, String> logins) {
        return Lists.row(
                Tag.tag("th")
                        .at("scope", "row")
                        .with(Tag.tag("a")
                                .link("href", Paths.with(LIST + "/chain", "address", alias.alias()))
                                .with(alias.alias())),
                target(visit, alias.deliverTo(), logins),
                visit.removal(LIST + "/remove", alias.alias())
                        .with(
                                AccountPages.hidden("alias", alias.alias()),
                                AccountPages.hidden("target", alias.deliverTo())));
    }

    private static Html target(Visit visit, String target, Map<Long, String> logins) {
        if (!AccountRules.isUserId(target)) {
            return Html.text(target);
        }
        String login = logins.get(Long.valueOf(target));
        return login == null
                ? Pieces.state(visit.say("aliases.gone"), "bad")
                : Tag.tag("a")
                        .link("href", Paths.of("admin", "accounts", target))
                        .with(login);
    }

    private String add(Visit visit) {
        aliases.add(visit.actor(), visit.field("alias"), visit.field("target"));
        return Visit.done(Paths.with(LIST, "q", visit.field("alias")), "added");
    }

    private String remove(Visit visit) {
        aliases.remove(visit.actor(), visit.secret("alias"), visit.secret("target"));
        return Visit.done(LIST, "removed");
    }

    private WebAnswer chain(Visit visit) {
        String address = visit.parameter("address");
        Html drawing;
        try {
            AliasTree.Drawing drawn = aliases.draw(visit.actor(), address);
            drawing = Html.all(
                    Tag.tag("pre").at("tabindex", "0").with(String.join("\n", drawn.lines())),
                    Tag.tag("p")
                            .with(
                                    drawn.isTaken()
                                            ? Pieces.state(visit.say("aliases.taken"), "good")
                                            : Pieces.state(visit.say("aliases.refused"), "bad")));
        } catch (Refusal refusal) {
            drawing = Tag.tag("p", "notice bad").with(visit.told(refusal));
        }
        return visit.page(
                visit.say("aliases.chain"),
                Tag.tag("section", "card")
                        .with(
                                Tag.tag("form")
                                        .at("method", "get")
                                        .at("class", "line")
                                        .link("action", LIST + "/chain")
                                        .with(
                                                Tag.tag("div", "field")
                                                        .with(
                                                                Tag.tag("label")
                                                                        .at("for", "address")
                                                                        .with(visit.say("aliases.address")),
                                                                Tag.tag("input")
                                                                        .at("id", "address")
                                                                        .at("name", "address")
                                                                        .at("value", address)),
                                                Tag.tag("button", "quiet").with(visit.say("aliases.draw"))),
                                Html.when(!address.isEmpty(), drawing)));
    }
}
