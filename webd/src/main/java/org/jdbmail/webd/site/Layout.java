package org.jdbmail.webd.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Tag;

/** What is around every page. */
final class Layout {
    /** A place to go: its path, and the key of its name. */
    private record Place(String path, String key) {}

    private static final List<Place> OWN = List.of(
            new Place("/account", "nav.account"),
            new Place("/account/security", "nav.security"),
            new Place("/account/devices", "nav.devices"),
            new Place("/account/mail", "nav.mail"),
            new Place("/account/rules", "nav.rules"),
            new Place("/account/scripts", "nav.scripts"),
            new Place("/account/sharing", "nav.sharing"),
            new Place("/account/restore", "nav.restore"),
            new Place("/account/export", "nav.export"),
            new Place("/account/tokens", "nav.tokens"));

    private static final List<Place> DOMAINS = List.of(
            new Place("/admin/accounts", "nav.accounts"),
            new Place("/admin/domains", "nav.domains"),
            new Place("/admin/aliases", "nav.aliases"),
            new Place("/admin/keys", "nav.keys"));

    private static final List<Place> EVERYTHING = List.of(
            new Place("/admin", "nav.dashboard"),
            new Place("/admin/public", "nav.public"),
            new Place("/admin/queue", "nav.queue"),
            new Place("/admin/sessions", "nav.sessions"),
            new Place("/admin/logins", "nav.logins"),
            new Place("/admin/bans", "nav.bans"),
            new Place("/admin/changes", "nav.changes"),
            new Place("/admin/doctor", "nav.doctor"),
            new Place("/admin/store", "nav.store"),
            new Place("/admin/certificates", "nav.certificates"),
            new Place("/admin/settings", "nav.settings"));

    private Layout() {}

    static String page(Visit visit, String title, Html body) {
        Tag head = Tag.tag("head")
                .with(
                        Tag.tag("meta").at("charset", "utf-8"),
                        Tag.tag("meta").at("name", "viewport").at("content", "width=device-width, initial-scale=1"),
                        Tag.tag("meta").at("name", "color-scheme").at("content", "light dark"),
                        Tag.tag("title").with(title + " · JDBMail"),
                        Tag.tag("link").at("rel", "stylesheet").link("href", Files.STYLE.path()),
                        Tag.tag("link").at("rel", "icon").link("href", Files.ICON.path()));
        boolean isIn = visit.signedIn().map(somebody -> somebody.isWhole()).orElse(false);
        Tag page = Tag.tag("html")
                .at("lang", visit.words().language().code())
                .with(
                        head,
                        Tag.tag("body", isIn ? "in" : "out")
                                .with(
                                        Tag.tag("a", "skip")
                                                .link("href", "#main")
                                                .with(visit.say("skip")),
                                        header(visit, isIn),
                                        Html.when(isIn, nav(visit, isIn)),
                                        Tag.tag("main")
                                                .at("id", "main")
                                                .with(Tag.tag("h1").with(title), notices(visit), body),
                                        footer(visit)));
        StringBuilder out = new StringBuilder(8_192).append("<!DOCTYPE html>\n");
        page.writeTo(out, visit.base());
        return out.append('\n').toString();
    }

    private static Html header(Visit visit, boolean isIn) {
        Tag header = Tag.tag("header", "top")
                .with(Tag.tag("a", "brand").link("href", "/").with("JDBMail"));
        if (visit.signedIn().isPresent()) {
            header = header.with(
                    Html.when(isIn, Tag.tag("a", "menu").link("href", "#menu").with(visit.say("menu"))),
                    Tag.tag("span", "who").with(visit.actor().user().login()),
                    visit.button("/logout", visit.say("sign-out"), "quiet"));
        }
        return header;
    }

    private static Html nav(Visit visit, boolean isIn) {
        if (!isIn) {
            return Html.none();
        }
        List<Html> lists = new ArrayList<>();
        boolean administers = visit.actor().administers();
        if (administers) {
            lists.add(list(visit, "nav.administration", DOMAINS));
        }
        if (visit.actor().isAdministrator()) {
            lists.add(list(visit, "nav.server", EVERYTHING));
        }
        lists.add(list(visit, "nav.own", OWN));
        return Tag.tag("nav")
                .at("id", "menu")
                .at("aria-label", visit.say("menu"))
                .with(lists);
    }

    private static Html list(Visit visit, String heading, List<Place> places) {
        String path = visit.request().path();
        List<Tag> items = places.stream()
                .map(place -> {
                    Tag link = Tag.tag("a").link("href", place.path()).with(visit.say(place.key()));
                    return Tag.tag("li").with(isAt(path, place) ? link.at("aria-current", "page") : link);
                })
                .toList();
        return Html.all(Tag.tag("h2").with(visit.say(heading)), Tag.tag("ul").with(items));
    }

    /** The place with the longest path that the page is at or below; places of which one is above another are told apart. */
    private static boolean isAt(String path, Place place) {
        return path.equals(place.path())
                || path.startsWith(place.path() + "/")
                        && Stream.of(OWN, DOMAINS, EVERYTHING)
                                .flatMap(List::stream)
                                .filter(other -> path.equals(other.path()) || path.startsWith(other.path() + "/"))
                                .noneMatch(other ->
                                        other.path().length() > place.path().length());
    }

    private static Html notices(Visit visit) {
        List<Html> notices = new ArrayList<>();
        visit.trouble()
                .ifPresent(refusal -> notices.add(
                        Tag.tag("p", "notice bad").at("role", "alert").with(told(visit.words(), refusal))));
        if (visit.trouble().isEmpty()) {
            Optional<String> done = visit.request().parameter("done").filter(key -> key.matches("[a-z.-]{1,40}"));
            done.flatMap(key -> visit.words().maybe("done." + key))
                    .ifPresent(text -> notices.add(
                            Tag.tag("p", "notice good").at("role", "status").with(text)));
        }
        return Html.all(notices);
    }

    /** Why something can't be, in the language of the page where that is known to it. */
    static String told(Words words, Refusal refusal) {
        return words.maybe("refusal." + slug(refusal.text())).orElse(refusal.text());
    }

    /** The text as a key: its words with hyphens between, without numbers. */
    static String slug(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-").replaceAll("^-|-$", "");
    }

    private static Html footer(Visit visit) {
        List<Tag> languages = new ArrayList<>();
        for (Words.Language language : Words.Language.values()) {
            boolean isThis = language == visit.words().language();
            languages.add(
                    isThis
                            ? Tag.tag("span").at("lang", language.code()).with(language.own())
                            : visit.button("/language/" + language.code(), language.own(), "quiet")
                                    .at("lang", language.code()));
        }
        return Tag.tag("footer").with(languages);
    }
}
