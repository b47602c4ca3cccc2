package org.jdbmail.webd.page;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jdbmail.core.admin.Actor;
import org.jdbmail.core.admin.Chronicle;
import org.jdbmail.core.store.History;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Totals;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;
import org.jdbmail.webd.watch.Beside.Found;

/** How the server is, at a glance; and what it is made of: settings and certificates. */
public final class DashboardPages {
    private static final int HOURS = 48;
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration SOON = Duration.ofDays(21);

    /** How old the sums of accounts and queue may be, and from what age on that is said. */
    private static final Duration SUMMED = Duration.ofSeconds(2);

    private static final Duration OLD = Duration.ofSeconds(30);

    /** How old it may be what the doctor has found. */
    private static final Duration EXAMINED = Duration.ofMinutes(10);

    /** Stands for a number that nobody knows yet. */
    private static final String UNKNOWN = "…";

    private final Store store;
    private final ServerFacts facts;
    private final Lookings lookings;
    private final InstantSource clock;

    public DashboardPages(Store store, ServerFacts facts, Lookings lookings, InstantSource clock) {
        this.store = store;
        this.facts = facts;
        this.lookings = lookings;
        this.clock = clock;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page("/admin", Who.ADMINISTRATOR, this::dashboard)
                .page("/admin/settings", Who.ADMINISTRATOR, this::settings)
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
        Optional<Found<Totals>> totals =
                lookings.totals().ask(SUMMED, lookings.patience()).found();
        return visit.page(
                visit.say("nav.dashboard"),
                Tag.tag("div", "tiles").with(tiles(visit, totals.map(Found::what))),
                Html.when(
                        totals.filter(found -> found.when().isBefore(now.minus(OLD)))
                                .isPresent(),
                        looked(visit, totals)),
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

    /** When something was looked for. */
    private static Html looked(Visit visit, Optional<? extends Found<?>> known) {
        return known.<Html>map(found -> Tag.tag("p")
                        .with(Tag.tag("small")
                                .with(visit.say("looked.when") + " ")
                                .with(visit.shown().time(found.when()))))
                .orElseGet(Html::none);
    }

    private List<Html> tiles(Visit visit, Optional<Totals> totals) {
        List<Html> tiles = new ArrayList<>();
        tiles.add(tile("/admin/accounts", visit.say("nav.accounts"), count(visit, totals, Totals::accounts), ""));
        tiles.add(tile(
                "/admin/store",
                visit.say("accounts.used"),
                totals.map(sums -> visit.shown().octets(sums.octets())).orElse(UNKNOWN),
                ""));
        tiles.add(tile(
                Paths.with("/admin/accounts", "sort", "used", "down", "1"),
                visit.say("tile.over-quota"),
                count(visit, totals, Totals::overQuota),
                totals.filter(sums -> sums.overQuota() > 0).isPresent() ? "short" : ""));
        tiles.add(tile(
                "/admin/queue",
                visit.say("tile.queue"),
                count(visit, totals, Totals::queued),
                totals.filter(sums -> sums.held() > 0).isPresent() ? "short" : ""));
        int open = facts.sessions().get().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        tiles.add(tile(
                "/admin/sessions", visit.say("tile.connections"), visit.shown().count(open), ""));
        return tiles;
    }

    private static String count(Visit visit, Optional<Totals> totals, ToLongFunction<Totals> which) {
        return totals.map(sums -> visit.shown().count(which.applyAsLong(sums))).orElse(UNKNOWN);
    }

    private static Html tile(String path, String label, String figure, String state) {
        return Tag.tag("a", "tile " + state)
                .link("href", path)
                .with(Tag.tag("strong").with(figure), Tag.tag("span").with(label));
    }

    /** What the doctor found when he looked last, and does not find well; until he has, only which certificates end soon. */
    private Html warnings(Visit visit, Instant now) {
        Optional<Found<List<ServerFacts.Finding>>> found =
                lookings.doctor().ask(EXAMINED, Duration.ZERO).found();
        List<Tag> items = found.map(known -> known.what().stream()
                        .filter(finding -> !finding.isWell())
                        .map(finding -> Tag.tag("li").with(finding.what() + ": " + finding.text()))
                        .toList())
                .orElseGet(() -> facts.certificates().get().stream()
                        .filter(certificate -> certificate.ends().isBefore(now.plus(SOON)))
                        .map(certificate -> Tag.tag("li").with(visit.say("certificates.soon", certificate.file())))
                        .toList());
        return Pieces.card(
                visit.say("nav.doctor"),
                items.isEmpty()
                        ? Html.when(found.isPresent(), Tag.tag("p").with(visit.say("doctor.all-well")))
                        : Tag.tag("ul").with(items),
                looked(visit, found),
                Tag.tag("p").with(visit.say("doctor.hint")),
                Tag.tag("a", "button quiet").link("href", "/admin/doctor").with(visit.say("doctor.ask")));
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
