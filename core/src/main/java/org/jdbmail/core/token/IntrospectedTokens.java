package org.jdbmail.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.sasl.TokenCheck;
import org.jdbmail.core.settings.IntrospectionSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that say nothing by themselves: who gave them is asked (RFC 7662). What was good is remembered by a digest of the token, for
 * some minutes and never beyond its end; what was not good is asked again.
 */
public final class IntrospectedTokens implements TokenCheck {
    private static final Logger LOG = LoggerFactory.getLogger(IntrospectedTokens.class);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MOST = 10_000;
    private static final int MOST_OCTETS = 64 * 1024;
    private static final int LONGEST_TOKEN = 8 * 1024;

    /** Whose a token is, and until when. */
    private record Owner(String name, Instant until) {}

    private final IntrospectionSettings settings;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Cache<String, Owner> good =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).build();

    /** @param settings who is asked, and what an answer must say */
    public IntrospectedTokens(IntrospectionSettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<String> userOf(String token) {
        // RFC 6750 §2.1: what a token is made of; anything else need not be asked about.
        if (token.isEmpty() || token.length() > LONGEST_TOKEN || !token.matches("[A-Za-z0-9._~+/-]+=*")) {
            return Optional.empty();
        }
        String key = TextDigest.SHA256.of(token.getBytes(UTF_8));
        Owner known = good.getIfPresent(key);
        if (known != null && Instant.now().isBefore(known.until)) {
            return Optional.of(known.name);
        }
        Optional<Owner> owner = owner(ask(token));
        owner.ifPresent(found -> good.put(key, found));
        return owner.map(Owner::name);
    }

    // RFC 7662 §2.1
    private Map<String, Object> ask(String token) {
        String credentials = encoded(settings.client()) + ":" + encoded(settings.secret());
        HttpRequest request = HttpRequest.newBuilder(settings.server())
                .timeout(ANSWER)
                // RFC 6749 §2.3.1
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("token=" + encoded(token) + "&token_type_hint=access_token"))
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] text = body.readNBytes(MOST_OCTETS);
                if (response.statusCode() != 200) {
                    throw unavailable("it answers " + response.statusCode());
                }
                return JSONObjectUtils.parse(new String(text, UTF_8));
            }
        } catch (IOException e) {
            throw unavailable(e.getClass().getSimpleName());
        } catch (ParseException e) {
            throw unavailable("its answer is no JSON object");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the server is stopping");
        }
    }

    private Refusal unavailable(String why) {
        URI server = settings.server();
        LOG.warn("access tokens cannot be checked with {}: {}", server.getHost(), why);
        return new Refusal(Reason.UNAVAILABLE, "access tokens cannot be checked now");
    }

    // RFC 7662 §2.2
    private Optional<Owner> owner(Map<String, Object> answer) {
        Instant now = Instant.now();
        Optional<Instant> end = time(answer, "exp");
        boolean isGood = Boolean.TRUE.equals(answer.get("active"))
                && end.map(now::isBefore).orElse(true)
                && time(answer, "nbf").map(begin -> !now.isBefore(begin)).orElse(true)
                && isForUs(answer.get("aud"))
                && !(settings.claim().equals("email") && Boolean.FALSE.equals(answer.get("email_verified")));
        return isGood
                ? name(answer, settings.claim()).map(name -> new Owner(name, end.orElse(now.plus(KEPT))))
                : Optional.empty();
    }

    private static Optional<String> name(Map<String, Object> answer, String claim) {
        return answer.get(claim) instanceof String name && !name.isBlank() ? Optional.of(name) : Optional.empty();
    }

    private static Optional<Instant> time(Map<String, Object> answer, String claim) {
        return answer.get(claim) instanceof Number seconds
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                : Optional.empty();
    }

    /** Where audiences are named, the answer has to name one of them. */
    private boolean isForUs(@Nullable Object audience) {
        if (settings.audiences().isEmpty()) {
            return true;
        }
        return audience instanceof String one && settings.audiences().contains(one)
                || audience instanceof List<?> several && several.stream().anyMatch(settings.audiences()::contains);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    @Override
    public String scope() {
        return settings.scope();
    }

    @Override
    public Optional<String> configuration() {
        return settings.configuration();
    }
}
