package org.jdbmail.webd.page;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbmail.core.admin.OwnAccount;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.WebAccess;
import org.jdbmail.webd.api.Scope;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.site.Front;
import org.jdbmail.webd.site.Site;
import org.jdbmail.webd.site.Visit;
import org.jdbmail.webd.site.Who;

/** Tokens by which programs use the API in one's name. */
public final class TokenPages {
    private static final String HERE = "/account/tokens";

    private final OwnAccount own;

    public TokenPages(OwnAccount own) {
        this.own = own;
    }

    /** Adds them. */
    public Site addTo(Site site) {
        return site.page(HERE, Who.SIGNED_IN, this::tokens)
                .answer(HERE, Who.SIGNED_IN, this::add)
                .action(HERE + "/{id}/remove", Who.SIGNED_IN, this::tokens, this::remove);
    }

    private WebAnswer tokens(Visit visit) {
        return page(visit, 200, Html.none());
    }

    private WebAnswer page(Visit visit, int status, Html notice) {
        List<Tag> rows = Listed.sorted(
                        visit,
                        own.tokens(visit.actor()),
                        Map.of(
                                "name", Comparator.comparing(WebAccess.Token::name),
                                "ends",
                                        Comparator.comparing(
                                                token -> token.expires().orElse(Instant.MAX)),
                                "used",
                                        Comparator.comparing(
                                                token -> token.lastUsed().orElse(Instant.MIN))))
                .stream()
                .map(token -> Lists.row(
                        Tag.tag("th").at("scope", "row").with(token.name()),
                        Html.text(String.join(", ", new TreeSet<>(token.scopes()))),
                        visit.shown().time(token.expires()),
                        visit.shown().time(token.lastUsed()),
                        visit.removal(HERE + "/" + token.id() + "/remove", token.name())))
                .toList();
        return visit.page(
                status,
                visit.say("nav.tokens"),
                notice,
                Tag.tag("p")
                        .with(
                                Html.text(visit.say("tokens.hint") + " "),
                                Tag.tag("a")
                                        .link("href", "/api/v1/openapi.json")
                                        .with(visit.say("tokens.description"))),
                Lists.table(
                        visit,
                        HERE,
                        List.of(
                                new Lists.Column(visit.say("accounts.name"), "name"),
                                Lists.Column.plain(visit.say("tokens.scopes")),
                                new Lists.Column(visit.say("certificates.ends"), "ends"),
                                new Lists.Column(visit.say("app-passwords.used"), "used"),
                                Lists.Column.plain("")),
                        rows,
                        visit.say("tokens.none")),
                form(visit));
    }

    private static Html form(Visit visit) {
        List<Html> boxes = Arrays.stream(Scope.values())
                .filter(scope -> visit.actor().administers() || scope.word().startsWith("own:"))
                .map(scope -> Fields.box("scope", scope.word(), scope.word(), false))
                .toList();
        return Tag.tag("section", "card narrow after")
                .with(
                        Tag.tag("h2").with(visit.say("tokens.make")),
                        visit.form(HERE)
                                .with(
                                        Fields.of(visit, "name", "text", visit.say("app-passwords.name"), "")
                                                .autocomplete("off")
                                                .needed()
                                                .html(),
                                        Tag.tag("fieldset")
                                                .with(Tag.tag("legend").with(visit.say("tokens.scopes")))
                                                .with(boxes),
                                        Fields.of(visit, "until", "date", visit.say("app-passwords.until"), "")
                                                .html(),
                                        Tag.tag("button").with(visit.say("tokens.make"))));
    }

    /** The token is shown this once, in the answer itself, since it is nowhere else. */
    private WebAnswer add(Visit visit) {
        try {
            Optional<LocalDate> until =
                    visit.field("until").isEmpty() ? Optional.empty() : Optional.of(OwnPages.day(visit, "until"));
            Set<String> scopes = visit.fields("scope").stream()
                    .filter(word -> Scope.ofWord(word).isPresent())
                    .collect(Collectors.toSet());
            String token = own.addToken(visit.actor(), visit.field("name"), scopes, until);
            return visit.page(
                    visit.say("tokens.made"),
                    Tag.tag("section", "card narrow")
                            .with(
                                    Tag.tag("p").with(visit.say("app-passwords.made.hint", visit.field("name"))),
                                    Tag.tag("p", "secret").with(Tag.tag("code").with(token)),
                                    Tag.tag("a", "button").link("href", HERE).with(visit.say("done"))));
        } catch (Refusal refusal) {
            return page(
                    visit,
                    Front.status(refusal),
                    Tag.tag("p", "notice bad").at("role", "alert").with(visit.told(refusal)));
        }
    }

    private String remove(Visit visit) {
        own.removeToken(visit.actor(), visit.number("id"));
        return Visit.done(HERE, "removed");
    }
}
