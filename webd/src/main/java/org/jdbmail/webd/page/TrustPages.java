package org.jdbmail.webd.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.jdbmail.core.admin.DkimAdmin;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.origin.DomainRecords;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** By what others know that mail of a domain is its own: the keys that it is signed with, and what the domain should have in the name system. */
public final class TrustPages {
    private static final String KEYS = "/admin/keys";
    private static final String ONE = "/admin/domains/{name}/trust";

    /** Checks at a time: each asks name servers some twenty times, and waits for those that do not answer. */
    private static final int MOST_CHECKS = 2;

    private final DkimAdmin keys;
    private final BiFunction<String, List<DkimKey>, List<DomainRecords.Line>> records;
    private final Semaphore checks = new Semaphore(MOST_CHECKS);

    /** @param records asks the name system for all that a domain should have there */
    public TrustPages(DkimAdmin keys, BiFunction<String, List<DkimKey>, List<DomainRecords.Line>> records) {
        this.keys = keys;
        this.records = records;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page(KEYS, Who.DOMAIN_ADMINISTRATOR, this::all)
                .page(ONE, Who.DOMAIN_ADMINISTRATOR, this::one)
                .action(ONE + "/keys", Who.ADMINISTRATOR, this::one, this::generate)
                .action(ONE + "/keys/{selector}/enable", Who.ADMINISTRATOR, this::one, visit -> enable(visit, true))
                .action(ONE + "/keys/{selector}/disable", Who.ADMINISTRATOR, this::one, visit -> enable(visit, false))
                .action(ONE + "/keys/{selector}/remove", Who.ADMINISTRATOR, this::one, this::remove);
    }

    private static String path(String domain, String... more) {
        List<String> parts = new ArrayList<>(List.of("admin", "domains", domain, "trust"));
        parts.addAll(List.of(more));
        return Paths.of(parts.toArray(String[]::new));
    }

    private WebAnswer all(Visit visit) {
        Listed<DkimKey> listed = Listed.of(
                visit,
                keys.list(visit.actor()),
                DkimKey::name,
                Map.of(
                        "domain", Comparator.comparing(DkimKey::domain),
                        "selector", Comparator.comparing(DkimKey::selector),
                        "kind", Comparator.comparing(DkimKey::algorithm),
                        "state", Comparator.comparing(DkimKey::isEnabled),
                        "created", Comparator.comparing(DkimKey::created)));
        List<Tag> rows = listed.rows().stream()
                .map(key -> Lists.row(
                        Tag.tag("th")
                                .at("scope", "row")
                                .with(Tag.tag("a")
                                        .link("href", path(key.domain()))
                                        .with(key.domain())),
                        Html.text(key.selector()),
                        Html.text(key.algorithm()),
                        state(visit, key),
                        visit.shown().time(key.created())))
                .toList();
        return visit.page(
                visit.say("nav.keys"),
                Tag.tag("p").with(visit.say("keys.hint")),
                Lists.search(visit, KEYS),
                Lists.table(
                        visit,
                        KEYS,
                        List.of(
                                new Lists.Column(visit.say("domains.name"), "domain"),
                                new Lists.Column(visit.say("keys.selector"), "selector"),
                                new Lists.Column(visit.say("keys.kind"), "kind"),
                                new Lists.Column(visit.say("accounts.state"), "state"),
                                new Lists.Column(visit.say("keys.created"), "created")),
                        rows,
                        visit.say("keys.none")),
                Lists.pager(visit, KEYS, listed.total(), rows.size()));
    }

    private static Html state(Visit visit, DkimKey key) {
        return key.isEnabled()
                ? Pieces.state(visit.say("keys.on"), "good")
                : Pieces.state(visit.say("keys.off"), "off");
    }

    private WebAnswer one(Visit visit) {
        String domain = visit.part("name");
        List<DkimKey> own = keys.of(visit.actor(), domain);
        boolean may = visit.actor().isAdministrator();
        boolean isAsked = visit.parameter("check").equals("1");
        return visit.page(
                visit.say("trust.of", domain),
                Tag.tag("h2").with(visit.say("nav.keys")),
                own.isEmpty()
                        ? Tag.tag("p", "none").with(visit.say("keys.none"))
                        : Html.all(
                                own.stream().map(key -> card(visit, key, may)).toList()),
                Html.when(may, form(visit, domain)),
                Tag.tag("h2", "after").with(visit.say("trust.records")),
                isAsked
                        ? found(visit, domain, own)
                        : Tag.tag("section", "card narrow")
                                .with(
                                        Tag.tag("p").with(visit.say("trust.hint")),
                                        Tag.tag("a", "button")
                                                .link("href", Paths.with(path(domain), "check", "1"))
                                                .with(visit.say("trust.check"))));
    }

