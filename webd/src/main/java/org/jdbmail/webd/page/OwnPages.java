package org.jdbmail.webd.page;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.admin.Accounts;
import org.jdbmail.core.admin.OwnAccount;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Answers;
import org.jdbmail.core.store.Maintenance.LoginEntry;
import org.jdbmail.core.store.WebAccess;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** Everybody's own account: what it has, where its mail goes on to, what is answered, and where it is signed in. */
public final class OwnPages {
    private static final String MAIL = "/account/mail";
    private static final String DEVICES = "/account/devices";
    private static final int MOST_LOGINS = 30;

    private final OwnAccount own;
    private final boolean answers;

    /** @param answers whether mail is answered at all, as a setting says */
    public OwnPages(OwnAccount own, boolean answers) {
        this.own = own;
        this.answers = answers;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page("/account", Who.SIGNED_IN, this::overview)
                .page(MAIL, Who.SIGNED_IN, this::mail)
                .action(MAIL + "/forward", Who.SIGNED_IN, this::mail, this::addForward)
                .action(MAIL + "/forward/remove", Who.SIGNED_IN, this::mail, this::removeForward)
                .action(MAIL + "/reply", Who.SIGNED_IN, this::mail, this::setReply)
                .answer(MAIL + "/reply/look", Who.SIGNED_IN, this::mail)
                .action(MAIL + "/reply/remove", Who.SIGNED_IN, this::mail, this::removeReply)
                .page(DEVICES, Who.SIGNED_IN, this::devices)
                .action(DEVICES + "/web/end", Who.SIGNED_IN, this::devices, this::endWebSession)
                .action(DEVICES + "/{id}/end", Who.SIGNED_IN, this::devices, this::endSession);
    }

    private WebAnswer overview(Visit visit) {
        Accounts.View view = own.view(visit.actor());
        List<Html> facts = new ArrayList<>();
        facts.add(Pieces.fact(visit.say("accounts.name"), Html.text(view.user().login())));
        facts.add(Pieces.fact(visit.say("accounts.used"), Pieces.quota(visit, view.user())));
        view.usage().ifPresent(usage -> {
            facts.add(Pieces.fact(
                    visit.say("accounts.messages"), Html.text(visit.shown().count(usage.messages()))));
            facts.add(Pieces.fact(
                    visit.say("accounts.mailboxes"), Html.text(visit.shown().count(usage.mailboxes()))));
        });
        facts.add(Pieces.fact(visit.say("accounts.last"), visit.shown().time(view.lastLogin())));
        boolean hasSecond = view.standing().totp().isPresent();
        return visit.page(
                visit.say("nav.account"),
                Tag.tag("div", "cards")
                        .with(
                                Pieces.card(visit.say("overview"), Pieces.facts(facts)),
                                Pieces.card(
                                        visit.say("accounts.aliases"),
                                        names(view.aliases(), visit.say("aliases.none"))),
                                Pieces.card(
                                        visit.say("nav.security"),
                                        Tag.tag("p")
                                                .with(
                                                        hasSecond
                                                                ? Pieces.state(visit.say("totp.on"), "good")
                                                                : Pieces.state(visit.say("totp.off"), "off")),
                                        Tag.tag("p")
                                                .with(visit.say(
                                                        "app-passwords.count",
                                                        view.appPasswords().size())),
                                        Tag.tag("a", "button quiet")
                                                .link("href", "/account/security")
                                                .with(visit.say("nav.security")))));
    }

    private static Html names(List<String> names, String ifNone) {
        return names.isEmpty()
                ? Tag.tag("p", "none").with(ifNone)
                : Tag.tag("ul", "rows")
                        .with(names.stream()
                                .map(name -> Tag.tag("li").with(name))
                                .toList());
    }

    private WebAnswer mail(Visit visit) {
        return visit.page(visit.say("nav.mail"), Tag.tag("div", "cards").with(reply(visit), forwards(visit)));
    }

    private Html forwards(Visit visit) {
        List<Tag> items = own.view(visit.actor()).forwards().stream()
                .map(target -> Tag.tag("li")
                        .with(
                                Tag.tag("span").with(target),
                                visit.removal(MAIL + "/forward/remove", target)
                                        .with(AccountPages.hidden("target", target))))
                .toList();
        return Pieces.card(
                visit.say("forwards"),
                Tag.tag("p").with(visit.say("forwards.hint")),
                items.isEmpty()
                        ? Tag.tag("p", "none").with(visit.say("forwards.none"))
                        : Tag.tag("ul", "rows").with(items),
                visit.form(MAIL + "/forward")
                        .at("class", "line")
                        .with(
                                Fields.of(visit, "target", "email", visit.say("forwards.new"), "")
                                        .autocomplete("off")
                                        .needed()
                                        .html(),
                                Tag.tag("button").with(visit.say("add"))));
    }

