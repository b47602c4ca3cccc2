package org.jdbmail.webd.page;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.admin.Accounts;
import org.jdbmail.core.admin.OwnAccount;
import org.jdbmail.core.admin.Totp;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.QrCode;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Front;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** How one's own account is kept: password, passwords of programs, second factor. */
public final class SecurityPages {
    private static final String HERE = "/account/security";

    private final OwnAccount own;
    private final PasswordGate passwords;

    public SecurityPages(OwnAccount own, PasswordGate passwords) {
        this.own = own;
        this.passwords = passwords;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page(HERE, Who.SIGNED_IN, this::security)
                .action(HERE + "/password", Who.SIGNED_IN, this::security, this::setPassword)
                .answer(HERE + "/app-password", Who.SIGNED_IN, this::addAppPassword)
                .action(HERE + "/app-password/remove", Who.SIGNED_IN, this::security, this::removeAppPassword)
                .page(HERE + "/second-factor", Who.SIGNED_IN, SecurityPages::secondFactor)
                .action(HERE + "/second-factor", Who.SIGNED_IN, SecurityPages::secondFactor, this::setSecondFactor)
                .action(HERE + "/second-factor/remove", Who.SIGNED_IN, this::security, this::removeSecondFactor);
    }

    private WebAnswer security(Visit visit) {
        Accounts.View view = own.view(visit.actor());
        return visit.page(
                visit.say("nav.security"),
                Tag.tag("div", "cards").with(password(visit), second(visit, view), appPasswords(visit, view)));
    }

    private static Html old(Visit visit, String id) {
        return Html.all(
                Fields.whose(visit.actor().user().login()),
                Fields.of(visit, id, "password", visit.say("password.old"), "")
                        .autocomplete("current-password")
                        .needed()
                        .html());
    }

    private static Html password(Visit visit) {
        return Pieces.card(
                visit.say("password"),
                visit.form(HERE + "/password")
                        .with(
                                old(visit, "old"),
                                Fields.of(visit, "password", "password", visit.say("password.new"), "")
                                        .autocomplete("new-password")
                                        .hint(visit.say("password.hint"))
                                        .needed()
                                        .html(),
                                Fields.of(visit, "again", "password", visit.say("password.again"), "")
                                        .autocomplete("new-password")
                                        .needed()
                                        .html(),
                                Tag.tag("button").with(visit.say("password.set"))));
    }

    private static Html second(Visit visit, Accounts.View view) {
        return view.standing().totp().isPresent()
                ? Pieces.card(
                        visit.say("totp"),
                        Tag.tag("p").with(Pieces.state(visit.say("totp.on"), "good")),
                        visit.form(HERE + "/second-factor/remove")
                                .with(
                                        old(visit, "old-totp"),
                                        Tag.tag("button", "danger").with(visit.say("totp.remove"))))
                : Pieces.card(
                        visit.say("totp"),
                        Tag.tag("p").with(visit.say("totp.hint")),
                        Tag.tag("a", "button")
                                .link("href", HERE + "/second-factor")
                                .with(visit.say("totp.begin")));
    }

    private static Html appPasswords(Visit visit, Accounts.View view) {
        List<Tag> items = view.appPasswords().stream()
                .map(secret -> Tag.tag("li")
                        .with(
                                Tag.tag("span")
                                        .with(
                                                Html.text(secret.name() + " "),
                                                Tag.tag("small")
                                                        .with(services(visit, secret.services()) + ", "
                                                                + visit.say("app-passwords.used") + " ")
                                                        .with(visit.shown().time(secret.lastUsed()))),
                                visit.removal(HERE + "/app-password/remove", secret.name())
                                        .with(AccountPages.hidden("name", secret.name()))))
                .toList();
        Tag form = visit.form(HERE + "/app-password")
                .with(Fields.of(visit, "name", "text", visit.say("app-passwords.name"), "")
                        .hint(visit.say("app-passwords.name.hint"))
                        .needed()
                        .html())
                .with(Tag.tag("fieldset")
                        .with(Tag.tag("legend").with(visit.say("app-passwords.services")))
                        .with(new TreeSet<>(OwnAccount.SERVICES)
                                .stream()
                                        .map(service ->
                                                Fields.box("service", service, service.toUpperCase(Locale.ROOT), false))
                                        .toList()))
                .with(
                        Fields.of(visit, "until", "date", visit.say("app-passwords.until"), "")
                                .html(),
                        Tag.tag("button").with(visit.say("app-passwords.make")));
        return Pieces.card(
                visit.say("app-passwords"),
                Tag.tag("p").with(visit.say("app-passwords.hint")),
                items.isEmpty()
                        ? Tag.tag("p", "none").with(visit.say("app-passwords.none"))
                        : Tag.tag("ul", "rows").with(items),
                form);
    }

