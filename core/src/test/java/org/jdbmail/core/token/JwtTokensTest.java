package org.jdbmail.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.settings.TokenSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which access tokens let somebody in. */
class JwtTokensTest {
    private static final String ISSUER = "https://login.example.test";

    @TempDir
    static Path folder;

    private static RSAKey rsa;
    private static ECKey ec;
    private static Path file;
    private static OctetKeyPair edward;
    private static PrivateKey edwardsSecret;

    @BeforeAll
    static void makeKeys() throws JOSEException, IOException, GeneralSecurityException {
        rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        edward = new OctetKeyPair.Builder(
                        Curve.Ed25519,
                        Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)))
                .keyID("ed")
                .build();
        edwardsSecret = pair.getPrivate();
        file = Files.writeString(folder.resolve("keys.json"), keys());
    }

    private static String keys() {
        return new JWKSet(List.of(rsa.toPublicJWK(), ec.toPublicJWK(), edward)).toString();
    }

    private static JwtTokens tokens(URL keys, String claim) {
        return new JwtTokens(new TokenSettings(
                keys, ISSUER, Set.of("mail"), claim, Duration.ofSeconds(60), "openid", Optional.empty()));
    }

    private static Optional<String> userOf(String token) throws IOException {
        return tokens(file.toUri().toURL(), "email").userOf(token);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("mail")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .subject("4711")
                .claim("email", "alice@example.test");
    }

    private static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet.Builder claims) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims.build());
        token.sign(signer);
        return token.serialize();
    }

    private static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
        return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").build(), new RSASSASigner(rsa), claims);
    }

    private static Date fromNow(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    @Test
    void aSignedTokenNamesItsAccount() throws Exception {
        Optional<String> alice = Optional.of("alice@example.test");
        assertEquals(alice, userOf(signed(claims())));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("ec")
                .type(new JOSEObjectType("at+jwt"))
                .build();
        assertEquals(alice, userOf(signed(header, new ECDSASigner(ec), claims())));
        assertEquals(Optional.of("4711"), tokens(file.toUri().toURL(), "sub").userOf(signed(claims())));
    }

    /** RFC 8037 §3.1, signed by Java itself. */
    private static String signedByEdward(JWSAlgorithm algorithm, JWTClaimsSet.Builder claims)
            throws GeneralSecurityException {
        JWSHeader header = new JWSHeader.Builder(algorithm).keyID("ed").build();
        String input =
                header.toBase64URL() + "." + Base64URL.encode(claims.build().toString());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(edwardsSecret);
        signature.update(input.getBytes(UTF_8));
        return input + "." + Base64URL.encode(signature.sign());
    }

    @Test
    void aTokenMayBeSignedWithEd25519() throws Exception {
        assertEquals(Optional.of("alice@example.test"), userOf(signedByEdward(JWSAlgorithm.EdDSA, claims())));
        assertEquals(Optional.of("alice@example.test"), userOf(signedByEdward(JWSAlgorithm.Ed25519, claims())));
        assertEquals(Optional.empty(), userOf(signedByEdward(JWSAlgorithm.EdDSA, claims().audience("calendar"))));
        String good = signedByEdward(JWSAlgorithm.EdDSA, claims());
        int dot = good.lastIndexOf('.');
        assertEquals(Optional.empty(), userOf(good.substring(0, dot + 1)));
        assertEquals(Optional.empty(), userOf(good.substring(0, dot + 1) + "AAAA" + good.substring(dot + 5)));
    }

    @Test
    void clocksMayDifferALittle() throws Exception {
        assertEquals(Optional.of("alice@example.test"), userOf(signed(claims().expirationTime(fromNow(-20)))));
        assertEquals(Optional.empty(), userOf(signed(claims().expirationTime(fromNow(-120)))));
        assertEquals(Optional.empty(), userOf(signed(claims().notBeforeTime(fromNow(120)))));
        assertEquals(Optional.empty(), userOf(signed(claims().expirationTime(null))));
    }

    @Test
    void aTokenForOthersOrFromOthersLetsNobodyIn() throws Exception {
        assertEquals(Optional.empty(), userOf(signed(claims().audience("calendar"))));
        assertEquals(Optional.empty(), userOf(signed(claims().audience((String) null))));
        assertEquals(Optional.empty(), userOf(signed(claims().issuer("https://login.example.org"))));
        assertEquals(Optional.of("alice@example.test"), userOf(signed(claims().audience(List.of("calendar", "mail")))));
    }

    @Test
    void aTokenThatNamesNobodyForSureLetsNobodyIn() throws Exception {
        assertEquals(Optional.empty(), userOf(signed(claims().claim("email", null))));
        assertEquals(Optional.empty(), userOf(signed(claims().claim("email", " "))));
        assertEquals(Optional.empty(), userOf(signed(claims().claim("email", List.of("a", "b")))));
        assertEquals(Optional.empty(), userOf(signed(claims().claim("email_verified", false))));
        assertEquals(Optional.of("alice@example.test"), userOf(signed(claims().claim("email_verified", true))));
    }

    /** RFC 8725 §2.1: what attackers try first. */
    @Test
    void aTokenThatIsNotSignedByAKnownKeyLetsNobodyIn() throws Exception {
        assertEquals(Optional.empty(), userOf(new PlainJWT(claims().build()).serialize()));
        byte[] known = rsa.toRSAPublicKey().getEncoded();
        assertEquals(
                Optional.empty(),
                userOf(signed(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(),
                        new MACSigner(known),
                        claims())));
        RSAKey another = new RSAKeyGenerator(2048).keyID("rsa").generate();
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").build();
        assertEquals(Optional.empty(), userOf(signed(header, new RSASSASigner(another), claims())));
        String good = signed(claims());
        assertEquals(Optional.empty(), userOf(good.substring(0, good.lastIndexOf('.') + 1)));
        for (String garbage : List.of("", ".", "..", "a.b.c", "opaque", "e30.e30.", "x".repeat(8000))) {
            assertEquals(Optional.empty(), userOf(garbage), garbage);
        }
    }

    @Test
    void keysComeFromAServerAndAKeyThatItDoesNotHaveIsNoTrouble() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> {
            byte[] body = keys().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            JwtTokens tokens =
                    tokens(new URI("http://127.0.0.1:" + server.getAddress().getPort() + "/keys").toURL(), "email");
            assertEquals(Optional.of("alice@example.test"), tokens.userOf(signed(claims())));
            RSAKey another = new RSAKeyGenerator(2048).keyID("another").generate();
            JWSHeader header =
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("another").build();
            String token = signed(header, new RSASSASigner(another), claims());
            for (int i = 0; i < 4; i++) {
                assertEquals(Optional.empty(), tokens.userOf(token));
            }
            assertEquals(Optional.of("alice@example.test"), tokens.userOf(signed(claims())));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void keysThatCannotBeHadAreTroubleOfOurs() throws Exception {
        JwtTokens tokens = tokens(folder.resolve("none.json").toUri().toURL(), "email");
        String token = signed(claims());
        assertEquals(
                Reason.UNAVAILABLE,
                assertThrows(Refusal.class, () -> tokens.userOf(token)).reason());
    }
}
