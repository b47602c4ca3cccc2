package org.jdbmail.core.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.Hashing;
import org.jdbmail.core.auth.LoginJournal;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.auth.Revocations;
import org.jdbmail.core.directory.Account;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.password.ScramHash;
import org.jdbmail.core.password.ScramKeys;
import org.jdbmail.core.sasl.SaslExchange.Broken;
import org.jdbmail.core.sasl.SaslExchange.Challenge;
import org.jdbmail.core.sasl.SaslExchange.Finished;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchanges that RFCs show, octet by octet, and what must not pass. */
class SaslVectorsTest {
    private static final String CRAM_KEY = "d06d4e1b26fccaa4b0b61801132340a354b21152711fb604ca3e035e7015116b";
    private static final String SALT_1 = "QSXCR+Q6sek8bf92";
    private static final String SALT_256 = "W22ZaJ0SNY7soEsUEjb6gQ==";
    private static final String SERVER_256 = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    private final Map<String, Account> accounts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Authenticator authenticator = new Authenticator(
            new SecretsOnlyStore(),
            (name, target) -> Optional.ofNullable(accounts.get(name)),
            new Passwords(),
            Hashing.AT_ONCE,
            new Guard(Guard.Rules.USUAL, address -> true, InstantSource.system()),
            new LoginOptions(3, Duration.ofMillis(1)).withMasters(Set.of("master")),
            new LoginJournal(new SecretsOnlyStore(), false, InstantSource.system()),
            new Revocations(new SecretsOnlyStore(), Duration.ofDays(1)),
            InstantSource.system());
    private final Peer peer = peer(ChannelBindings.none());

    private static Peer peer(ChannelBindings bindings) {
        return new Peer(
                "imap",
                new InetSocketAddress("192.0.2.7", 4711),
                new InetSocketAddress("192.0.2.1", 143),
                true,
                false,
                bindings,
                Optional.empty());
    }

    private void account(String name, String stored) {
        User user = new User(accounts.size() + 1, name, 0, 0, 0, true);
        accounts.put(name, new Account(user, new Credential(stored, ""), List.of()));
    }

    private void scramAccount(ScramHash hash, String salt) {
        account(
                "user",
                ScramKeys.of(hash, bytes("pencil"), Base64.getDecoder().decode(salt), 4096)
                        .text());
    }

    private static String challenge(SaslExchange.Step step) {
        return new String(assertInstanceOf(Challenge.class, step).data(), UTF_8);
    }

    private static String user(SaslExchange.Step step) {
        return ended(LoginResult.Accepted.class, step).user().login();
    }

