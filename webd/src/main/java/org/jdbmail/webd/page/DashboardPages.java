package org.jdbmail.webd.page;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbmail.core.admin.Actor;
import org.jdbmail.core.admin.Chronicle;
import org.jdbmail.core.store.History;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Totals;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** How the server is, at a glance; and what it is made of: settings, store, certificates, and what is wrong with them. */
public final class DashboardPages {
    private static final int HOURS = 48;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration SOON = Duration.ofDays(21);

    private final Store store;
    private final ServerFacts facts;
    private final InstantSource clock;

    public DashboardPages(Store store, ServerFacts facts, InstantSource clock) {
        this.store = store;
        this.facts = facts;
        this.clock = clock;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page("/admin", Who.ADMINISTRATOR, this::dashboard)
                .page("/admin/doctor", Who.ADMINISTRATOR, this::doctor)
                .page("/admin/settings", Who.ADMINISTRATOR, this::settings)
                .page("/admin/store", Who.ADMINISTRATOR, this::store)
                .page("/admin/certificates", Who.ADMINISTRATOR, this::certificates);
    }

    private Map<String, List<History.Point>> points(Actor actor, Instant hours, Instant month) {
        return Chronicle.since(
                store,
                actor,
                Map.of(
                        Chronicle.DELIVERED, hours,
                        Chronicle.LOGINS, hours,
                        Chronicle.FAILED, hours,
                        Chronicle.OCTETS, month,
                        Chronicle.QUEUE, month));
    }

    private WebAnswer dashboard(Visit visit) {
        Instant now = clock.instant();
        Instant hours = now.minus(Duration.ofHours(HOURS));
        Map<String, List<History.Point>> points = points(visit.actor(), hours, now.minus(MONTH));
        Totals totals = store.maintenance().totals();
        return visit.page(
                visit.say("nav.dashboard"),
                Tag.tag("div", "tiles").with(tiles(visit, totals)),
                Tag.tag("div", "cards charts")
                        .with(
                                Chart.bars(
                                        visit.say("chart.delivered", HOURS),
                                        points.getOrDefault(Chronicle.DELIVERED, List.of()),
                                        now,
                                        HOURS,
                                        visit.shown()::count),
                                Chart.bars(
                                        visit.say("chart.logins", HOURS),
                                        points.getOrDefault(Chronicle.LOGINS, List.of()),
                                        now,
                                        HOURS,
                                        visit.shown()::count),
                                Chart.bars(
                                        visit.say("chart.failed", HOURS),
                                        points.getOrDefault(Chronicle.FAILED, List.of()),
                                        now,
                                        HOURS,
                                        visit.shown()::count),
                                Chart.line(
                                        visit.say("chart.octets"),
                                        points.getOrDefault(Chronicle.OCTETS, List.of()),
                                        now,
                                        MONTH,
                                        visit.shown()::octets),
                                Chart.line(
                                        visit.say("chart.queue"),
                                        points.getOrDefault(Chronicle.QUEUE, List.of()),
                                        now,
                                        MONTH,
                                        visit.shown()::count)),
                warnings(visit, now));
    }

    private List<Html> tiles(Visit visit, Totals totals) {
        List<Html> tiles = new ArrayList<>();
        tiles.add(
                tile("/admin/accounts", visit.say("nav.accounts"), visit.shown().count(totals.accounts()), ""));
        tiles.add(tile("/admin/store", visit.say("accounts.used"), visit.shown().octets(totals.octets()), ""));
        tiles.add(tile(
                Paths.with("/admin/accounts", "sort", "used", "down", "1"),
                visit.say("tile.over-quota"),
                visit.shown().count(totals.overQuota()),
                totals.overQuota() > 0 ? "short" : ""));
        tiles.add(tile(
                "/admin/queue",
                visit.say("tile.queue"),
                visit.shown().count(totals.queued()),
                totals.held() > 0 ? "short" : ""));
        int open = facts.sessions().get().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        tiles.add(tile(
                "/admin/sessions", visit.say("tile.connections"), visit.shown().count(open), ""));
        return tiles;
    }

