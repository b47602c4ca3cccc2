package org.jdbmail.core.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.sasl.TokenCheck;
import org.jdbmail.core.settings.TokenSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that are signed JWTs (RFC 7519, RFC 9068), by the keys of who gives them. Keys that come from a server are kept for minutes,
 * for hours where it does not answer, and asked for anew when a token names another one, at most twice in half a minute.
 */
public final class JwtTokens implements TokenCheck {
    private static final Logger LOG = LoggerFactory.getLogger(JwtTokens.class);

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 3_000;
    private static final int MOST_OCTETS = 256 * 1024;
    private static final Duration OUTAGE = Duration.ofHours(4);

    /** What the claim {@code email} says of itself (OpenID Connect Core §5.1). */
    private static final String VERIFIED = "email_verified";

    private final TokenSettings settings;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** @param settings where the keys are, and what tokens must say */
    public JwtTokens(TokenSettings settings) {
        this.settings = settings;
        JWKSource<SecurityContext> keys = JWKSourceBuilder.create(
                        settings.keys(), new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_OCTETS))
                .refreshAheadCache(false)
                .retrying(true)
                .outageTolerant(OUTAGE.toMillis())
                .build();
        // RFC 8725 §3.1: no "none", and nothing that takes a public key for a shared secret.
        Set<JWSAlgorithm> algorithms = new HashSet<>(JWSAlgorithm.Family.RSA);
        algorithms.addAll(JWSAlgorithm.Family.EC);
        processor.setJWSKeySelector(new Ed25519Keys(keys, new JWSVerificationKeySelector<>(algorithms, keys)));
        processor.setJWSVerifierFactory(new Ed25519Verifiers());
        // RFC 9068 §2.1, and what those send that are older.
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"), JOSEObjectType.JWT, null));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                settings.audiences(),
                new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                Set.of("exp", settings.claim()),
                Set.of());
        claims.setMaxClockSkew(Math.toIntExact(settings.skew().toSeconds()));
        processor.setJWTClaimsSetVerifier(claims);
    }

    @Override
    public Optional<String> userOf(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            boolean isDoubtful = settings.claim().equals("email")
                    && claims.getClaim(VERIFIED) != null
                    && !"true".equals(String.valueOf(claims.getClaim(VERIFIED)));
            return Optional.ofNullable(claims.getStringClaim(settings.claim()))
                    .filter(name -> !name.isBlank() && !isDoubtful);
        } catch (RateLimitReachedException e) {
            // The keys were asked for a moment ago, and this one's was not among them.
            return refused(e);
        } catch (KeySourceException e) {
            LOG.warn("the keys of access tokens cannot be had from {}: {}", settings.keys(), e.getMessage());
            throw new Refusal(Reason.UNAVAILABLE, "access tokens cannot be checked now");
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return refused(e);
        }
    }

    /** Without the words of the library, which may repeat parts of the token. */
    private static Optional<String> refused(Exception why) {
        LOG.debug("an access token was refused: {}", why.getClass().getSimpleName());
        return Optional.empty();
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