    private static <T extends LoginResult> T ended(Class<T> how, SaslExchange.Step step) {
        return assertInstanceOf(how, assertInstanceOf(Finished.class, step).login());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private SaslExchange.Step plain(String response) {
        return new PlainExchange(authenticator, peer).next(bytes(response));
    }

    // RFC 4616 §4
    @Test
    void plain() {
        account("tim", "tanstaaftanstaaf");
        account("Kurt", "xipj3plmq");
        account("master", "key");
        SaslExchange exchange = new PlainExchange(authenticator, peer);
        assertEquals("", challenge(exchange.next(null)));
        assertEquals("tim", user(exchange.next(Base64.getDecoder().decode("AHRpbQB0YW5zdGFhZnRhbnN0YWFm"))));
        ended(LoginResult.NotAuthorized.class, plain("Ursel\0Kurt\0xipj3plmq"));
        assertEquals("tim", user(plain("tim\0master\0key")));
        ended(LoginResult.NotAuthorized.class, plain("nobody\0master\0key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tim", "\0tim", "\0\0x", "\0tim\0", "\0tim\0x\0", "\0\0\0"})
    void whatIsNoPlainResponse(String response) {
        assertInstanceOf(Broken.class, plain(response));
    }

    private SaslExchange.Step cram(String challenge, String response) {
        SaslExchange exchange = new CramExchange(authenticator, peer, challenge);
        assertEquals(challenge, challenge(exchange.next(null)));
        return exchange.next(bytes(response));
    }

    // RFC 2195 §2
    @ParameterizedTest
    @ValueSource(strings = {"tanstaaftanstaaf", "{CRAM-MD5}" + CRAM_KEY})
    void cramMd5(String stored) {
        account("tim", stored);
        String response = "tim b913a602c7eda7a495b4e6e7334d3890";
        assertEquals("tim", user(cram("<1896.697170952@postoffice.reston.mci.net>", response)));
        ended(LoginResult.Denied.class, cram("<1@a>", response));
        ended(
                LoginResult.Denied.class,
                cram("<1896.697170952@postoffice.reston.mci.net>", "nobody " + response.substring(4)));
        assertInstanceOf(Broken.class, cram("<1@a>", "tim 12"));
    }

    private SaslExchange digest(String nonce) {
        SaslExchange exchange = new DigestExchange(authenticator, peer, "elwood.innosoft.com", nonce);
        assertEquals(
                "realm=\"elwood.innosoft.com\",nonce=\"" + nonce + "\",qop=\"auth\",charset=utf-8,algorithm=md5-sess",
                challenge(exchange.next(null)));
        return exchange;
    }

    // RFC 2831 §4
    @Test
    void digestMd5() {
        account("chris", "secret");
        SaslExchange exchange = digest("OA6MG9tEQGm2hh");
        String response = "charset=utf-8,username=\"chris\",realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\","
                + "nc=00000001,cnonce=\"OA6MHXh6VqTrRk\",digest-uri=\"imap/elwood.innosoft.com\","
                + "response=d388dad90d4bbd760a152321f2143af7,qop=auth";
        assertEquals("rspauth=ea40f60335c427b5527b84dbabcdfffd", challenge(exchange.next(bytes(response))));
        assertEquals("chris", user(exchange.next(new byte[0])));
        ended(LoginResult.Denied.class, digest("OA6MG9tEQGm2hh").next(bytes(response.replace("d388", "d389"))));
        assertInstanceOf(Broken.class, digest("another").next(bytes(response)));
        assertInstanceOf(Broken.class, digest("another").next(bytes(response + ",nonce=\"another\"")));
    }

    // RFC 5802 §5, RFC 7677 §3, and the same for SHA-512.
    @ParameterizedTest
    @CsvSource({
        "SCRAM_SHA_1, fyko+d2lbbFgONRv9qkxdawL, 3rfcNHYJY1ZVvWVs7j, QSXCR+Q6sek8bf92,"
                + " v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=, rmF9pqV8S7suAoZWja4dJRkFsKQ=",
        "SCRAM_SHA_256, rOprNGfwEbeRWgbNEkqO, %hvYDpWUa2RaTCAfuxFIlj)hNlF$k0, W22ZaJ0SNY7soEsUEjb6gQ==,"
                + " dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=, 6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
        "SCRAM_SHA_512, rOprNGfwEbeRWgbNEkqO, %hvYDpWUa2RaTCAfuxFIlj)hNlF$k0, W22ZaJ0SNY7soEsUEjb6gQ==,"
                + " gMGXRcevScNtxZ6/8lQYpGtnsNAc3mGcmNomv+xnoOMw+3R2xNJdMNnzMlTN8PPC6wdp6dybEmDYXYTxwnYPJQ==,"
                + " ZQnYEgWQMFmmsM8aQMF0nDDCy/AgCzkwk8CmMZYcMg0vSVlKDanekLtifDSeVGT4+5ZxXnJq199RVG2rR7N7Zw==",
    })
    void scram(Mechanism mechanism, String client, String server, String salt, String proof, String verifier) {
        scramAccount(mechanism.hash(), salt);
        SaslExchange exchange = new ScramExchange(authenticator, peer, mechanism, false, server);
        assertEquals("", challenge(exchange.next(null)));
        assertEquals(
                "r=" + client + server + ",s=" + salt + ",i=4096",
                challenge(exchange.next(bytes("n,,n=user,r=" + client))));
        byte[] last = bytes("c=biws,r=" + client + server + ",p=" + proof);
        Challenge verified = assertInstanceOf(Challenge.class, exchange.next(last));
        assertEquals("v=" + verifier, new String(verified.data(), UTF_8));
        assertTrue(verified.isLast());
        assertEquals("user", user(exchange.next(new byte[0])));
        // A client that believes that we offer no channel binding is right here (ejabberd's #4322); but it has to go on
        // saying so.
        SaslExchange careful = new ScramExchange(authenticator, peer, mechanism, false, server);
        challenge(careful.next(bytes("y,,n=user,r=" + client)));
        ended(LoginResult.Denied.class, careful.next(last));
    }

    @Test
    void scramPlusBindsToTheConnectionOnce() {
        scramAccount(ScramHash.SHA_256, SALT_256);
        byte[] data = new byte[32];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        ChannelBindings bindings = new ChannelBindings(
                name -> name.equals(ChannelBindings.EXPORTER) ? Optional.of(data) : Optional.empty());
        Peer bound = peer(bindings);
        byte[] first = bytes("p=tls-exporter,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        SaslExchange exchange = new ScramExchange(authenticator, bound, Mechanism.SCRAM_SHA_256_PLUS, true, SERVER_256);
        challenge(exchange.next(first));
        String last = "c=cD10bHMtZXhwb3J0ZXIsLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f,r=rOprNGfwEbeRWgbNEkqO"
                + SERVER_256 + ",p=QC6CS20quADQRb3mT99YUH+n3VJxUvzuK0K0E1Vrs2M=";
        assertEquals("v=2GiAgapEppLVlUXbxUDksL3VgYHzuqiK5tR4mhJGgvs=", challenge(exchange.next(bytes(last))));
        assertEquals("user", user(exchange.next(new byte[0])));
        // RFC 9266 §4.1
        assertEquals(Set.of(), bindings.names());
        SaslExchange again = new ScramExchange(authenticator, bound, Mechanism.SCRAM_SHA_256_PLUS, true, SERVER_256);
        assertInstanceOf(Broken.class, again.next(first));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SCRAM_SHA_256|true|y,,n=user,r=abc", // a downgrade (RFC 5802 §6)
                "SCRAM_SHA_256_PLUS|true|n,,n=user,r=abc",
                "SCRAM_SHA_256_PLUS|true|p=tls-unique,,n=user,r=abc",
                "SCRAM_SHA_256|false|p=tls-exporter,,n=user,r=abc",
                "SCRAM_SHA_256|false|n,,m=x,n=user,r=abc",
                "SCRAM_SHA_256|false|n,,n=us=er,r=abc",
                "SCRAM_SHA_256|false|n,,n=user",
                "SCRAM_SHA_256|false|n=user,r=abc",
            })
    void whatIsNoFirstMessageOfScram(Mechanism mechanism, boolean plusWasOffered, String message) {
        account("user", "pencil");
        SaslExchange exchange = new ScramExchange(authenticator, peer, mechanism, plusWasOffered, "x");
        assertInstanceOf(Broken.class, exchange.next(bytes(message)));
    }

    @Test
    void aNameThatMeansNobodyHasASaltThatStays() {
        String first = null;
        for (int i = 0; i < 2; i++) {
            SaslExchange exchange = new ScramExchange(authenticator, peer, Mechanism.SCRAM_SHA_1, false, "x");
            String challenge = challenge(exchange.next(bytes("n,,n=nobody,r=abc")));
            assertTrue(challenge.matches("r=abcx,s=[A-Za-z0-9+/=]{24},i=4096"), challenge);
            assertEquals(first == null ? challenge : first, challenge);
            first = challenge;
            ended(LoginResult.Denied.class, exchange.next(bytes("c=biws,r=abcx,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=")));
        }
    }

    @Test
    void whoNeverTakesOurLastWordHasNoSession() {
        scramAccount(ScramHash.SHA_1, SALT_1);
        String nonces = "fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j";
        for (int i = 0; i < 9; i++) { // more than sessions are allowed
            SaslExchange exchange =
                    new ScramExchange(authenticator, peer, Mechanism.SCRAM_SHA_1, false, "3rfcNHYJY1ZVvWVs7j");
            challenge(exchange.next(bytes("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL")));
            String last = challenge(exchange.next(bytes("c=biws,r=" + nonces + ",p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=")));
            assertEquals("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", last);
            exchange.abandon();
        }
    }

    // RFC 1939 §7
    @Test
    void apop() {
        account("mrose", "tanstaaf");
        SaslGate.Methods methods = new SaslGate.Methods(
                "dbc.mtview.ca.us",
                MechanismOffer.of(List.of(Mechanism.CRAM_MD5)),
                CertificateUsers.nobody(),
                Optional.empty());
        SaslGate gate = new SaslGate(authenticator, methods, true, address -> false);
        String digest = "c4c9334bac560ecc979e58001b3e22fb";
        assertInstanceOf(
                LoginResult.Accepted.class, gate.apop("mrose", "<1896.697170952@dbc.mtview.ca.us>", digest, peer));
        assertInstanceOf(
                LoginResult.Denied.class, gate.apop("mrose", "<1896.697170953@dbc.mtview.ca.us>", digest, peer));
        assertInstanceOf(
                LoginResult.Denied.class, gate.apop("nobody", "<1896.697170952@dbc.mtview.ca.us>", digest, peer));
    }
}