    private static Html tile(String path, String label, String figure, String state) {
        return Tag.tag("a", "tile " + state)
                .link("href", path)
                .with(Tag.tag("strong").with(figure), Tag.tag("span").with(label));
    }

    private Html warnings(Visit visit, Instant now) {
        List<Tag> items = new ArrayList<>();
        for (ServerFacts.Certificate certificate : facts.certificates().get()) {
            if (certificate.ends().isBefore(now.plus(SOON))) {
                items.add(Tag.tag("li").with(visit.say("certificates.soon", certificate.file())));
            }
        }
        return Pieces.card(
                visit.say("nav.doctor"),
                items.isEmpty() ? Html.none() : Tag.tag("ul").with(items),
                Tag.tag("p").with(visit.say("doctor.hint")),
                Tag.tag("a", "button quiet").link("href", "/admin/doctor").with(visit.say("doctor.ask")));
    }

    private WebAnswer doctor(Visit visit) {
        List<ServerFacts.Finding> findings = facts.doctor().get();
        boolean isWell = findings.stream().allMatch(ServerFacts.Finding::isWell);
        List<Tag> rows = Listed.sorted(
                        visit,
                        findings,
                        Map.of(
                                "what", Comparator.comparing(ServerFacts.Finding::what),
                                "state", Comparator.comparing(ServerFacts.Finding::isWell)))
                .stream()
                .map(finding -> Lists.row(
                        Tag.tag("th").at("scope", "row").with(finding.what()),
                        finding.isWell()
                                ? Pieces.state(visit.say("doctor.well"), "good")
                                : Pieces.state(visit.say("doctor.ill"), "bad"),
                        Tag.tag("span", "prose").with(finding.text())))
                .toList();
        return visit.page(
                visit.say("nav.doctor"),
                Tag.tag("p", isWell ? "notice good" : "notice bad")
                        .with(visit.say(isWell ? "doctor.all-well" : "doctor.not-well")),
                Lists.table(
                        visit,
                        "/admin/doctor",
                        List.of(
                                new Lists.Column(visit.say("doctor.what"), "what"),
                                new Lists.Column(visit.say("accounts.state"), "state"),
                                Lists.Column.plain(visit.say("doctor.finding"))),
                        rows,
                        ""));
    }

