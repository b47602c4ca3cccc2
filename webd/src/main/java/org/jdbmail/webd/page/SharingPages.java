package org.jdbmail.webd.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbmail.core.admin.Sharing;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.AccessLists;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** Who may do what with one's mailboxes, and with the public ones, as a table of rights. */
public final class SharingPages {
    private static final String OWN = "/account/sharing";
    private static final String PUBLIC = "/admin/public";

    private static final Rights READING = Rights.of(Right.LOOKUP, Right.READ, Right.SEEN);

    private final Sharing sharing;

    public SharingPages(Sharing sharing) {
        this.sharing = sharing;
    }

    /** What somebody may do, in words that people use. */
    private enum Level {
        NOTHING,
        READ,
        WRITE,
        ALL
    }

    private static Rights rights(Level level) {
        return switch (level) {
            case NOTHING -> Rights.NONE;
            case READ -> READING;
            case WRITE -> READING.plus(Rights.of(Right.WRITE, Right.INSERT, Right.POST, Right.DELETED, Right.EXPUNGE));
            case ALL -> Rights.ALL;
        };
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page(OWN, Who.SIGNED_IN, this::own)
                .action(OWN, Who.SIGNED_IN, this::own, this::setOwn)
                .page(PUBLIC, Who.ADMINISTRATOR, this::everybodys)
                .action(PUBLIC, Who.ADMINISTRATOR, this::everybodys, this::setPublic)
                .action(PUBLIC + "/new", Who.ADMINISTRATOR, this::everybodys, this::addPublic);
    }

    private WebAnswer own(Visit visit) {
        User owner = visit.actor().user();
        return visit.page(
                visit.say("nav.sharing"), Tag.tag("p").with(visit.say("sharing.hint")), all(visit, owner, OWN, ""));
    }

    private WebAnswer everybodys(Visit visit) {
        User owner = sharing.everybody(visit.actor());
        return visit.page(
                visit.say("nav.public"),
                Tag.tag("p").with(visit.say("public.hint")),
                Tag.tag("section", "card")
                        .with(visit.form(PUBLIC + "/new")
                                .at("class", "line")
                                .with(
                                        Fields.of(visit, "name", "text", visit.say("public.new"), "")
                                                .autocomplete("off")
                                                .needed()
                                                .html(),
                                        Tag.tag("button").with(visit.say("add")))),
                all(visit, owner, PUBLIC, "#Public/"));
    }

    private Html all(Visit visit, User owner, String path, String prefix) {
        Listed<Sharing.Shared> listed = Listed.of(
                visit,
                sharing.list(owner),
                shared -> shared.mailbox().name() + " "
                        + shared.entries().stream()
                                .map(AccessLists.Entry::login)
                                .collect(Collectors.joining(" ")),
                Map.of());
        List<Html> cards = new ArrayList<>();
        for (Sharing.Shared shared : listed.rows()) {
            cards.add(card(visit, shared, path, prefix));
        }
        return Html.all(
                Lists.search(visit, path),
                cards.isEmpty() ? Tag.tag("p", "none").with(visit.say("sharing.none")) : Html.all(cards),
                Tag.tag("p").with(Tag.tag("small").with(visit.say("sharing.letters"))),
                Lists.pager(visit, path, listed.total(), cards.size()));
    }

    private static Html card(Visit visit, Sharing.Shared shared, String path, String prefix) {
        String name = shared.mailbox().name();
        List<Tag> rows = shared.entries().stream()
                .map(entry -> row(visit, name, entry, path))
                .toList();
        Tag form = visit.form(path)
                .at("class", "line")
                .with(
                        AccountPages.hidden("mailbox", name),
                        labelled(
                                visit.say("sharing.with"),
                                Tag.tag("input")
                                        .at("type", "text")
                                        .at("name", "login")
                                        .at("autocomplete", "off")
                                        .at("required", true)),
                        labelled(visit.say("sharing.may"), levels(visit)),
                        Tag.tag("button", "quiet").with(visit.say("sharing.share")));
        return Tag.tag("details", "card fold")
                .at("open", !rows.isEmpty())
                .with(
                        Tag.tag("summary")
                                .with(
                                        Tag.tag("strong").with(prefix + name),
                                        Html.text(" "),
                                        Html.when(
                                                !rows.isEmpty(),
                                                Pieces.state(visit.say("sharing.count", rows.size()), "good"))),
                        Html.when(!rows.isEmpty(), Lists.table(visit, path, prefix + name, heads(visit), rows, "")),
                        form);
    }

    private static Html labelled(String label, Tag input) {
        return Tag.tag("label", "field").with(Tag.tag("span").with(label), input);
    }

    private static Tag levels(Visit visit) {
        return Tag.tag("select")
                .at("name", "level")
                .with(List.of(Level.READ, Level.WRITE, Level.ALL).stream()
                        .map(level ->
                                Tag.tag("option").at("value", level.name()).with(visit.say(key(level))))
                        .toList());
    }

    private static String key(Level level) {
        return switch (level) {
            case NOTHING -> "remove";
            case READ -> "sharing.level.read";
            case WRITE -> "sharing.level.write";
            case ALL -> "sharing.level.all";
        };
    }

    private static List<Lists.Column> heads(Visit visit) {
        List<Lists.Column> columns = new ArrayList<>(List.of(Lists.Column.plain(visit.say("accounts.name"))));
        for (Right right : Right.values()) {
            columns.add(Lists.Column.plain(Character.toString(right.letter())));
        }
        columns.add(Lists.Column.plain(""));
        return columns;
    }

    private static Tag row(Visit visit, String mailbox, AccessLists.Entry entry, String path) {
        List<Html> cells = new ArrayList<>();
        cells.add(Tag.tag("th").at("scope", "row").with(entry.login()));
        for (Right right : Right.values()) {
            cells.add(Tag.tag("td").with(entry.rights().has(right) ? "✓" : ""));
        }
        cells.add(visit.removal(path, entry.login())
                .with(
                        AccountPages.hidden("mailbox", mailbox),
                        AccountPages.hidden("login", entry.login()),
                        AccountPages.hidden("level", Level.NOTHING.name())));
        return Lists.row(cells.toArray(Html[]::new));
    }

    private String setOwn(Visit visit) {
        return set(visit, visit.actor().user(), OWN);
    }

    private String setPublic(Visit visit) {
        return set(visit, sharing.everybody(visit.actor()), PUBLIC);
    }

    private String set(Visit visit, User owner, String path) {
        Level level = Map.of("NOTHING", Level.NOTHING, "READ", Level.READ, "WRITE", Level.WRITE, "ALL", Level.ALL)
                .get(visit.field("level"));
        if (level == null) {
            throw new Refusal(Reason.INVALID, "that is no form");
        }
        sharing.set(visit.actor(), owner, visit.secret("mailbox"), visit.field("login"), rights(level));
        return Visit.done(path, "saved");
    }

    private String addPublic(Visit visit) {
        sharing.addPublic(visit.actor(), visit.field("name"));
        return Visit.done(PUBLIC, "added");
    }
}
