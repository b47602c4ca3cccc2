package org.jdbmail.webd.page;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.admin.AnswerAdmin;
import org.jdbmail.core.store.Answers;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** What is done about new mail of an account: filters, the answer, and who is told. */
public final class AnswerPages {
    private final AnswerAdmin answers;
    private final Acts acts;

    /**
     * What the settings let act.
     *
     * @param replies whether mail is answered
     * @param notifies whether anybody is told of new mail
     */
    public record Acts(boolean replies, boolean notifies) {}

    public AnswerPages(AnswerAdmin answers, Acts acts) {
        this.answers = answers;
        this.acts = acts;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        String base = "/admin/accounts/{id}/answers";
        return site.page(base, Who.DOMAIN_ADMINISTRATOR, this::page)
                .action(base + "/filter", Who.DOMAIN_ADMINISTRATOR, this::page, this::addFilter)
                .action(base + "/filter/{number}/remove", Who.DOMAIN_ADMINISTRATOR, this::page, this::removeFilter)
                .action(base + "/reply", Who.DOMAIN_ADMINISTRATOR, this::page, this::setReply)
                .action(base + "/reply/remove", Who.DOMAIN_ADMINISTRATOR, this::page, this::removeReply)
                .action(base + "/notice", Who.DOMAIN_ADMINISTRATOR, this::page, this::setNotice)
                .action(base + "/notice/remove", Who.DOMAIN_ADMINISTRATOR, this::page, this::removeNotice);
    }

    private static String here(Visit visit, String more) {
        return Paths.of("admin", "accounts", visit.part("id"), "answers") + more;
    }

    private WebAnswer page(Visit visit) {
        AnswerAdmin.View view = answers.view(visit.actor(), visit.number("id"));
        return visit.page(
                visit.say("answers.of", view.user().login()),
                filters(visit, view),
                Tag.tag("div", "cards after").with(reply(visit, view), notice(visit, view)));
    }

    private static Html filters(Visit visit, AnswerAdmin.View view) {
        List<Tag> rows = Listed.sorted(
                        visit,
                        view.filters(),
                        Map.of(
                                "field",
                                Comparator.comparing(filter -> filter.rule().field()),
                                "pattern",
                                Comparator.comparing(filter -> filter.rule().pattern()),
                                "mailbox",
                                Comparator.comparing(filter -> filter.rule().mailbox())))
                .stream()
                .map(filter -> row(visit, filter))
                .toList();
        return Html.all(
                Tag.tag("h2").with(visit.say("answers.filters")),
                Tag.tag("p").with(visit.say("answers.filters.hint")),
                Lists.table(
                        visit,
                        here(visit, ""),
                        visit.say("answers.filters"),
                        List.of(
                                new Lists.Column(visit.say("answers.field"), "field"),
                                new Lists.Column(visit.say("answers.pattern"), "pattern"),
                                new Lists.Column(visit.say("restore.mailbox"), "mailbox"),
                                Lists.Column.plain("")),
                        rows,
                        visit.say("answers.filters.none")),
                Tag.tag("section", "card after")
                        .with(visit.form(here(visit, "/filter"))
                                .at("class", "line")
                                .with(
                                        text(visit, "field", visit.say("answers.field"), ""),
                                        text(visit, "pattern", visit.say("answers.pattern"), ""),
                                        text(visit, "mailbox", visit.say("restore.mailbox"), ""),
                                        Tag.tag("button").with(visit.say("add")))));
    }

    private static Tag row(Visit visit, Answers.Filter filter) {
        return Lists.row(
                Tag.tag("th").at("scope", "row").with(filter.rule().field()),
                Tag.tag("code").with(filter.rule().pattern()),
                Html.text(filter.rule().mailbox()),
                visit.removal(
                        here(visit, "/filter/" + filter.id() + "/remove"),
                        filter.rule().field() + " " + filter.rule().pattern()));
    }

    private static Html text(Visit visit, String name, String label, String value) {
        return Fields.of(visit, name, "text", label, value)
                .autocomplete("off")
                .needed()
                .html();
    }

    private Html reply(Visit visit, AnswerAdmin.View view) {
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        String first = view.reply()
                .map(reply -> reply.from().toLocalDate())
                .orElse(today)
                .toString();
        String last = view.reply()
                .map(reply -> reply.until().toLocalDate())
                .orElse(today.plusDays(7))
                .toString();
        return Pieces.card(
                visit.say("reply"),
                Html.when(!acts.replies(), Tag.tag("p", "notice short").with(visit.say("reply.switched-off"))),
                Html.when(view.reply().isEmpty(), Tag.tag("p", "none").with(visit.say("reply.none"))),
                visit.form(here(visit, "/reply"))
                        .with(
                                Fields.of(visit, "first", "date", visit.say("reply.first"), first)
                                        .needed()
                                        .html(),
                                Fields.of(visit, "last", "date", visit.say("reply.last"), last)
                                        .needed()
                                        .html(),
                                Fields.area(
                                        visit,
                                        "text",
                                        visit.say("reply.text"),
                                        view.reply().map(Answers.Reply::text).orElse(""),
                                        6),
                                Tag.tag("button").with(visit.say("save"))),
                Html.when(
                        view.reply().isPresent(),
                        visit.button(here(visit, "/reply/remove"), visit.say("reply.remove"), "quiet")));
    }

    private Html notice(Visit visit, AnswerAdmin.View view) {
        return Pieces.card(
                visit.say("answers.notice"),
                Html.when(!acts.notifies(), Tag.tag("p", "notice short").with(visit.say("answers.notice.off"))),
                Tag.tag("p").with(visit.say("answers.notice.hint")),
                visit.form(here(visit, "/notice"))
                        .with(
                                text(
                                        visit,
                                        "address",
                                        visit.say("aliases.address"),
                                        view.notice().orElse("")),
                                Tag.tag("button").with(visit.say("save"))),
                Html.when(
                        view.notice().isPresent(),
                        visit.button(here(visit, "/notice/remove"), visit.say("answers.notice.remove"), "quiet")));
    }

    private String addFilter(Visit visit) {
        answers.addFilter(
                visit.actor(),
                visit.number("id"),
                visit.field("field"),
                visit.field("pattern"),
                visit.field("mailbox"));
        return Visit.done(here(visit, ""), "added");
    }

    private String removeFilter(Visit visit) {
        answers.removeFilter(visit.actor(), visit.number("id"), visit.number("number"));
        return Visit.done(here(visit, ""), "removed");
    }

    private String setReply(Visit visit) {
        answers.setReply(
                visit.actor(),
                visit.number("id"),
                OwnPages.day(visit, "first"),
                OwnPages.day(visit, "last"),
                visit.field("text"));
        return Visit.done(here(visit, ""), "saved");
    }

    private String removeReply(Visit visit) {
        answers.removeReply(visit.actor(), visit.number("id"));
        return Visit.done(here(visit, ""), "removed");
    }

    private String setNotice(Visit visit) {
        answers.setNotice(visit.actor(), visit.number("id"), visit.field("address"));
        return Visit.done(here(visit, ""), "saved");
    }

    private String removeNotice(Visit visit) {
        answers.removeNotice(visit.actor(), visit.number("id"));
        return Visit.done(here(visit, ""), "removed");
    }
}
