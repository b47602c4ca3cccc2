package org.jdbmail.webd.dbmail;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;
import org.jdbmail.webd.site.Client;

/** Who asks, by Basic authentication (RFC 7617): the administrator of {@code [HTTP]}, or an account, for what is its own. */
public final class Access {
    private final Authenticator authenticator;
    private final Optional<byte[]> admin;
    private final String challenge;
    private final Predicate<InetAddress> proxies;

    /** Somebody who was let in. */
    public sealed interface Caller {}

    /** May do everything. */
    public record Administrator() implements Caller {}

    /** May do what the account may. */
    public record Account(User user) implements Caller {}

    /**
     * @param admin name and password with a colon between them; empty for nobody
     * @param realm what a browser asks for a password with
     * @param proxies whose word is taken for whom they ask
     */
    public Access(Authenticator authenticator, Optional<String> admin, String realm, Predicate<InetAddress> proxies) {
        this.authenticator = authenticator;
        this.proxies = proxies;
        this.admin = admin.map(text -> text.getBytes(StandardCharsets.UTF_8));
        this.challenge = "Basic realm=\"" + realm.replaceAll("[\"\\\\\\p{Cntrl}]", "") + "\", charset=\"UTF-8\"";
    }

    /** Has a request answered for whoever asks, or refuses it. Takes a while where the password is wrong. */
    public WebAnswer letIn(WebRequest request, Function<Caller, WebAnswer> answer) {
        if (isFromAnothersPage(request)) {
            return WebAnswer.line(403, "that comes from a page of somebody else's");
        }
        byte[] given = request.header("authorization").map(Access::decode).orElse(new byte[0]);
        InetSocketAddress client = Client.of(request, proxies).address();
        if (admin.isPresent() && MessageDigest.isEqual(admin.get(), given)) {
            // Who has guessed too often is not told that he was right at last.
            return authenticator
                    .barred(client.getAddress())
                    .map(Access::barred)
                    .orElseGet(() -> answer.apply(new Administrator()));
        }
        String text = new String(given, StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        if (colon <= 0) {
            return refused();
        }
        Peer peer = new Peer("http", client, request.target(), false, false, ChannelBindings.none(), Optional.empty());
        LoginResult login = authenticator.login(
                text.substring(0, colon),
                "",
                Password.of(text.substring(colon + 1).getBytes(StandardCharsets.UTF_8)),
                peer);
        return switch (login) {
            case LoginResult.Accepted accepted -> {
                long sent = 0;
                try {
                    WebAnswer answered = answer.apply(new Account(accepted.user()));
                    sent = answered.body().size();
                    yield answered;
                } finally {
                    authenticator.closed(accepted, request.body().length, sent);
                }
            }
            case LoginResult.Denied() -> refused();
            case LoginResult.NotAuthorized() -> refused();
            case LoginResult.Barred(var remaining) -> barred(remaining);
        };
    }

    private static WebAnswer barred(Duration remaining) {
        return WebAnswer.line(429, "too many wrong passwords")
                .with("Retry-After", Long.toString(Math.max(1, remaining.toSeconds())));
    }

    /** A browser that knows the password sends it along with whatever form any page has it send; scripts tell no origin. */
    private static boolean isFromAnothersPage(WebRequest request) {
        if (request.method().equals("GET") || request.method().equals("HEAD")) {
            return false;
        }
        String site = request.header("sec-fetch-site").orElse("none");
        return !site.equals("none") && !site.equals("same-origin")
                || site.equals("none") && request.header("origin").isPresent();
    }

    private static byte[] decode(String header) {
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(header.substring(6).strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private WebAnswer refused() {
        return WebAnswer.line(401, "name and password, please").with("WWW-Authenticate", challenge);
    }
}
