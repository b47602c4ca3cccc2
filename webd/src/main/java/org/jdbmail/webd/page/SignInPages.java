package org.jdbmail.webd.page;

import org.jdbmail.core.admin.Actor;
import org.jdbmail.core.admin.SignIns;
import org.jdbmail.core.admin.SignIns.Begun;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.page.PasswordGate.Tried;
import org.jdbmail.webd.site.Cookies;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;
import org.jdbmail.webd.site.Words;

/** Signing in and out, the code of the second factor, the link that makes an administrator, and the choice of a language. */
public final class SignInPages {
    private final PasswordGate passwords;
    private final SignIns signIns;

    public SignInPages(PasswordGate passwords, SignIns signIns) {
        this.passwords = passwords;
        this.signIns = signIns;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page("/", Who.ANYBODY, SignInPages::home)
                .page("/login", Who.ANYBODY, this::login)
                .answer("/login", Who.ANYBODY, this::signIn)
                .page("/login/code", Who.HALF_SIGNED_IN, SignInPages::code)
                .answer("/login/code", Who.HALF_SIGNED_IN, this::giveCode)
                .page("/setup/{word}", Who.ANYBODY, this::setup)
                .answer("/setup/{word}", Who.ANYBODY, this::setUp)
                .answer("/logout", Who.ANYBODY, this::signOut)
                .answer("/language/{code}", Who.ANYBODY, SignInPages::language);
    }

    private static WebAnswer home(Visit visit) {
        if (visit.signedIn().isEmpty()) {
            return visit.go("/login");
        }
        if (!visit.signedIn().get().isWhole()) {
            return visit.go("/login/code");
        }
        return visit.go(home(visit.actor()));
    }

    private static String home(Actor actor) {
        return actor.isAdministrator() ? "/admin" : actor.administers() ? "/admin/accounts" : "/account";
    }

    private WebAnswer login(Visit visit) {
        return visit.signedIn().isPresent() && visit.trouble().isEmpty() ? visit.go("/") : loginPage(visit, 200, "");
    }

    private WebAnswer loginPage(Visit visit, int status, String trouble) {
        Tag form = visit.form("/login")
                .with(Tag.tag("input")
                        .at("type", "hidden")
                        .at("name", "to")
                        .at(
                                "value",
                                visit.request().method().equals("POST") ? visit.field("to") : visit.parameter("to")))
                .with(credentials(visit))
                .with(Tag.tag("button").with(visit.say("sign-in")));
        return visit.page(
                status,
                visit.say("sign-in"),
                alert(trouble),
                Tag.tag("section", "card narrow").with(open(visit), form));
    }

    private Html open(Visit visit) {
        return Html.when(
                !passwords.isOpen(visit),
                Tag.tag("p", "notice bad").at("role", "alert").with(visit.say("login.open")));
    }

    private static Html credentials(Visit visit) {
        return Html.all(
                Fields.of(
                                visit,
                                "login",
                                "text",
                                visit.say("login.name"),
                                visit.request().method().equals("POST") ? visit.field("login") : "")
                        .autocomplete("username")
                        .focused()
                        .needed()
                        .html(),
                Fields.of(visit, "password", "password", visit.say("login.password"), "")
                        .autocomplete("current-password")
                        .needed()
                        .html());
    }

    private static Html alert(String text) {
        return Html.when(
                !text.isEmpty(), Tag.tag("p", "notice bad").at("role", "alert").with(text));
    }

    private Tried tryPassword(Visit visit) {
        return passwords.attempt(visit, visit.field("login"), visit.secret("password"));
    }

    private WebAnswer signIn(Visit visit) {
        return switch (tryPassword(visit)) {
            case Tried.Out(int status, String text) -> loginPage(visit, status, text);
            case Tried.In(User user) -> {
                String to = visit.field("to");
                // Only a path of ours, and none that could be taken for a host.
                boolean isOurs = to.matches("/([A-Za-z0-9_.@~-]+/?)*");
                yield begun(visit, begin(visit, user), isOurs ? to : "/");
            }
        };
    }

    private Begun begin(Visit visit, User user) {
        return signIns.begin(
                user,
                visit.client().text(),
                visit.request().header("user-agent").orElse(""));
    }

    /** Another word than before: whoever put one into the browser has nothing of it. */
    private WebAnswer begun(Visit visit, Begun begun, String to) {
        visit.signedIn().ifPresent(old -> signIns.end(old.actor().user().id(), old.digest()));
        return visit.go(begun.isWhole() ? to : "/login/code")
                .with("Set-Cookie", Cookies.keep(begun.word(), visit.client().isEncrypted()));
    }

    private static WebAnswer code(Visit visit) {
        return codePage(visit, 200, "");
    }

    private static WebAnswer codePage(Visit visit, int status, String trouble) {
        Tag form = visit.form("/login/code")
                .with(
                        Tag.tag("p").with(visit.say("login.code.hint")),
                        Fields.of(visit, "code", "text", visit.say("login.code"), "")
                                .autocomplete("one-time-code")
                                .numeric()
                                .focused()
                                .needed()
                                .html(),
                        Tag.tag("button").with(visit.say("sign-in")));
        return visit.page(
                status,
                visit.say("login.code.title"),
                alert(trouble),
                Tag.tag("section", "card narrow").with(form));
    }

    private WebAnswer giveCode(Visit visit) {
        var half = visit.signedIn().orElseThrow();
        String agent = visit.request().header("user-agent").orElse("");
        try {
            return signIns.giveCode(half, visit.field("code"), agent)
                    .map(begun -> visit.go("/")
                            .with(
                                    "Set-Cookie",
                                    Cookies.keep(begun.word(), visit.client().isEncrypted())))
                    .orElseGet(() -> codePage(visit, 401, visit.say("login.code.wrong")));
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.LIMIT) {
                return codePage(visit, 429, visit.say("login.code.limit"));
            }
            throw refusal;
        }
    }

    private WebAnswer setup(Visit visit) {
        requireLink(visit);
        return setupPage(visit, 200, "");
    }

    private void requireLink(Visit visit) {
        if (!signIns.isLink(visit.part("word"))) {
            throw new Refusal(Reason.NOT_FOUND, "that link works no more");
        }
    }

    private WebAnswer setupPage(Visit visit, int status, String trouble) {
        Tag form = visit.form("/setup/" + visit.part("word"))
                .with(Tag.tag("p").with(visit.say("setup.hint")), credentials(visit))
                .with(Tag.tag("button").with(visit.say("setup.button")));
        return visit.page(
                status,
                visit.say("setup.title"),
                alert(trouble),
                Tag.tag("section", "card narrow").with(open(visit), form));
    }

    private WebAnswer setUp(Visit visit) {
        requireLink(visit);
        return switch (tryPassword(visit)) {
            case Tried.Out(int status, String text) -> setupPage(visit, status, text);
            case Tried.In(User user) -> {
                signIns.useLink(visit.part("word"), user, visit.client().text());
                yield begun(visit, begin(visit, user), "/");
            }
        };
    }

    private WebAnswer signOut(Visit visit) {
        visit.signedIn()
                .ifPresent(somebody -> signIns.end(somebody.actor().user().id(), somebody.digest()));
        return visit.go("/login")
                .with("Set-Cookie", Cookies.forget(visit.client().isEncrypted()));
    }

    private static WebAnswer language(Visit visit) {
        Words.Language language = Words.Language.ofCode(visit.part("code"))
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no such page"));
        return visit.go("/")
                .with("Set-Cookie", Cookies.language(language, visit.client().isEncrypted()));
    }
}
