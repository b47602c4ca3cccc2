package org.jdbmail.webd.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.admin.LoginAdmin;
import org.jdbmail.core.admin.QueueAdmin;
import org.jdbmail.core.store.Audit;
import org.jdbmail.core.store.Failures;
import org.jdbmail.core.store.MailQueue;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** What goes on: mail that waits, who is there, who logged in or tried to, who is barred, and who changed what. */
public final class OperationPages {
    private static final String QUEUE = "/admin/queue";
    private static final String SESSIONS = "/admin/sessions";
    private static final String LOGINS = "/admin/logins";
    private static final String BANS = "/admin/bans";
    private static final String CHANGES = "/admin/changes";

    private final QueueAdmin queue;
    private final LoginAdmin logins;

    public OperationPages(QueueAdmin queue, LoginAdmin logins) {
        this.queue = queue;
        this.logins = logins;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page(QUEUE, Who.ADMINISTRATOR, this::queue)
                .action(QUEUE + "/{id}/{deed}", Who.ADMINISTRATOR, this::queue, this::act)
                .page(SESSIONS, Who.ADMINISTRATOR, this::sessions)
                .action(SESSIONS + "/{id}/end", Who.ADMINISTRATOR, this::sessions, this::end)
                .page(LOGINS, Who.ADMINISTRATOR, this::logins)
                .page(BANS, Who.ADMINISTRATOR, this::bans)
                .action(BANS + "/lift", Who.ADMINISTRATOR, this::bans, this::lift)
                .page(CHANGES, Who.ADMINISTRATOR, this::changes);
    }

    private WebAnswer queue(Visit visit) {
        MailQueue.Page page = queue.page(
                visit.actor(),
                new MailQueue.Search(
                        visit.parameter("q"),
                        visit.parameter("sort").equals("sender") ? MailQueue.Order.SENDER : MailQueue.Order.CREATED,
                        Lists.isDescending(visit),
                        Lists.offset(visit),
                        Lists.MOST));
        List<Tag> rows = page.rows().stream().map(mail -> row(visit, mail)).toList();
        return visit.page(
                visit.say("nav.queue"),
                Lists.search(visit, QUEUE),
                Lists.table(
                        visit,
                        QUEUE,
                        List.of(
                                new Lists.Column(visit.say("queue.message"), "created"),
                                new Lists.Column(visit.say("queue.sender"), "sender"),
                                Lists.Column.plain(visit.say("queue.recipients")),
                                Lists.Column.plain("")),
                        rows,
                        visit.say("queue.empty")),
                Lists.pager(visit, QUEUE, page.total(), rows.size()));
    }

    private static Tag row(Visit visit, QueuedMail mail) {
        boolean isHeld = mail.recipients().stream().anyMatch(QueuedRecipient::isHeld);
        List<Html> deeds = new ArrayList<>();
        for (QueueAdmin.Deed deed : List.of(
                QueueAdmin.Deed.RETRY,
                isHeld ? QueueAdmin.Deed.RELEASE : QueueAdmin.Deed.HOLD,
                QueueAdmin.Deed.BOUNCE,
                QueueAdmin.Deed.DELETE)) {
            deeds.add(visit.button(
                    Paths.of("admin", "queue", Long.toString(mail.id()), deed.word()),
                    visit.say(key(deed)),
                    "quiet small"));
            deeds.add(Html.text(" "));
        }
        return Lists.row(
                Tag.tag("span")
                        .with(
                                Tag.tag("strong").with("#" + mail.id() + " "),
                                visit.shown().time(mail.created())),
                Html.text("<" + mail.sender() + ">"),
                Tag.tag("ul", "plain")
                        .with(mail.recipients().stream()
                                .map(recipient -> recipient(visit, recipient))
                                .toList()),
                Html.all(deeds));
    }

    private static String key(QueueAdmin.Deed deed) {
        return switch (deed) {
            case RETRY -> "queue.retry";
            case HOLD -> "queue.hold";
            case RELEASE -> "queue.release";
            case BOUNCE -> "queue.bounce";
            case DELETE -> "queue.delete";
        };
    }

    private static Tag recipient(Visit visit, QueuedRecipient recipient) {
        return Tag.tag("li")
                .with(
                        Html.text(recipient.target() + " "),
                        recipient.isHeld()
                                ? Pieces.state(visit.say("queue.held"), "short")
                                : Tag.tag("small")
                                        .with(visit.say("queue.next", recipient.attempts()) + " ")
                                        .with(visit.shown().time(recipient.nextAttempt())),
                        Html.when(
                                !recipient.lastReply().isEmpty(),
                                Tag.tag("small", "reply").with(recipient.lastReply())));
    }

    private String act(Visit visit) {
        queue.act(visit.actor(), visit.number("id"), QueueAdmin.Deed.ofWord(visit.part("deed")));
        return Visit.done(QUEUE, "saved");
    }