    private Html reply(Visit visit) {
        Optional<Answers.Reply> reply = own.reply(visit.actor());
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        String state = reply.map(found -> found.until().toLocalDate().isBefore(today)
                        ? visit.say("reply.over")
                        : found.from().toLocalDate().isAfter(today) ? visit.say("reply.later") : visit.say("reply.on"))
                .orElse(visit.say("reply.none"));
        boolean acts = reply.map(found -> !found.until().toLocalDate().isBefore(today)
                        && !found.from().toLocalDate().isAfter(today))
                .orElse(false);
        Tag form = visit.form(MAIL + "/reply")
                .with(
                        Fields.of(
                                        visit,
                                        "first",
                                        "date",
                                        visit.say("reply.first"),
                                        reply.map(found -> found.from()
                                                        .toLocalDate()
                                                        .toString())
                                                .orElse(today.toString()))
                                .needed()
                                .html(),
                        Fields.of(
                                        visit,
                                        "last",
                                        "date",
                                        visit.say("reply.last"),
                                        reply.map(found -> found.until()
                                                        .toLocalDate()
                                                        .toString())
                                                .orElse(today.plusDays(7).toString()))
                                .needed()
                                .html(),
                        Fields.area(
                                visit,
                                "text",
                                visit.say("reply.text"),
                                reply.map(Answers.Reply::text).orElse(""),
                                6),
                        Tag.tag("button").with(visit.say("save")),
                        Html.text(" "),
                        Tag.tag("button", "quiet")
                                .at("name", Visit.LOOK)
                                .at("value", "1")
                                .link("formaction", MAIL + "/reply/look")
                                .with(visit.say("reply.look")));
        return Pieces.card(
                visit.say("reply"),
                Html.when(!answers, Tag.tag("p", "notice short").with(visit.say("reply.switched-off"))),
                Tag.tag("p").with(Pieces.state(state, acts && answers ? "good" : "off")),
                form,
                Html.when(visit.request().method().equals("POST") && visit.isTicked(Visit.LOOK), preview(visit)),
                Html.when(reply.isPresent(), visit.button(MAIL + "/reply/remove", visit.say("reply.remove"), "quiet")));
    }

    /** The answer as it will be, as far as that is known before there is a letter. */
    private static Html preview(Visit visit) {
        String login = visit.actor().user().login();
        return Tag.tag("section", "preview")
                .at("aria-label", visit.say("reply.look"))
                .with(
                        Pieces.facts(List.of(
                                Pieces.fact(visit.say("restore.from"), Html.text(login)),
                                Pieces.fact(visit.say("reply.to"), Html.text(visit.say("reply.to.whom"))),
                                Pieces.fact(visit.say("restore.subject"), Html.text(visit.say("reply.subject"))))),
                        Tag.tag("pre").at("tabindex", "0").with(visit.field("text")),
                        Tag.tag("p").with(Tag.tag("small").with(visit.say("reply.once"))));
    }

    private String addForward(Visit visit) {
        own.addForward(visit.actor(), visit.field("target"));
        return Visit.done(MAIL, "added");
    }

    private String removeForward(Visit visit) {
        own.removeForward(visit.actor(), visit.field("target"));
        return Visit.done(MAIL, "removed");
    }

    private String setReply(Visit visit) {
        own.setReply(visit.actor(), day(visit, "first"), day(visit, "last"), visit.field("text"));
        return Visit.done(MAIL, "saved");
    }

    static LocalDate day(Visit visit, String field) {
        try {
            return LocalDate.parse(visit.field(field));
        } catch (DateTimeParseException e) {
            throw new Refusal(Reason.INVALID, "that is no date as 2027-12-31", e);
        }
    }

    private String removeReply(Visit visit) {
        own.removeReply(visit.actor());
        return Visit.done(MAIL, "removed");
    }

