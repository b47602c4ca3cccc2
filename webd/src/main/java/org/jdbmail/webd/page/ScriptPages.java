package org.jdbmail.webd.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbmail.core.admin.Scripts;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** Sieve scripts as they are written, with what is wrong beside the line where it is: one's own, and those of accounts. */
public final class ScriptPages {
    private final Scripts scripts;

    public ScriptPages(Scripts scripts) {
        this.scripts = scripts;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        add(site, "/account/scripts", Who.SIGNED_IN);
        return add(site, "/admin/accounts/{id}/scripts", Who.DOMAIN_ADMINISTRATOR);
    }

    private Site add(Site site, String base, Who who) {
        return site.page(base, who, this::list)
                .action(base + "/none", who, this::list, this::activateNone)
                .page(base + "/new", who, this::blank)
                .answer(base + "/new", who, this::put)
                .page(base + "/script", who, this::script)
                .answer(base + "/script", who, this::put)
                .action(base + "/script/activate", who, this::list, this::activate)
                .action(base + "/script/delete", who, this::list, this::delete);
    }

    private User owner(Visit visit) {
        return scripts.owner(
                visit.actor(), visit.part("id").isEmpty() ? Optional.empty() : Optional.of(visit.number("id")));
    }

    private static String base(Visit visit, String... more) {
        Stream<String> first = visit.part("id").isEmpty()
                ? Stream.of("account", "scripts")
                : Stream.of("admin", "accounts", visit.part("id"), "scripts");
        return Paths.of(Stream.concat(first, Arrays.stream(more)).toArray(String[]::new));
    }

    /** A script's name may have any characters, slashes too: so it stands in the query. */
    private static String name(Visit visit) {
        return visit.request().parameter("name").orElse("");
    }

    private static String script(Visit visit, String name, String... more) {
        return Paths.with(
                base(
                        visit,
                        Stream.concat(Stream.of("script"), Arrays.stream(more)).toArray(String[]::new)),
                "name",
                name);
    }

    private WebAnswer list(Visit visit) {
        User owner = owner(visit);
        List<SieveScript> all = scripts.list(owner);
        List<Tag> rows = Listed.sorted(
                        visit,
                        all,
                        Map.of(
                                "name", Comparator.comparing(SieveScript::name),
                                "state", Comparator.comparing(SieveScript::active)))
                .stream()
                .map(script -> row(visit, script))
                .toList();
        boolean isAnyActive = all.stream().anyMatch(SieveScript::active);
        return visit.page(
                title(visit, owner),
                Tag.tag("p").with(visit.say("scripts.hint")),
                Tag.tag("p")
                        .with(Tag.tag("a", "button")
                                .link("href", base(visit, "new"))
                                .with(visit.say("scripts.add"))),
                Lists.table(
                        visit,
                        base(visit),
                        List.of(
                                new Lists.Column(visit.say("accounts.name"), "name"),
                                new Lists.Column(visit.say("accounts.state"), "state"),
                                Lists.Column.plain("")),
                        rows,
                        visit.say("scripts.none")),
                Html.when(
                        isAnyActive,
                        Tag.tag("p", "after")
                                .with(visit.button(base(visit, "none"), visit.say("scripts.run-none"), "quiet"))));
    }

    private static String title(Visit visit, User owner) {
        return visit.part("id").isEmpty() ? visit.say("nav.scripts") : visit.say("scripts.of", owner.login());
    }

    private static Tag row(Visit visit, SieveScript script) {
        String name = script.name();
        Html acts = script.active()
                ? Html.none()
                : Html.all(
                        visit.button(script(visit, name, "activate"), visit.say("scripts.run"), "quiet small"),
                        Html.text(" "),
                        visit.button(script(visit, name, "delete"), visit.say("remove"), "quiet small"));
        return Lists.row(
                Tag.tag("th")
                        .at("scope", "row")
                        .with(Tag.tag("a").link("href", script(visit, name)).with(name)),
                script.active()
                        ? Pieces.state(visit.say("scripts.active"), "good")
                        : Pieces.state(visit.say("scripts.inactive"), "off"),
                acts);
    }

    private WebAnswer blank(Visit visit) {
        User owner = owner(visit);
        return editor(visit, 200, owner, Optional.empty(), "", "", List.of(), List.of());
    }

    private WebAnswer script(Visit visit) {
        User owner = owner(visit);
        SieveScript script = scripts.get(owner, name(visit));
        return editor(
                visit, 200, owner, Optional.of(script.name()), script.name(), script.text(), List.of(), List.of());
    }

