package org.jdbmail.webd.page;

import java.util.List;
import java.util.Map;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.site.Visit;

/** A field of a form with its label. */
record Fields(Tag input, String label, String hint) {
    /** A field; after a refusal with what was typed, unless it is a password. */
    static Fields of(Visit visit, String name, String type, String label, String value) {
        Tag input = Tag.tag("input").at("type", type).at("name", name).at("id", name);
        String shown = type.equals("password") ? "" : visit.typed(name, value);
        return new Fields(shown.isEmpty() ? input : input.at("value", shown), label, "");
    }

    /** A text of several lines. */
    static Html area(Visit visit, String name, String label, String value, int rows) {
        return labelled(
                name,
                label,
                Tag.tag("textarea")
                        .at("name", name)
                        .at("id", name)
                        .at("rows", Integer.toString(rows))
                        .at("spellcheck", "false")
                        .with(visit.typed(name, value)),
                "");
    }

    /** A choice of one; the first is chosen where none of them is the value. */
    static Html choice(Visit visit, String name, String label, List<Map.Entry<String, String>> choices, String value) {
        String chosen = visit.typed(name, value);
        return labelled(
                name,
                label,
                Tag.tag("select")
                        .at("name", name)
                        .at("id", name)
                        .with(choices.stream()
                                .map(choice -> Tag.tag("option")
                                        .at("value", choice.getKey())
                                        .at("selected", choice.getKey().equals(chosen))
                                        .with(choice.getValue()))
                                .toList()),
                "");
    }

    /** A box to tick. */
    static Html box(String name, String value, String label, boolean isTicked) {
        return Tag.tag("label", "box")
                .with(
                        Tag.tag("input")
                                .at("type", "checkbox")
                                .at("name", name)
                                .at("value", value)
                                .at("checked", isTicked),
                        Html.text(" " + label));
    }

    /** Tells programs that keep passwords whose it is; nobody sees it, and it is not looked at. */
    static Tag whose(String login) {
        return Tag.tag("input")
                .at("type", "text")
                .at("name", "whose")
                .at("value", login)
                .at("autocomplete", "username")
                .at("readonly", true)
                .at("hidden", true);
    }

    Fields needed() {
        return new Fields(input.at("required", true), label, hint);
    }

    Fields focused() {
        return new Fields(input.at("autofocus", true), label, hint);
    }

    Fields autocomplete(String kind) {
        return new Fields(
                input.at("autocomplete", kind).at("autocapitalize", "none").at("spellcheck", "false"), label, hint);
    }

    Fields numeric() {
        return new Fields(input.at("inputmode", "numeric"), label, hint);
    }

    /** The same with something that helps to fill it in. */
    Fields hint(String text) {
        return new Fields(input, label, text);
    }

    Html html() {
        String name = input.attributes().stream()
                .filter(attribute -> attribute.name().equals("id"))
                .map(Tag.Attribute::value)
                .findFirst()
                .orElse("");
        return labelled(name, label, input, hint);
    }

    private static Html labelled(String name, String label, Tag input, String hint) {
        return Tag.tag("div", "field")
                .with(
                        Tag.tag("label").at("for", name).with(label),
                        hint.isEmpty() ? input : input.at("aria-describedby", name + "-hint"),
                        Html.when(
                                !hint.isEmpty(),
                                Tag.tag("small").at("id", name + "-hint").with(hint)));
    }
}
