package org.jdbmail.webd.site;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.admin.Actor;
import org.jdbmail.core.admin.SignIns.SignedIn;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.Form;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;

/**
 * A request for a page, with who asks.
 *
 * @param parts what stands in the path in place of the pattern's names
 * @param signedIn who it is; empty for nobody
 * @param formWord what forms must bring along; empty where nobody is signed in
 * @param base what stands before every path of ours
 * @param trouble why what was asked for can't be
 */
public record Visit(
        WebRequest request,
        Client client,
        Map<String, String> parts,
        Optional<SignedIn> signedIn,
        String formWord,
        Words words,
        String base,
        Optional<Refusal> trouble) {
    /** The name of the field with which a form proves where it comes from. */
    static final String FORM_WORD = "form_word";

    /** The same, after what was asked for could not be done. */
    Visit withTrouble(Refusal refusal) {
        return new Visit(request, client, parts, signedIn, formWord, words, base, Optional.of(refusal));
    }

    /** Who acts. */
    public Actor actor() {
        return signedIn.map(SignedIn::actor)
                .orElseThrow(() -> new Refusal(Reason.NO_PERMISSION, "nobody is signed in"));
    }

    /** The digest of the session. */
    public String session() {
        return signedIn.map(SignedIn::digest).orElse("");
    }

    /** A part of the path. */
    public String part(String name) {
        return parts.getOrDefault(name, "");
    }

    /** A part of the path that is a number. @throws Refusal NOT_FOUND if it is none */
    public long number(String name) {
        String text = part(name);
        if (!text.matches("[0-9]{1,18}")) {
            throw new Refusal(Reason.NOT_FOUND, "there is no such page");
        }
        return Long.parseLong(text);
    }

    /** A parameter of the query; empty where it is missing. */
    public String parameter(String name) {
        return request.parameter(name).map(String::strip).orElse("");
    }

    /** A number of the query, within limits. */
    public int parameter(String name, int most) {
        String text = parameter(name);
        return text.matches("[0-9]{1,9}") ? Math.min(most, Integer.parseInt(text)) : 0;
    }

    /** A field of the form, without blanks around it; empty where it is missing. */
    public String field(String name) {
        return secret(name).strip();
    }

    /** A field of the form as it was typed. */
    public String secret(String name) {
        return form().text(name).orElse("");
    }

    /** All fields of a name. */
    public List<String> fields(String name) {
        return form().texts(name);
    }

    /** Whether a box was ticked. */
    public boolean isTicked(String name) {
        return form().text(name).isPresent();
    }

    private Form form() {
        try {
            return Form.of(request);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.INVALID, "that is no form");
        }
    }

    /** The name of the button that has a form shown again with what it would do, and nothing done. */
    public static final String LOOK = "look";

    /** What was typed into a field before it was refused or looked at, or what stands there otherwise. */
    public String typed(String name, String otherwise) {
        boolean isAgain = trouble.isPresent() || request.method().equals("POST") && isTicked(LOOK);
        // Other forms of the page stay as they are.
        return isAgain ? form().text(name).orElse(otherwise) : otherwise;
    }

    /** What is said for a key. */
    public String say(String key, Object... values) {
        return words.say(key, values);
    }

    /** Why something can't be, in the language of the page where that is known. */
    public String told(Refusal refusal) {
        return Layout.told(words, refusal);
    }

    /** How things are shown. */
    public Shown shown() {
        return new Shown(words);
    }

    /** A form that sends something to a path. */
    public Tag form(String path) {
        return Tag.tag("form")
                .at("method", "post")
                .link("action", path)
                .with(Tag.tag("input")
                        .at("type", "hidden")
                        .at("name", FORM_WORD)
                        .at("value", formWord));
    }

    /** A form that is one button. */
    public Tag button(String path, String label, String classes) {
        return form(path)
                .at("class", "inline")
                .with(Tag.tag("button").at("class", classes).with(label));
    }

    /** A form that is one button, which takes something away. */
    public Tag removal(String path, String what) {
        return form(path)
                .at("class", "inline")
                .with(Tag.tag("button")
                        .at("class", "quiet small")
                        .at("aria-label", say("remove.what", what))
                        .with(say("remove")));
    }

    /** A page. */
    public WebAnswer page(String title, Html... body) {
        return page(200, title, body);
    }

    /** A page with a status. */
    public WebAnswer page(int status, String title, Html... body) {
        return WebAnswer.text(status, "text/html; charset=utf-8", Layout.page(this, title, Html.all(body)));
    }

    /** Sends the browser to another page. */
    public WebAnswer go(String path) {
        return WebAnswer.line(303, "see " + base + path).with("Location", base + path);
    }

    /** A path of a page that says that something was done. */
    public static String done(String path, String key) {
        return Paths.with(path, "done", key);
    }
}
