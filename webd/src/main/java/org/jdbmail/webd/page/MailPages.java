package org.jdbmail.webd.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.admin.OwnMail;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Messages.Expunged;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** One's own mail: having back what was deleted, and taking all of it along. */
public final class MailPages {
    private static final String RESTORE = "/account/restore";
    private static final String EXPORT = "/account/export";
    private static final String INBOX = "INBOX";

    private final OwnMail mail;

    public MailPages(OwnMail mail) {
        this.mail = mail;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page(RESTORE, Who.SIGNED_IN, this::restore)
                .action(RESTORE, Who.SIGNED_IN, this::restore, this::bringBack)
                .page(EXPORT, Who.SIGNED_IN, MailPages::export)
                .page(EXPORT + "/mail.zip", Who.SIGNED_IN, this::archive);
    }

    private static String mailbox(Visit visit) {
        String named = visit.parameter("mailbox");
        return named.isEmpty() ? INBOX : named;
    }

    private WebAnswer restore(Visit visit) {
        String mailbox = mailbox(visit);
        Listed<Expunged> listed = Listed.of(
                visit,
                mail.lost(visit.actor(), mailbox),
                message -> message.from() + " " + message.subject(),
                Map.of(
                        "from", Comparator.comparing(Expunged::from, String.CASE_INSENSITIVE_ORDER),
                        "subject", Comparator.comparing(Expunged::subject, String.CASE_INSENSITIVE_ORDER),
                        "size", Comparator.comparingLong(Expunged::size),
                        "expunged", Comparator.comparing(Expunged::expunged)));
        // What the links of the table lead to is a page of this mailbox.
        String here = Paths.with(RESTORE, "mailbox", mailbox);
        List<Tag> rows =
                listed.rows().stream().map(message -> row(visit, message)).toList();
        Html table = Lists.table(
                visit,
                here,
                List.of(
                        Lists.Column.plain(""),
                        new Lists.Column(visit.say("restore.subject"), "subject"),
                        new Lists.Column(visit.say("restore.from"), "from"),
                        new Lists.Column(visit.say("restore.size"), "size"),
                        new Lists.Column(visit.say("restore.expunged"), "expunged")),
                rows,
                visit.say("restore.none"));
        return visit.page(
                visit.say("nav.restore"),
                Tag.tag("p")
                        .with(visit.say(
                                "restore.hint", Math.max(1, mail.recoverable().toDays()))),
                chooser(visit, mailbox),
                rows.isEmpty()
                        ? table
                        : visit.form(here)
                                .with(table)
                                .with(Tag.tag("p", "after-table")
                                        .with(Tag.tag("button").with(visit.say("restore.button")))),
                Lists.pager(visit, here, listed.total(), rows.size()));
    }

    private Html chooser(Visit visit, String mailbox) {
        List<Tag> options = new ArrayList<>();
        for (String name : mail.mailboxes(visit.actor())) {
            options.add(Tag.tag("option")
                    .at("value", name)
                    .at("selected", name.equals(mailbox))
                    .with(name));
        }
        return Tag.tag("section", "card")
                .with(Tag.tag("form")
                        .at("method", "get")
                        .at("class", "line")
                        .link("action", RESTORE)
                        .with(
                                Tag.tag("div", "field")
                                        .with(
                                                Tag.tag("label")
                                                        .at("for", "mailbox")
                                                        .with(visit.say("restore.mailbox")),
                                                Tag.tag("select")
                                                        .at("id", "mailbox")
                                                        .at("name", "mailbox")
                                                        .with(options)),
                                Tag.tag("div", "field")
                                        .with(
                                                Tag.tag("label").at("for", "q").with(visit.say("search")),
                                                Tag.tag("input")
                                                        .at("type", "search")
                                                        .at("id", "q")
                                                        .at("name", "q")
                                                        .at("value", visit.parameter("q"))),
                                Tag.tag("button", "quiet").with(visit.say("restore.show"))));
    }

    private static Tag row(Visit visit, Expunged message) {
        String subject = message.subject().isEmpty() ? visit.say("restore.no-subject") : message.subject();
        String id = "uid-" + message.uid();
        return Lists.row(
                Tag.tag("td", "pick")
                        .with(Tag.tag("input")
                                .at("type", "checkbox")
                                .at("id", id)
                                .at("name", "uid")
                                .at("value", Long.toString(message.uid()))),
                Tag.tag("th")
                        .at("scope", "row")
                        .with(Tag.tag("label").at("for", id).with(subject)),
                Html.text(message.from()),
                Lists.number(visit.shown().octets(message.size())),
                visit.shown().time(message.expunged()));
    }

    private String bringBack(Visit visit) {
        String mailbox = mailbox(visit);
        List<Long> uids = visit.fields("uid").stream()
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf)
                .toList();
        if (mail.bringBack(visit.actor(), mailbox, uids) < uids.size()) {
            throw new Refusal(Reason.INVALID, "some of it can't be had back any more");
        }
        return Visit.done(Paths.with(RESTORE, "mailbox", mailbox), "restored");
    }

    private static WebAnswer export(Visit visit) {
        return visit.page(
                visit.say("nav.export"),
                Tag.tag("section", "card narrow")
                        .with(
                                Tag.tag("p").with(visit.say("export.hint")),
                                Tag.tag("p").with(visit.say("export.more")),
                                Tag.tag("a", "button")
                                        .link("href", EXPORT + "/mail.zip")
                                        .with(visit.say("export.button"))));
    }

    private WebAnswer archive(Visit visit) {
        mail.requireRoomForArchive(visit.actor());
        return WebAnswer.streamed("application/zip", out -> mail.archive(visit.actor(), out))
                .with("Content-Disposition", "attachment; filename=\"mail.zip\"");
    }
}
