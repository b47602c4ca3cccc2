package org.jdbmail.webd.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.admin.Rule;
import org.jdbmail.core.admin.ScriptAdmin;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** Rules for those who write no Sieve; they become a script. */
public final class RulePages {
    private static final String HERE = "/account/rules";

    private final ScriptAdmin scripts;

    public RulePages(ScriptAdmin scripts) {
        this.scripts = scripts;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page(HERE, Who.SIGNED_IN, this::rules)
                .action(HERE, Who.SIGNED_IN, this::rules, this::add)
                .action(HERE + "/{number}/up", Who.SIGNED_IN, this::rules, this::up)
                .action(HERE + "/{number}/remove", Who.SIGNED_IN, this::rules, this::remove)
                .action(HERE + "/activate", Who.SIGNED_IN, this::rules, this::activate);
    }

    private User owner(Visit visit) {
        return scripts.owner(visit.actor(), Optional.empty());
    }

    private WebAnswer rules(Visit visit) {
        User owner = owner(visit);
        List<Rule> rules = scripts.rules(owner);
        boolean acts = scripts.list(owner).stream()
                .anyMatch(script -> script.active() && script.name().equals(ScriptAdmin.RULES));
        List<Tag> items = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            items.add(item(visit, rules.get(i), i));
        }
        return visit.page(
                visit.say("nav.rules"),
                Html.when(
                        !rules.isEmpty() && !acts,
                        Tag.tag("div", "notice short")
                                .with(
                                        Tag.tag("p").with(visit.say("rules.idle")),
                                        visit.button(HERE + "/activate", visit.say("rules.activate"), "quiet"))),
                Tag.tag("div", "cards")
                        .with(
                                Pieces.card(
                                        visit.say("rules.have"),
                                        items.isEmpty()
                                                ? Tag.tag("p", "none").with(visit.say("rules.none"))
                                                : Tag.tag("ol", "rules").with(items)),
                                form(visit)));
    }

    private static Tag item(Visit visit, Rule rule, int number) {
        String deed = visit.say("rules.does." + word(rule.deed()), rule.target());
        return Tag.tag("li")
                .with(
                        Tag.tag("span")
                                .with(visit.say("rules.if." + word(rule.field()), rule.value()) + " " + deed
                                        + (rule.isLast() ? visit.say("rules.then-stop") : "")),
                        Tag.tag("span", "acts")
                                .with(
                                        Html.when(
                                                number > 0,
                                                visit.button(
                                                        HERE + "/" + number + "/up",
                                                        visit.say("rules.up"),
                                                        "quiet small")),
                                        visit.button(
                                                HERE + "/" + number + "/remove", visit.say("remove"), "quiet small")));
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> List<Map.Entry<String, String>> choices(Visit visit, String key, E[] values) {
        return Arrays.stream(values)
                .map(value -> Map.entry(value.name(), visit.say(key + word(value))))
                .toList();
    }

    private static Html form(Visit visit) {
        return Pieces.card(
                visit.say("rules.add"),
                visit.form(HERE)
                        .with(
                                Fields.choice(
                                        visit,
                                        "field",
                                        visit.say("rules.field"),
                                        choices(visit, "rules.field.", Rule.Field.values()),
                                        ""),
                                Fields.of(visit, "value", "text", visit.say("rules.value"), "")
                                        .needed()
                                        .html(),
                                Fields.choice(
                                        visit,
                                        "deed",
                                        visit.say("rules.deed"),
                                        choices(visit, "rules.deed.", Rule.Deed.values()),
                                        ""),
                                Fields.of(visit, "target", "text", visit.say("rules.target"), "")
                                        .hint(visit.say("rules.target.hint"))
                                        .html(),
                                Fields.box("last", "1", visit.say("rules.last"), false),
                                Tag.tag("button").with(visit.say("add"))));
    }

    private static <E extends Enum<E>> E chosen(Visit visit, String field, E[] values) {
        return Arrays.stream(values)
                .filter(value -> value.name().equals(visit.field(field)))
                .findFirst()
                .orElseThrow(() -> new Refusal(Reason.INVALID, "that is no form"));
    }

    private String add(Visit visit) {
        User owner = owner(visit);
        List<Rule> rules = new ArrayList<>(scripts.rules(owner));
        rules.add(new Rule(
                chosen(visit, "field", Rule.Field.values()),
                visit.field("value"),
                chosen(visit, "deed", Rule.Deed.values()),
                visit.field("target"),
                visit.isTicked("last")));
        scripts.putRules(visit.actor(), owner, rules);
        return Visit.done(HERE, "added");
    }

    private int number(Visit visit, List<Rule> rules) {
        long number = visit.number("number");
        if (number >= rules.size()) {
            throw new Refusal(Reason.NOT_FOUND, "there is no such page");
        }
        return (int) number;
    }

    private String up(Visit visit) {
        User owner = owner(visit);
        List<Rule> rules = new ArrayList<>(scripts.rules(owner));
        int number = number(visit, rules);
        if (number > 0) {
            rules.add(number - 1, rules.remove(number));
            scripts.putRules(visit.actor(), owner, rules);
        }
        return HERE;
    }

    private String remove(Visit visit) {
        User owner = owner(visit);
        List<Rule> rules = new ArrayList<>(scripts.rules(owner));
        rules.remove(number(visit, rules));
        scripts.putRules(visit.actor(), owner, rules);
        return Visit.done(HERE, "removed");
    }

    private String activate(Visit visit) {
        scripts.activate(visit.actor(), owner(visit), ScriptAdmin.RULES);
        return Visit.done(HERE, "saved");
    }
}
