package org.jdbmail.core.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.BarredException;
import org.jdbmail.core.auth.Candidate;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jspecify.annotations.Nullable;

/** OAUTHBEARER (RFC 7628) and XOAUTH2: one response with a name and a token, and if it fails a challenge that says why. */
final class TokenExchange implements SaslExchange {
    private static final Pattern BEARER = Pattern.compile(
            "n,(?:a=([^,]{0,512}))?,\u0001(?:[a-z]+=[^\u0001]*\u0001)*?auth=Bearer +([!-~]{1,8192})\u0001(?:[a-z]+=[^\u0001]*\u0001)*\u0001",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern XOAUTH2 = Pattern.compile(
            "user=([^\u0001]{1,512})\u0001auth=Bearer +([!-~]{1,8192})\u0001\u0001", Pattern.CASE_INSENSITIVE);

    private final Authenticator authenticator;
    private final Peer peer;
    private final TokenCheck tokens;
    private final boolean isXoauth2;
    private @Nullable LoginResult failure;

    TokenExchange(Authenticator authenticator, Peer peer, TokenCheck tokens, boolean isXoauth2) {
        this.authenticator = authenticator;
        this.peer = peer;
        this.tokens = tokens;
        this.isXoauth2 = isXoauth2;
    }

    @Override
    public Step next(byte @Nullable [] response) {
        LoginResult failed = failure;
        if (failed != null) {
            // RFC 7628 §3.2.3 wants a ^A here; clients also say nothing, or whatever they please.
            return new Finished(failed);
        }
        if (response == null) {
            return Challenge.of(new byte[0]);
        }
        Optional<String> text = SaslText.utf8(response);
        Matcher matcher = (isXoauth2 ? XOAUTH2 : BEARER).matcher(text.orElse(""));
        if (!matcher.matches()) {
            return new Broken("Not a response with a token");
        }
        String said = matcher.group(1) == null ? "" : matcher.group(1);
        String wanted = isXoauth2 ? said : said.replace("=2C", ",").replace("=3D", "=");
        return check(wanted, matcher.group(2));
    }

    private Step check(String wanted, String token) {
        try {
            Optional<String> owner = tokens.userOf(token);
            String name = owner.orElse(wanted);
            Candidate candidate = authenticator.candidate(name, peer);
            LoginResult login = authenticator.decide(
                    candidate, wanted, owner.isPresent(), authenticator.mark(name, token.getBytes(UTF_8)));
            if (login instanceof LoginResult.Accepted) {
                return new Finished(login);
            }
            failure = login;
            return Challenge.of(explanation().getBytes(UTF_8));
        } catch (BarredException barred) {
            return new Finished(barred.answer());
        }
    }

    // RFC 7628 §3.2.2, and what Google documents for XOAUTH2.
    private String explanation() {
        if (isXoauth2) {
            return "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"" + tokens.scope() + "\"}";
        }
        String scope = tokens.scope().isEmpty() ? "" : ",\"scope\":\"" + tokens.scope() + "\"";
        String configuration = tokens.configuration()
                .map(url -> ",\"openid-configuration\":\"" + url + "\"")
                .orElse("");
        return "{\"status\":\"invalid_token\"" + scope + configuration + "}";
    }
}