    private WebAnswer devices(Visit visit) {
        OwnAccount.Presences presences = own.presences(visit.actor(), MOST_LOGINS);
        // Three tables, each sorted by names of its own.
        List<Tag> web = Listed.sorted(
                        visit,
                        presences.web(),
                        Map.of(
                                "web-what", Comparator.comparing(session -> agent(session.agent())),
                                "web-address", Comparator.comparing(WebAccess.Session::address),
                                "web-since", Comparator.comparing(WebAccess.Session::created)))
                .stream()
                .map(session -> Lists.row(
                        Html.text(agent(session.agent())),
                        Html.text(session.address()),
                        visit.shown().time(session.created()),
                        session.digest().equals(visit.session())
                                ? Pieces.state(visit.say("devices.this"), "good")
                                : visit.button(DEVICES + "/web/end", visit.say("devices.end"), "quiet small")
                                        .with(AccountPages.hidden("session", session.digest()))))
                .toList();
        List<Tag> sessions = Listed.sorted(
                        visit,
                        presences.sessions(),
                        Map.of(
                                "mail-what",
                                        Comparator.comparing(
                                                seen -> seen.session().service()),
                                "mail-address",
                                        Comparator.comparing(
                                                seen -> seen.session().address()),
                                "mail-since",
                                        Comparator.comparing(
                                                seen -> seen.session().since())))
                .stream()
                .map(seen -> Lists.row(
                        Html.text(seen.session().service()),
                        Html.text(seen.session().address()),
                        visit.shown().time(seen.session().since()),
                        seen.isEnding()
                                ? Pieces.state(visit.say("devices.ending"), "short")
                                : visit.button(
                                        DEVICES + "/" + seen.id() + "/end", visit.say("devices.end"), "quiet small")))
                .toList();
        List<Tag> logins = Listed.sorted(
                        visit,
                        presences.logins(),
                        Map.of(
                                "login-when", Comparator.comparing(LoginEntry::when),
                                "login-what", Comparator.comparing(LoginEntry::service),
                                "login-address", Comparator.comparing(LoginEntry::address),
                                "login-state", Comparator.comparing(LoginEntry::status)))
                .stream()
                .map(entry -> login(visit, entry))
                .toList();
        return visit.page(
                visit.say("nav.devices"),
                Tag.tag("h2").with(visit.say("devices.web")),
                Lists.table(visit, DEVICES, visit.say("devices.web"), columns(visit, "web"), web, ""),
                Tag.tag("h2", "after").with(visit.say("devices.programs")),
                Lists.table(
                        visit,
                        DEVICES,
                        visit.say("devices.programs"),
                        columns(visit, "mail"),
                        sessions,
                        visit.say("devices.none")),
                Tag.tag("h2", "after").with(visit.say("devices.logins")),
                Lists.table(
                        visit,
                        DEVICES,
                        visit.say("devices.logins"),
                        List.of(
                                new Lists.Column(visit.say("devices.when"), "login-when"),
                                new Lists.Column(visit.say("devices.what"), "login-what"),
                                new Lists.Column(visit.say("devices.address"), "login-address"),
                                new Lists.Column(visit.say("accounts.state"), "login-state")),
                        logins,
                        visit.say("devices.no-log")));
    }

    private static List<Lists.Column> columns(Visit visit, String kind) {
        return List.of(
                new Lists.Column(visit.say("devices.what"), kind + "-what"),
                new Lists.Column(visit.say("devices.address"), kind + "-address"),
                new Lists.Column(visit.say("devices.since"), kind + "-since"),
                Lists.Column.plain(""));
    }

    private static Tag login(Visit visit, LoginEntry entry) {
        boolean failed = entry.status().equals("failed");
        return Lists.row(
                visit.shown().time(entry.when()),
                Html.text(entry.service()),
                Html.text(entry.address()),
                Pieces.state(visit.say(failed ? "logins.failed" : "logins.ok"), failed ? "bad" : "good"));
    }

    /** The browser's name is the last word with a slash that is not everybody's. */
    private static String agent(String text) {
        for (String name : List.of("Firefox", "Edg", "OPR", "Chrome", "Safari")) {
            if (text.contains(name + "/")) {
                return name.equals("Edg") ? "Edge" : name.equals("OPR") ? "Opera" : name;
            }
        }
        return text.isEmpty() ? "?" : text.split("[ /]", 2)[0];
    }

    private String endWebSession(Visit visit) {
        own.endWebSession(visit.actor(), visit.field("session"));
        return Visit.done(DEVICES, "ended");
    }

    private String endSession(Visit visit) {
        own.endSession(visit.actor(), visit.number("id"));
        return Visit.done(Paths.of("account", "devices"), "ended");
    }
}