    private static String services(Visit visit, Set<String> services) {
        return services.isEmpty() ? visit.say("app-passwords.all") : String.join(", ", new TreeSet<>(services));
    }

    private String setPassword(Visit visit) {
        if (!visit.secret("password").equals(visit.secret("again"))) {
            throw new Refusal(Reason.INVALID, "the two new passwords are not the same");
        }
        passwords.requireOwn(visit, "old");
        own.setPassword(visit.actor(), visit.secret("password"), "");
        // The password ends all sessions, this one too, since it was begun with the old one.
        return Visit.done("/login", "password");
    }

    /** The password is shown this once, in the answer itself, since it is nowhere else. */
    private WebAnswer addAppPassword(Visit visit) {
        String name = visit.field("name");
        String made;
        try {
            Optional<LocalDate> until =
                    visit.field("until").isEmpty() ? Optional.empty() : Optional.of(OwnPages.day(visit, "until"));
            made = own.addAppPassword(visit.actor(), name, new TreeSet<>(visit.fields("service")), until);
        } catch (Refusal refusal) {
            return visit.page(
                    Front.status(refusal),
                    visit.say("nav.security"),
                    Tag.tag("p", "notice bad").at("role", "alert").with(visit.told(refusal)),
                    Tag.tag("div", "cards").with(appPasswords(visit, own.view(visit.actor()))));
        }
        return visit.page(
                visit.say("app-passwords.made"),
                Tag.tag("section", "card narrow")
                        .with(
                                Tag.tag("p").with(visit.say("app-passwords.made.hint", name)),
                                Tag.tag("p", "secret").with(Tag.tag("code").with(made)),
                                Tag.tag("a", "button").link("href", HERE).with(visit.say("done"))));
    }

    private String removeAppPassword(Visit visit) {
        own.removeAppPassword(visit.actor(), visit.field("name"));
        return Visit.done(HERE, "removed");
    }

    private static WebAnswer secondFactor(Visit visit) {
        String secret = visit.typed("secret", "");
        if (!secret.matches("[A-Z2-7]{32}")) {
            secret = Totp.newSecret();
        }
        String login = visit.actor().user().login();
        String address =
                "otpauth://totp" + Paths.with(Paths.of("JDBMail:" + login), "secret", secret, "issuer", "JDBMail");
        return visit.page(
                visit.say("totp.begin"),
                Tag.tag("section", "card narrow")
                        .with(
                                Tag.tag("p").with(visit.say("totp.begin.hint")),
                                QrCode.of(address, visit.say("totp.qr")),
                                Tag.tag("p").with(visit.say("totp.begin.typed")),
                                Tag.tag("p", "secret").with(Tag.tag("code").with(grouped(secret))),
                                Tag.tag("p").with(Tag.tag("a").otpauth(address).with(visit.say("totp.open"))),
                                visit.form(HERE + "/second-factor")
                                        .with(
                                                AccountPages.hidden("secret", secret),
                                                Fields.of(visit, "code", "text", visit.say("login.code"), "")
                                                        .autocomplete("one-time-code")
                                                        .numeric()
                                                        .needed()
                                                        .html(),
                                                Tag.tag("button").with(visit.say("totp.switch-on")))));
    }

    private static String grouped(String secret) {
        return secret.replaceAll("(.{4})(?!$)", "$1 ");
    }

    private String setSecondFactor(Visit visit) {
        own.setSecondFactor(visit.actor(), visit.field("secret"), visit.field("code"), visit.session());
        return Visit.done(HERE, "saved");
    }

    private String removeSecondFactor(Visit visit) {
        passwords.requireOwn(visit, "old-totp");
        own.removeSecondFactor(visit.actor());
        return Visit.done(HERE, "saved");
    }
}