    private WebAnswer sessions(Visit visit) {
        Presence.Page page = logins.sessions(
                visit.actor(),
                new Presence.Search(
                        visit.parameter("q"),
                        switch (visit.parameter("sort")) {
                            case "since" -> Presence.Order.SINCE;
                            case "service" -> Presence.Order.SERVICE;
                            case "address" -> Presence.Order.ADDRESS;
                            case "server" -> Presence.Order.SERVER;
                            default -> Presence.Order.LOGIN;
                        },
                        Lists.isDescending(visit),
                        Lists.offset(visit),
                        Lists.MOST));
        List<Tag> rows = page.rows().stream()
                .map(seen -> Lists.row(
                        Tag.tag("th")
                                .at("scope", "row")
                                .with(Tag.tag("a")
                                        .link(
                                                "href",
                                                Paths.of(
                                                        "admin",
                                                        "accounts",
                                                        Long.toString(
                                                                seen.session().userId())))
                                        .with(seen.login())),
                        Html.text(seen.session().service()),
                        Html.text(seen.session().address()),
                        visit.shown().time(seen.session().since()),
                        Html.text(seen.host()),
                        seen.isEnding()
                                ? Pieces.state(visit.say("devices.ending"), "short")
                                : visit.button(
                                        SESSIONS + "/" + seen.id() + "/end", visit.say("devices.end"), "quiet small")))
                .toList();
        return visit.page(
                visit.say("nav.sessions"),
                Lists.search(visit, SESSIONS),
                Lists.table(
                        visit,
                        SESSIONS,
                        List.of(
                                new Lists.Column(visit.say("accounts.name"), "login"),
                                new Lists.Column(visit.say("devices.what"), "service"),
                                new Lists.Column(visit.say("devices.address"), "address"),
                                new Lists.Column(visit.say("devices.since"), "since"),
                                new Lists.Column(visit.say("sessions.server"), "server"),
                                Lists.Column.plain("")),
                        rows,
                        visit.say("sessions.none")),
                Lists.pager(visit, SESSIONS, page.total(), rows.size()));
    }

    private String end(Visit visit) {
        logins.end(visit.actor(), visit.number("id"));
        return Visit.done(SESSIONS, "ended");
    }

    private WebAnswer logins(Visit visit) {
        // One more than is shown tells whether there are more: counting a log of millions would take longer than
        // reading it.
        List<Maintenance.LoginEntry> found = logins.logins(
                visit.actor(),
                new Maintenance.LoginSearch(
                        visit.parameter("q"),
                        visit.parameter("status").equals("failed") ? "failed" : "",
                        visit.parameter("service"),
                        visit.parameter("address"),
                        switch (visit.parameter("sort")) {
                            case "login" -> Maintenance.LoginOrder.LOGIN;
                            default -> Maintenance.LoginOrder.WHEN;
                        },
                        Lists.isDescending(visit) || visit.parameter("sort").isEmpty(),
                        Lists.offset(visit),
                        Lists.MOST + 1));
        List<Tag> rows =
                found.stream().limit(Lists.MOST).map(entry -> row(visit, entry)).toList();
        String here = Paths.with(
                LOGINS,
                "status",
                visit.parameter("status"),
                "service",
                visit.parameter("service"),
                "address",
                visit.parameter("address"));
        return visit.page(
                visit.say("nav.logins"),
                filters(visit),
                Lists.table(
                        visit,
                        here,
                        List.of(
                                new Lists.Column(visit.say("devices.when"), "when"),
                                new Lists.Column(visit.say("accounts.name"), "login"),
                                // No index is in the order of these, and the log may have millions of rows.
                                Lists.Column.plain(visit.say("devices.what")),
                                Lists.Column.plain(visit.say("devices.address")),
                                Lists.Column.plain(visit.say("accounts.state"))),
                        rows,
                        visit.say("logins.none")),
                Lists.pager(visit, here, found.size() > Lists.MOST));
    }

    private static Html filters(Visit visit) {
        return Tag.tag("section", "card")
                .with(Tag.tag("form")
                        .at("method", "get")
                        .at("role", "search")
                        .at("class", "line")
                        .link("action", LOGINS)
                        .with(
                                Fields.of(visit, "q", "text", visit.say("accounts.name"), visit.parameter("q"))
                                        .autocomplete("off")
                                        .html(),
                                Fields.of(
                                                visit,
                                                "address",
                                                "text",
                                                visit.say("devices.address"),
                                                visit.parameter("address"))
                                        .autocomplete("off")
                                        .html(),
                                Fields.choice(
                                        visit,
                                        "service",
                                        visit.say("devices.what"),
                                        List.of(
                                                Map.entry("", visit.say("logins.all")),
                                                Map.entry("imap", "IMAP"),
                                                Map.entry("pop3", "POP3"),
                                                Map.entry("sieve", "Sieve"),
                                                Map.entry("smtp", "SMTP"),
                                                Map.entry("http", "HTTP"),
                                                Map.entry("web", "Web")),
                                        visit.parameter("service")),
                                Fields.choice(
                                        visit,
                                        "status",
                                        visit.say("accounts.state"),
                                        List.of(
                                                Map.entry("", visit.say("logins.all")),
                                                Map.entry("failed", visit.say("logins.only-failed"))),
                                        visit.parameter("status")),
                                Tag.tag("button", "quiet").with(visit.say("search"))));
    }

