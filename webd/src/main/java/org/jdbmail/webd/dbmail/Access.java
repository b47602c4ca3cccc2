package org.jdbmail.webd.dbmail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.Login;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;

/** Who asks, by Basic authentication (RFC 7617): the administrator of {@code [HTTP]}, or an account, for what is its own. */
public final class Access {
    private final Authenticator authenticator;
    private final Optional<byte[]> admin;
    private final String challenge;

    /** Somebody who was let in. */
    public sealed interface Caller {}

    /** May do everything. */
    public record Administrator() implements Caller {}

    /** May do what the account may. */
    public record Account(User user) implements Caller {}

    /**
     * @param admin name and password with a colon between them; empty for nobody
     * @param realm what a browser asks for a password with
     */
    public Access(Authenticator authenticator, Optional<String> admin, String realm) {
        this.authenticator = authenticator;
        this.admin = admin.map(text -> text.getBytes(StandardCharsets.UTF_8));
        this.challenge = "Basic realm=\"" + realm.replaceAll("[\"\\\\\\p{Cntrl}]", "") + "\", charset=\"UTF-8\"";
    }

    /** Has a request answered for whoever asks, or refuses it. Takes a while where the password is wrong. */
    public WebAnswer letIn(WebRequest request, Function<Caller, WebAnswer> answer) {
        byte[] given = request.header("authorization").map(Access::decode).orElse(new byte[0]);
        if (admin.isPresent() && MessageDigest.isEqual(admin.get(), given)) {
            return answer.apply(new Administrator());
        }
        String text = new String(given, StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        if (colon <= 0) {
            return refused();
        }
        Peer peer = new Peer(
                "http", request.source(), request.target(), false, false, ChannelBindings.none(), Optional.empty());
        Login login = authenticator.login(
                text.substring(0, colon),
                "",
                Password.of(text.substring(colon + 1).getBytes(StandardCharsets.UTF_8)),
                peer);
        return switch (login) {
            case Login.Accepted accepted -> {
                long sent = 0;
                try {
                    WebAnswer answered = answer.apply(new Account(accepted.user()));
                    sent = answered.body().size();
                    yield answered;
                } finally {
                    authenticator.closed(accepted, request.body().length, sent);
                }
            }
            case Login.Denied() -> refused();
            case Login.NotAuthorized() -> refused();
            case Login.Barred(var remaining) ->
                WebAnswer.line(429, "too many wrong passwords")
                        .with("Retry-After", Long.toString(Math.max(1, remaining.toSeconds())));
        };
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