    private static Tag card(Visit visit, DkimKey key, boolean may) {
        List<Html> acts = new ArrayList<>();
        if (may && key.isEnabled()) {
            acts.add(visit.button(
                    path(key.domain(), "keys", key.selector(), "disable"), visit.say("keys.disable"), "quiet"));
        } else if (may) {
            acts.add(visit.button(path(key.domain(), "keys", key.selector(), "enable"), visit.say("keys.enable"), ""));
            acts.add(Html.text(" "));
            acts.add(visit.button(path(key.domain(), "keys", key.selector(), "remove"), visit.say("remove"), "danger"));
        }
        return Tag.tag("section", "card")
                .with(Tag.tag("h3").with(Html.text(key.selector() + " "), state(visit, key)))
                .with(
                        Tag.tag("p").with(visit.say("keys.publish", key.name())),
                        Tag.tag("pre").at("tabindex", "0").with(key.record()))
                .with(acts);
    }

    private static Html form(Visit visit, String domain) {
        return Tag.tag("section", "card")
                .with(
                        Tag.tag("h3").with(visit.say("keys.make")),
                        Tag.tag("p").with(visit.say("keys.make.hint")),
                        visit.form(path(domain, "keys"))
                                .at("class", "line")
                                .with(
                                        Fields.choice(
                                                visit,
                                                "kind",
                                                visit.say("keys.kind"),
                                                List.of(Map.entry("rsa", "RSA"), Map.entry("ed25519", "Ed25519")),
                                                "rsa"),
                                        Fields.of(visit, "selector", "text", visit.say("keys.selector.new"), "")
                                                .autocomplete("off")
                                                .html(),
                                        Tag.tag("button").with(visit.say("keys.make"))));
    }

    private String generate(Visit visit) {
        keys.generate(visit.actor(), visit.part("name"), visit.field("kind"), visit.field("selector"));
        return Visit.done(path(visit.part("name")), "added");
    }

    private String enable(Visit visit, boolean is) {
        keys.enable(visit.actor(), visit.part("name"), visit.part("selector"), is);
        return Visit.done(path(visit.part("name")), "saved");
    }

    private String remove(Visit visit) {
        keys.remove(visit.actor(), visit.part("name"), visit.part("selector"));
        return Visit.done(path(visit.part("name")), "removed");
    }

    private Html found(Visit visit, String domain, List<DkimKey> own) {
        if (!checks.tryAcquire()) {
            throw new Refusal(Reason.LIMIT, "other domains are checked at the moment; try again soon");
        }
        List<DomainRecords.Line> lines;
        try {
            lines = records.apply(domain, own);
        } finally {
            checks.release();
        }
        boolean isWell = lines.stream().allMatch(line -> !line.isNeeded() || line.state() == DomainRecords.State.RIGHT);
        return Html.all(
                Tag.tag("p", isWell ? "notice good" : "notice bad")
                        .with(visit.say(isWell ? "trust.well" : "trust.not-well")),
                Lists.table(
                        visit,
                        Paths.with(path(domain), "check", "1"),
                        List.of(
                                new Lists.Column(visit.say("trust.record"), "record"),
                                new Lists.Column(visit.say("accounts.state"), "state"),
                                Lists.Column.plain(visit.say("trust.wanted")),
                                Lists.Column.plain(visit.say("trust.found"))),
                        Listed.sorted(
                                        visit,
                                        lines,
                                        Map.of(
                                                "record",
                                                Comparator.comparing(line -> line.type() + " " + line.name()),
                                                "state",
                                                Comparator.comparing(DomainRecords.Line::state)))
                                .stream()
                                .map(line -> row(visit, line))
                                .toList(),
                        ""));
    }

    private static Tag row(Visit visit, DomainRecords.Line line) {
        return Lists.row(
                Tag.tag("th").at("scope", "row").with(Tag.tag("small").with(line.type() + " "), Html.text(line.name())),
                Pieces.state(visit.say(key(line.state())), kind(line)),
                line.state() == DomainRecords.State.RIGHT
                        ? Html.none()
                        : Tag.tag("code").with(line.wanted()),
                line.found().isEmpty() ? Html.none() : Tag.tag("code").with(line.found()));
    }

    private static String key(DomainRecords.State state) {
        return switch (state) {
            case RIGHT -> "trust.right";
            case MISSING -> "trust.missing";
            case WRONG -> "trust.wrong";
            case UNKNOWN -> "trust.unknown";
        };
    }

    private static String kind(DomainRecords.Line line) {
        return switch (line.state()) {
            case RIGHT -> "good";
            case MISSING, WRONG -> line.isNeeded() ? "bad" : "off";
            case UNKNOWN -> "short";
        };
    }
}
