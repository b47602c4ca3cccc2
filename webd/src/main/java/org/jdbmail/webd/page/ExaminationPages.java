package org.jdbmail.webd.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Store;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.page.Lookings.Counted;
import org.jdbmail.webd.page.ServerFacts.Finding;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;
import org.jdbmail.webd.watch.Beside.Known;

/** What it takes a while to find out, so that no page waits for it: what is wrong with the server, and how much its store holds. */
public final class ExaminationPages {
    private static final String DOCTOR = "/admin/doctor";
    private static final String STORE = "/admin/store";
    private static final String COUNT = STORE + "?count=1";

    /** Who has mended something wants to see that. */
    private static final Duration EXAMINED = Duration.ofSeconds(5);

    /** Counting reads over all messages. */
    private static final Duration COUNTED = Duration.ofMinutes(1);

    private final Store store;
    private final Lookings lookings;

    public ExaminationPages(Store store, Lookings lookings) {
        this.store = store;
        this.lookings = lookings;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page(DOCTOR, Who.ADMINISTRATOR, this::doctor).page(STORE, Who.ADMINISTRATOR, this::store);
    }

    private WebAnswer doctor(Visit visit) {
        Known<List<Finding>> known = lookings.doctor().ask(EXAMINED, lookings.patience());
        return visit.page(
                visit.say("nav.doctor"),
                age(visit, known, DOCTOR),
                known.found().map(found -> findings(visit, found.what())).orElseGet(Html::none));
    }

    /** How old it is, and whether something newer is on its way. */
    private static Html age(Visit visit, Known<?> known, String path) {
        Html when = known.found()
                .<Html>map(found -> Tag.tag("p")
                        .with(Tag.tag("small")
                                .with(visit.say("looked.when") + " ")
                                .with(visit.shown().time(found.when()))))
                .orElseGet(Html::none);
        if (known.isSearching()) {
            return Html.all(
                    when,
                    Tag.tag("p", "notice")
                            .at("role", "status")
                            .with(
                                    Html.text(visit.say("looked.now") + " "),
                                    Tag.tag("a").link("href", path).with(visit.say("looked.show"))));
        }
        return known.found().isPresent()
                ? when
                : Tag.tag("p", "notice bad").at("role", "alert").with(visit.say("looked.trouble"));
    }

    private static Html findings(Visit visit, List<Finding> findings) {
        boolean isWell = findings.stream().allMatch(Finding::isWell);
        List<Tag> rows = Listed.sorted(
                        visit,
                        findings,
                        Map.of(
                                "what", Comparator.comparing(Finding::what),
                                "state", Comparator.comparing(Finding::isWell)))
                .stream()
                .map(finding -> Lists.row(
                        Tag.tag("th").at("scope", "row").with(finding.what()),
                        finding.isWell()
                                ? Pieces.state(visit.say("doctor.well"), "good")
                                : Pieces.state(visit.say("doctor.ill"), "bad"),
                        Tag.tag("span", "prose").with(finding.text())))
                .toList();
        return Html.all(
                Tag.tag("p", isWell ? "notice good" : "notice bad")
                        .with(visit.say(isWell ? "doctor.all-well" : "doctor.not-well")),
                Lists.table(
                        visit,
                        DOCTOR,
                        List.of(
                                new Lists.Column(visit.say("doctor.what"), "what"),
                                new Lists.Column(visit.say("accounts.state"), "state"),
                                Lists.Column.plain(visit.say("doctor.finding"))),
                        rows,
                        ""));
    }

    private WebAnswer store(Visit visit) {
        List<Html> cards = new ArrayList<>();
        Html before;
        if (visit.parameter("count").equals("1")) {
            Known<Counted> known = lookings.counted().ask(COUNTED, lookings.patience());
            before = age(visit, known, COUNT);
            known.found().ifPresent(found -> cards.addAll(counted(visit, found.what())));
        } else {
            before = Tag.tag("section", "card narrow")
                    .with(
                            Tag.tag("p").with(visit.say("store.hint")),
                            Tag.tag("a", "button").link("href", COUNT).with(visit.say("store.count")));
        }
        return visit.page(
                visit.say("nav.store"),
                before,
                Tag.tag("div", "cards").with(cards).with(upkeep(visit, store.maintenance())));
    }

    private static List<Html> counted(Visit visit, Counted counted) {
        Maintenance.Sizes sizes = counted.sizes();
        Maintenance.Layouts layouts = counted.layouts();
        return List.of(
                Pieces.card(
                        visit.say("store.messages"),
                        Pieces.facts(List.of(
                                fact(visit, "store.in-mailboxes", visit.shown().count(sizes.messages())),
                                fact(visit, "store.charged", visit.shown().octets(sizes.octets())),
                                fact(visit, "store.contents", visit.shown().count(sizes.contents())),
                                fact(visit, "store.stored", visit.shown().octets(sizes.contentOctets())),
                                fact(visit, "store.expunged", visit.shown().count(sizes.expunged()))))),
                Pieces.card(
                        visit.say("store.shared"),
                        Pieces.facts(List.of(
                                fact(visit, "store.pieces", visit.shown().count(sizes.shared())),
                                fact(visit, "store.uses", visit.shown().count(sizes.uses())),
                                fact(
                                        visit,
                                        "store.saved",
                                        visit.shown().octets(Math.max(0, sizes.useOctets() - sizes.sharedOctets())))))),
                Pieces.card(
                        visit.say("store.layouts"),
                        Pieces.facts(List.of(
                                fact(visit, "store.compact", visit.shown().count(layouts.compact())),
                                fact(visit, "store.parts", visit.shown().count(layouts.parts()))))));
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
}