    private static Tag row(Visit visit, Maintenance.LoginEntry entry) {
        boolean failed = entry.status().equals("failed");
        return Lists.row(
                visit.shown().time(entry.when()),
                Html.text(entry.login()),
                Html.text(entry.service()),
                Html.text(entry.address()),
                Pieces.state(visit.say(failed ? "logins.failed" : "logins.ok"), failed ? "bad" : "good"));
    }

    private WebAnswer bans(Visit visit) {
        Listed<Failures.Row> listed = Listed.of(
                visit,
                logins.barred(visit.actor()),
                Failures.Row::subject,
                Map.of(
                        "network", Comparator.comparing(Failures.Row::subject),
                        "until", Comparator.comparing(row -> row.barredUntil().orElse(Instant.EPOCH)),
                        "last", Comparator.comparing(Failures.Row::when)));
        List<Tag> rows = listed.rows().stream()
                .map(row -> Lists.row(
                        Tag.tag("th").at("scope", "row").with(row.subject()),
                        visit.shown().time(row.barredUntil()),
                        visit.shown().time(row.when()),
                        visit.button(BANS + "/lift", visit.say("bans.lift"), "quiet small")
                                .with(AccountPages.hidden("network", row.subject()))))
                .toList();
        return visit.page(
                visit.say("nav.bans"),
                Tag.tag("p").with(visit.say("bans.hint")),
                Lists.search(visit, BANS),
                Lists.table(
                        visit,
                        BANS,
                        List.of(
                                new Lists.Column(visit.say("bans.network"), "network"),
                                new Lists.Column(visit.say("bans.until"), "until"),
                                new Lists.Column(visit.say("bans.last"), "last"),
                                Lists.Column.plain("")),
                        rows,
                        visit.say("bans.none")),
                Lists.pager(visit, BANS, listed.total(), rows.size()));
    }

    private String lift(Visit visit) {
        logins.lift(visit.actor(), visit.field("network"));
        return Visit.done(BANS, "removed");
    }

    private WebAnswer changes(Visit visit) {
        Audit.Page page = logins.changes(
                visit.actor(),
                new Audit.Search(
                        visit.parameter("q"),
                        switch (visit.parameter("sort")) {
                            case "actor" -> Audit.Order.ACTOR;
                            case "action" -> Audit.Order.ACTION;
                            case "subject" -> Audit.Order.SUBJECT;
                            default -> Audit.Order.WHEN;
                        },
                        Lists.isDescending(visit) || visit.parameter("sort").isEmpty(),
                        Lists.offset(visit),
                        Lists.MOST,
                        before(visit)));
        String here = Paths.with(CHANGES, "before", visit.parameter("before"));
        List<Tag> rows = page.entries().stream()
                .map(entry -> Lists.row(
                        visit.shown().time(entry.when()),
                        Html.text(entry.actor()),
                        Html.text(entry.address()),
                        Tag.tag("code").with(entry.action()),
                        Html.text(entry.subject()),
                        Html.text(entry.detail())))
                .toList();
        return visit.page(
                visit.say("nav.changes"),
                Lists.search(visit, CHANGES),
                Lists.table(
                        visit,
                        here,
                        List.of(
                                new Lists.Column(visit.say("devices.when"), "when"),
                                new Lists.Column(visit.say("changes.actor"), "actor"),
                                Lists.Column.plain(visit.say("devices.address")),
                                new Lists.Column(visit.say("changes.action"), "action"),
                                new Lists.Column(visit.say("changes.subject"), "subject"),
                                Lists.Column.plain(visit.say("changes.detail"))),
                        rows,
                        visit.say("changes.none")),
                Lists.pager(visit, here, page.total(), rows.size()),
                Html.when(
                        page.older() > 0,
                        Tag.tag("p")
                                .with(
                                        Html.text(visit.say("changes.older") + " "),
                                        Tag.tag("a", "button quiet")
                                                .link(
                                                        "href",
                                                        Paths.with(
                                                                CHANGES,
                                                                "q",
                                                                visit.parameter("q"),
                                                                "before",
                                                                Long.toString(page.older())))
                                                .with(visit.say("changes.further")))));
    }

    /** Before which line a search goes on; 0 for the newest. */
    private static long before(Visit visit) {
        String text = visit.parameter("before");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
