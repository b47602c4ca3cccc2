package org.jdbmail.webd.page;

import java.util.List;
import java.util.Optional;
import org.jdbmail.core.admin.AccountRules;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.watch.Beside.Found;

/** Pieces that several pages have. */
final class Pieces {
    /** From how many percent on a quota is shown as short, and as nearly gone. */
    private static final int SHORT = 75;

    private static final int NEARLY = 90;

    private Pieces() {}

    /** Something in a frame of its own. */
    static Tag card(String heading, Html... pieces) {
        return Tag.tag("section", "card").with(Tag.tag("h2").with(heading)).with(pieces);
    }

    /** How much of a quota is used, as a bar and in words. */
    static Html quota(Visit visit, User user) {
        return quota(visit, user.used(), user.quota());
    }

    /** How much of a limit is used, as a bar and in words; 0 for no limit. */
    static Html quota(Visit visit, long used, long limit) {
        String octets = visit.shown().octets(used);
        if (limit == 0) {
            return Tag.tag("span", "quota").with(octets);
        }
        long percent = Math.min(100, Math.round(100.0 * used / limit));
        String state = percent >= NEARLY ? "bad" : percent >= SHORT ? "short" : "good";
        String said = visit.say("quota.of", octets, visit.shown().octets(limit));
        return Tag.tag("span", "quota")
                .with(
                        Tag.tag("svg", "bar")
                                .at("viewBox", "0 0 100 8")
                                .at("preserveAspectRatio", "none")
                                .at("role", "img")
                                .at("aria-label", percent + "\u00a0%")
                                .with(
                                        Tag.tag("rect", "track")
                                                .at("width", "100")
                                                .at("height", "8"),
                                        Tag.tag("rect", state)
                                                .at("width", Long.toString(percent))
                                                .at("height", "8")),
                        Html.text(said));
    }

    /** A word that tells a state. */
    static Html state(String text, String kind) {
        return Tag.tag("span", "state " + kind).with(text);
    }

    /** Names and what belongs to them. */
    static Tag facts(List<Html> namesAndFacts) {
        return Tag.tag("dl").with(namesAndFacts);
    }

    /** A name and what belongs to it. */
    static Html fact(String name, Html fact) {
        return Html.all(Tag.tag("dt").with(name), Tag.tag("dd").with(fact));
    }

    /**
     * A size such as {@code 500M}, in octets; 0 for none.
     *
     * @throws Refusal INVALID
     */
    static long size(String text) {
        return AccountRules.octets(text);
    }

    /** A size as it can be typed. */
    static String typed(long octets) {
        if (octets == 0) {
            return "";
        }
        String units = " KMGT";
        long left = octets;
        int unit = 0;
        while (left % 1024 == 0 && unit + 1 < units.length()) {
            left /= 1024;
            unit++;
        }
        return left + (unit == 0 ? "" : String.valueOf(units.charAt(unit)));
    }

    /** When something was looked for that was found beside; nothing where it was not. */
    static Html asOf(Visit visit, Optional<? extends Found<?>> known) {
        return known.<Html>map(found -> Tag.tag("p")
                        .with(Tag.tag("small")
                                .with(visit.say("looked.when") + " ")
                                .with(visit.shown().time(found.when()))))
                .orElseGet(Html::none);
    }
}