    private WebAnswer put(Visit visit) {
        User owner = owner(visit);
        Optional<String> known = name(visit).isEmpty() ? Optional.empty() : Optional.of(name(visit));
        known.ifPresent(name -> scripts.get(owner, name));
        String name = known.orElseGet(() -> visit.field("name"));
        String text = visit.secret("text");
        if (known.isEmpty()
                && scripts.list(owner).stream().anyMatch(script -> script.name().equals(name))) {
            Refusal taken = new Refusal(Reason.ALREADY_EXISTS, "There is a script of that name");
            return editor(visit, 409, owner, known, name, text, List.of(taken.text()), List.of());
        }
        try {
            ScriptCompiler.Checked checked = scripts.put(visit.actor(), owner, name, text);
            return checked.errors().isEmpty() && checked.warnings().isEmpty()
                    ? visit.go(Visit.done(script(visit, name), "saved"))
                    : editor(
                            visit,
                            checked.errors().isEmpty() ? 200 : 400,
                            owner,
                            checked.errors().isEmpty() ? Optional.of(name) : known,
                            name,
                            text,
                            checked.errors(),
                            checked.warnings());
        } catch (Refusal refusal) {
            return switch (refusal.reason()) {
                case INVALID, LIMIT, TOO_BIG, ALREADY_EXISTS ->
                    editor(visit, 400, owner, known, name, text, List.of(visit.told(refusal)), List.of());
                case NOT_FOUND, NO_PERMISSION, READ_ONLY, OVER_QUOTA, EXPUNGED, IN_USE, UNAVAILABLE, CORRUPT ->
                    throw refusal;
            };
        }
    }

    private static WebAnswer editor(
            Visit visit,
            int status,
            User owner,
            Optional<String> known,
            String name,
            String text,
            List<String> errors,
            List<String> warnings) {
        List<Html> notices = new ArrayList<>();
        if (!errors.isEmpty()) {
            notices.add(Tag.tag("div", "notice bad")
                    .at("role", "alert")
                    .with(Tag.tag("p").with(visit.say("scripts.errors")), lines(errors)));
            notices.add(withMarks(text, errors));
        }
        if (!warnings.isEmpty()) {
            notices.add(Tag.tag("div", "notice short")
                    .with(Tag.tag("p").with(visit.say("scripts.warnings")), lines(warnings)));
        }
        Html nameField = known.isPresent()
                ? Html.none()
                : Fields.of(visit, "name", "text", visit.say("accounts.name"), name)
                        .autocomplete("off")
                        .needed()
                        .html();
        String path = known.map(one -> script(visit, one)).orElse(base(visit, "new"));
        return visit.page(
                status,
                known.orElse(visit.say("scripts.add")) + (visit.part("id").isEmpty() ? "" : " · " + owner.login()),
                Html.all(notices),
                Tag.tag("section", "card")
                        .with(visit.form(path)
                                .with(
                                        nameField,
                                        Fields.area(visit, "text", visit.say("scripts.text"), text, 20),
                                        Tag.tag("button").with(visit.say("save")))),
                Tag.tag("p").with(Tag.tag("a").link("href", base(visit)).with(visit.say("scripts.all"))));
    }

    private static Tag lines(List<String> lines) {
        return Tag.tag("ul")
                .with(lines.stream().map(line -> Tag.tag("li").with(line)).toList());
    }

    /** The script with its lines numbered, those marked in which something is wrong. */
    private static Html withMarks(String text, List<String> errors) {
        List<Integer> marked = errors.stream()
                .map(error -> error.replaceAll("^\\D*(\\d+).*", "$1"))
                .filter(number -> number.matches("\\d{1,6}"))
                .map(Integer::valueOf)
                .toList();
        List<String> lines = text.lines().toList();
        List<Tag> shown = IntStream.range(0, lines.size())
                .filter(i -> marked.stream().anyMatch(line -> Math.abs(line - 1 - i) <= 2))
                .mapToObj(i -> Tag.tag("span", marked.contains(i + 1) ? "line wrong" : "line")
                        .with((i + 1) + "\t" + lines.get(i) + "\n"))
                .toList();
        return shown.isEmpty()
                ? Html.none()
                : Tag.tag("pre").at("tabindex", "0").with(shown);
    }

    private String activate(Visit visit) {
        scripts.activate(visit.actor(), owner(visit), name(visit));
        return Visit.done(base(visit), "saved");
    }

    private String activateNone(Visit visit) {
        scripts.activate(visit.actor(), owner(visit), "");
        return Visit.done(base(visit), "saved");
    }

    private String delete(Visit visit) {
        scripts.delete(visit.actor(), owner(visit), name(visit));
        return Visit.done(base(visit), "removed");
    }
}