    private WebAnswer settings(Visit visit) {
        // All of them on one page: who reads settings looks for words in it, or compares.
        String wanted = visit.parameter("q").toLowerCase(Locale.ROOT);
        List<ServerFacts.Setting> found = facts.settings().get().stream()
                .filter(setting -> (setting.section() + " " + setting.name() + " " + setting.prose())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted))
                .toList();
        List<Tag> rows = Listed.sorted(
                        visit,
                        found,
                        Map.of(
                                "name",
                                Comparator.comparing(ServerFacts.Setting::name, String.CASE_INSENSITIVE_ORDER),
                                "value",
                                Comparator.comparing(ServerFacts.Setting::value, String.CASE_INSENSITIVE_ORDER),
                                "from",
                                Comparator.comparing(ServerFacts.Setting::origin)))
                .stream()
                .map(setting -> Lists.row(
                        Tag.tag("th")
                                .at("scope", "row")
                                .with(Tag.tag("small").with("[" + setting.section() + "] "), Html.text(setting.name())),
                        Tag.tag("code").with(setting.value()),
                        setting.origin().isEmpty()
                                ? Tag.tag("small").with(visit.say("settings.default"))
                                : Html.text(setting.origin()),
                        Tag.tag("span", "prose").with(setting.prose().replace("`", ""))))
                .toList();
        return visit.page(
                visit.say("nav.settings"),
                Tag.tag("p").with(visit.say("settings.hint")),
                Lists.search(visit, "/admin/settings"),
                Lists.table(
                        visit,
                        "/admin/settings",
                        List.of(
                                new Lists.Column(visit.say("accounts.name"), "name"),
                                new Lists.Column(visit.say("settings.value"), "value"),
                                new Lists.Column(visit.say("settings.from"), "from"),
                                Lists.Column.plain(visit.say("settings.meaning"))),
                        rows,
                        visit.say("settings.none")));
    }

    private WebAnswer store(Visit visit) {
        boolean isCounted = visit.parameter("count").equals("1");
        Maintenance maintenance = store.maintenance();
        List<Html> cards = new ArrayList<>();
        if (isCounted) {
            Maintenance.Sizes sizes = maintenance.sizes();
            Maintenance.Layouts layouts = maintenance.layouts();
            cards.add(Pieces.card(
                    visit.say("store.messages"),
                    Pieces.facts(List.of(
                            fact(visit, "store.in-mailboxes", visit.shown().count(sizes.messages())),
                            fact(visit, "store.charged", visit.shown().octets(sizes.octets())),
                            fact(visit, "store.contents", visit.shown().count(sizes.contents())),
                            fact(visit, "store.stored", visit.shown().octets(sizes.contentOctets())),
                            fact(visit, "store.expunged", visit.shown().count(sizes.expunged()))))));
            cards.add(Pieces.card(
                    visit.say("store.shared"),
                    Pieces.facts(List.of(
                            fact(visit, "store.pieces", visit.shown().count(sizes.shared())),
                            fact(visit, "store.uses", visit.shown().count(sizes.uses())),
                            fact(
                                    visit,
                                    "store.saved",
                                    visit.shown().octets(Math.max(0, sizes.useOctets() - sizes.sharedOctets())))))));
            cards.add(Pieces.card(
                    visit.say("store.layouts"),
                    Pieces.facts(List.of(
                            fact(visit, "store.compact", visit.shown().count(layouts.compact())),
                            fact(visit, "store.parts", visit.shown().count(layouts.parts()))))));
        }
        return visit.page(
                visit.say("nav.store"),
                Html.when(
                        !isCounted,
                        Tag.tag("section", "card narrow")
                                .with(
                                        Tag.tag("p").with(visit.say("store.hint")),
                                        Tag.tag("a", "button")
                                                .link("href", "/admin/store?count=1")
                                                .with(visit.say("store.count")))),
                Tag.tag("div", "cards").with(cards).with(upkeep(visit, maintenance)));
    }

    /** Which tasks were done when, by whichever process. */
    private static Html upkeep(Visit visit, Maintenance maintenance) {
        List<Html> tasks = new ArrayList<>();
        maintenance
                .tasks()
                .forEach((task, when) ->
                        tasks.add(Pieces.fact(task, visit.shown().time(when))));
        return Pieces.card(
                visit.say("store.upkeep"),
                tasks.isEmpty() ? Tag.tag("p", "none").with(visit.say("never")) : Pieces.facts(tasks));
    }

    private static Html fact(Visit visit, String key, String text) {
        return Pieces.fact(visit.say(key), Html.text(text));
    }

    private WebAnswer certificates(Visit visit) {
        Instant now = clock.instant();
        List<Tag> rows = Listed.sorted(
                        visit,
                        facts.certificates().get(),
                        Map.of(
                                "file", Comparator.comparing(ServerFacts.Certificate::file),
                                "ends", Comparator.comparing(ServerFacts.Certificate::ends)))
                .stream()
                .map(certificate -> Lists.row(
                        Tag.tag("th").at("scope", "row").with(certificate.file()),
                        Html.text(certificate.names().isEmpty() ? certificate.subject() : certificate.names()),
                        visit.shown().time(certificate.ends()),
                        certificate.ends().isBefore(now.plus(SOON))
                                ? Pieces.state(visit.say("certificates.renew"), "bad")
                                : Pieces.state(visit.say("doctor.well"), "good")))
                .toList();
        return visit.page(
                visit.say("nav.certificates"),
                Lists.table(
                        visit,
                        "/admin/certificates",
                        List.of(
                                new Lists.Column(visit.say("certificates.file"), "file"),
                                Lists.Column.plain(visit.say("certificates.names")),
                                new Lists.Column(visit.say("certificates.ends"), "ends"),
                                Lists.Column.plain(visit.say("accounts.state"))),
                        rows,
                        visit.say("certificates.none")));
    }
}
