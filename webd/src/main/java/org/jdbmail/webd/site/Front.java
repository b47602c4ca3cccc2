package org.jdbmail.webd.site;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbmail.core.admin.SignIns;
import org.jdbmail.core.admin.SignIns.SignedIn;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.webd.html.Paths;
import org.jdbmail.webd.html.Tag;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;

/**
 * Stands before all pages: finds out who asks, keeps everybody from what is not for him, and takes no form that does not come from a page
 * of ours. What a page is guarded by is in every answer.
 */
public final class Front {
    /** Nothing but what we serve, no script at all, and never inside of another page. */
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " frame-ancestors 'none'; base-uri 'none'";

    /** Octets of a form: a Sieve script with room to spare. */
    private static final int MOST_FORM = 1 << 20;

    /** And of one that somebody sends who is not signed in: a name and a password. */
    private static final int MOST_STRANGERS_FORM = 16 * 1024;

    /**
     * Where the site is.
     *
     * @param host as browsers name it, with its port where that is not the usual one; empty for whatever they say
     * @param base what stands before every path of ours; empty where we have the whole host
     * @param proxies whose word is taken for whom they ask
     */
    public record Place(Optional<String> host, String base, Predicate<InetAddress> proxies) {}

    private final SignIns signIns;
    private final Place place;
    private final Map<Words.Language, Words> words = Words.all();

    public Front(SignIns signIns, Place place) {
        this.signIns = signIns;
        this.place = place;
    }

    /** Answers a request for a page. */
    WebAnswer answer(Site.Route route, WebRequest request, Map<String, String> parts) {
        Client client = Client.of(request, place.proxies());
        String word = Cookies.word(request, client);
        Optional<SignedIn> somebody = word.isEmpty() ? Optional.empty() : signIns.resume(word, client.text());
        Visit visit = new Visit(
                request,
                client,
                parts,
                somebody,
                somebody.isPresent() ? SignIns.formWord(word) : "",
                words(request),
                place.base(),
                Optional.empty());
        return guarded(answer(route, visit));
    }

    private WebAnswer answer(Site.Route route, Visit visit) {
        if (!mayEnter(route, visit)) {
            return turnedAway(route, visit);
        }
        if (visit.request().body().length > (visit.signedIn().isPresent() ? MOST_FORM : MOST_STRANGERS_FORM)) {
            return trouble(visit, 413, visit.say("too-large"));
        }
        if (!route.method().equals("GET") && !isOurForm(visit)) {
            return trouble(visit, 403, visit.say("forged"));
        }
        try {
            return route.handler().answer(visit);
        } catch (Refusal refusal) {
            return trouble(visit, status(refusal), Layout.told(visit.words(), refusal));
        }
    }

    private static boolean mayEnter(Site.Route route, Visit visit) {
        return visit.signedIn().map(route.who()::lets).orElse(route.who() == Who.ANYBODY);
    }

    private static WebAnswer turnedAway(Site.Route route, Visit visit) {
        boolean isWhole = visit.signedIn().map(SignedIn::isWhole).orElse(false);
        if (isWhole) {
            return trouble(visit, 403, visit.say("not-for-you"));
        }
        if (!route.method().equals("GET")) {
            return trouble(visit, 401, visit.say("sign-in-first"));
        }
        return visit.signedIn().isPresent()
                ? visit.go("/login/code")
                : visit.go(Paths.with("/login", "to", visit.request().path()));
    }

    /** Whether a form was sent from a page of ours: the browser says so, and it has what only our page can know. */
    private boolean isOurForm(Visit visit) {
        WebRequest request = visit.request();
        String site = request.header("sec-fetch-site").orElse("same-origin");
        if (!site.equals("same-origin")) {
            return false;
        }
        String host = place.host().or(() -> request.header("host")).orElse("");
        boolean isOurs =
                request.header("origin").map(origin -> isOf(origin, host)).orElse(true);
        return isOurs
                && (visit.formWord().isEmpty()
                        || MessageDigest.isEqual(
                                visit.formWord().getBytes(StandardCharsets.UTF_8),
                                visit.secret(Visit.FORM_WORD).getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isOf(String origin, String host) {
        try {
            return host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Words words(WebRequest request) {
        Words.Language language = request.cookie(Cookies.LANGUAGE)
                .flatMap(Words.Language::ofCode)
                .orElseGet(() ->
                        Words.Language.wished(request.header("accept-language").orElse("")));
        return Objects.requireNonNull(words.get(language));
    }

    private static WebAnswer trouble(Visit visit, int status, String text) {
        return visit.page(
                status,
                visit.say("trouble"),
                Tag.tag("p", "notice bad").at("role", "alert").with(text),
                Tag.tag("p").with(Tag.tag("a").link("href", "/").with(visit.say("home"))));
    }

    private static WebAnswer guarded(WebAnswer answer) {
        return answer.with("Content-Security-Policy", POLICY)
                .with("X-Frame-Options", "DENY")
                .with("Referrer-Policy", "same-origin")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** Turns a large form away, unread, that is larger than any page has, or that nobody sends who is signed in. */
    public Optional<WebAnswer> atTheDoor(WebRequest head) {
        if (head.length() > MOST_FORM) {
            return Optional.of(WebAnswer.line(413, "that is larger than any form is"));
        }
        Client client = Client.of(head, place.proxies());
        String word = Cookies.word(head, client);
        boolean isIn = !word.isEmpty()
                && signIns.resume(word, client.text()).map(SignedIn::isWhole).orElse(false);
        return isIn ? Optional.empty() : Optional.of(WebAnswer.line(401, "sign in first"));
    }

    /** The address of who asks, as far as it can be known. */
    public String address(WebRequest request) {
        return Client.of(request, place.proxies()).text();
    }

    /** The status of an answer that tells of a refusal. */
    public static int status(Refusal refusal) {
        return switch (refusal.reason()) {
            case NOT_FOUND, EXPUNGED -> 404;
            case ALREADY_EXISTS, IN_USE -> 409;
            case NO_PERMISSION, READ_ONLY -> 403;
            case OVER_QUOTA -> 507;
            case TOO_BIG -> 413;
            case INVALID -> 400;
            case LIMIT -> 429;
            case UNAVAILABLE -> 503;
            case CORRUPT -> 500;
        };
    }

    /** What a path is answered that leads nowhere. */
    public WebAnswer nowhere(WebRequest request) {
        Site.Route nowhere = new Site.Route("GET", "", Who.ANYBODY, visit -> {
            throw new Refusal(Reason.NOT_FOUND, "there is no such page");
        });
        return answer(nowhere, request, Map.of());
    }
}
