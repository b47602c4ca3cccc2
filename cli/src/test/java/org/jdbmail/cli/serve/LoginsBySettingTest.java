package org.jdbmail.cli.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.net.FreePort;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SASL mechanisms that settings open: EXTERNAL by a client's certificate, OAUTHBEARER and XOAUTH2 by tokens. Over IMAPS. */
class LoginsBySettingTest {
    @TempDir
    private Path folder;

    private final int port = FreePort.next();
    private KeyPair keys;
    private X509Certificate client;
    private KeyStore trusted;

    @BeforeEach
    void makeCertificates() throws Exception {
        Certificate server = Certificate.selfSigned(Instant.now());
        Files.writeString(folder.resolve("cert.pem"), server.certificate());
        Files.writeString(folder.resolve("key.pem"), server.key());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        X500Name name = new X500Name("CN=alice");
        client = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.TEN,
                                Date.from(Instant.now().minus(Duration.ofDays(1))),
                                Date.from(Instant.now().plus(Duration.ofDays(1))),
                                name,
                                keys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        Files.writeString(
                folder.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(client.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var in = Files.newInputStream(folder.resolve("cert.pem"))) {
            trusted.setCertificateEntry(
                    "server",
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        try (Store store = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db")).open()) {
            Fixture.account(store, "alice");
            Fixture.account(store, "bob");
        }
    }

    private Servers serve(String settings) throws Exception {
        Path conf = Files.writeString(folder.resolve("dbmail.conf"), """
                [DBMAIL]
                dburi = sqlite://%1$s/mail.db
                tls_cert = %1$s/cert.pem
                tls_key = %1$s/key.pem
                tls_client_ca = %1$s/ca.pem
                %2$s
                [IMAP]
                bindip = 127.0.0.1
                port = 0
                tls_port = %3$d
                """.formatted(folder, settings, port));
        Opening opening = new Opening(Optional.empty());
        Settings read = opening.settings(Optional.of(conf), Optional.empty());
        return Servers.start(
                read, opening.store(read), Set.of(Service.IMAP), (service, network) -> network, WebServing.Wish.NONE);
    }

    private final class Client implements AutoCloseable {
        private final SSLSocket socket;
        private final BufferedReader in;

        Client(boolean hasCertificate) throws Exception {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            if (hasCertificate) {
                PrivateKey key = keys.getPrivate();
                own.setKeyEntry("me", key, new char[0], new X509Certificate[] {client});
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(own, new char[0]);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            TrustManager[] believers = trust.getTrustManagers();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), believers, null);
            socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        }

        String line() throws IOException {
            String line = in.readLine();
            return line == null ? "" : line;
        }

        String say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
            socket.getOutputStream().flush();
            return line();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void aListedCertificateLogsItsAccountInAndNobodyElse() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(client.getEncoded());
        Files.writeString(
                folder.resolve("accounts"),
                "# whose\n" + HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest) + " bob\n");
        try (Servers servers = serve("tls_client_accounts = " + folder.resolve("accounts"))) {
            assertEquals(1, servers.open().size());
            try (Client one = new Client(true)) {
                String greeting = one.line();
                assertTrue(greeting.contains("AUTH=EXTERNAL"), greeting);
                String answer = one.say("a AUTHENTICATE EXTERNAL =");
                assertTrue(answer.startsWith("a OK"), answer);
            }
            try (Client one = new Client(true)) {
                one.line();
                String answer = one.say("a AUTHENTICATE EXTERNAL " + base64("alice"));
                assertTrue(answer.startsWith("a NO"), answer);
            }
            try (Client none = new Client(false)) {
                String greeting = none.line();
                assertFalse(greeting.contains("EXTERNAL"), greeting);
                assertFalse(none.say("a AUTHENTICATE EXTERNAL =").startsWith("a OK"));
            }
        }
    }

    @Test
    void aCertificateMaySayItselfWhoseItIsWhereThatIsWanted() throws Exception {
        try (Servers servers = serve("tls_client_subject = yes");
                Client one = new Client(true)) {
            assertEquals(1, servers.open().size());
            one.line();
            String answer = one.say("a AUTHENTICATE EXTERNAL =");
            assertTrue(answer.startsWith("a OK"), answer);
        }
    }

    @Test
    void withoutASettingNeitherIsOffered() throws Exception {
        try (Servers servers = serve("");
                Client one = new Client(true)) {
            assertEquals(1, servers.open().size());
            String greeting = one.line();
            assertFalse(greeting.contains("EXTERNAL"), greeting);
            assertFalse(greeting.contains("OAUTH"), greeting);
        }
    }

    @Test
    void aListThatCannotBeReadStopsTheStart() throws Exception {
        Path list = Files.writeString(folder.resolve("accounts"), "12:34 bob\n");
        Failure failure = assertThrows(Failure.class, () -> serve("tls_client_accounts = " + list));
        assertEquals(Failure.CONFIGURATION, failure.status());
        assertTrue(String.valueOf(failure.getMessage()).startsWith(list + ":1: "), failure.getMessage());
        Failure halfSaid = assertThrows(Failure.class, () -> serve("oauth_jwks = /dev/null\noauth_issuer = x"));
        assertTrue(String.valueOf(halfSaid.getMessage()).contains("oauth_audience"), halfSaid.getMessage());
    }

    @Test
    void aTokenLogsItsAccountInAndOneForAnotherAudienceNobody() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("k").generate();
        Path jwks = Files.writeString(folder.resolve("keys.json"), new JWKSet(key.toPublicJWK()).toString());
        try (Servers servers = serve(
                        "oauth_jwks = " + jwks + "\noauth_issuer = https://login.example.test\noauth_audience = mail");
                Client one = new Client(false)) {
            assertEquals(1, servers.open().size());
            String greeting = one.line();
            assertTrue(greeting.contains("AUTH=OAUTHBEARER"), greeting);
            assertTrue(greeting.contains("AUTH=XOAUTH2"), greeting);
            String refused = one.say("a AUTHENTICATE XOAUTH2 "
                    + base64("user=alice\u0001auth=Bearer " + token(key, "web") + "\u0001\u0001"));
            assertTrue(refused.startsWith("+ "), refused);
            assertTrue(one.say("").startsWith("a NO"));
            String answer = one.say("b AUTHENTICATE OAUTHBEARER "
                    + base64("n,a=alice,\u0001auth=Bearer " + token(key, "mail") + "\u0001\u0001"));
            assertTrue(answer.startsWith("b OK"), answer);
        }
    }

    /** A webmail tells by ID (RFC 2971) whose client it is; it is believed from trusted networks only. */
    @Test
    void aWebmailHandsTheAddressOfItsClientOn() throws Exception {
        Fixture fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        fixture.execute("UPDATE dbmail_users SET passwd = 'secret', encryption_type = '' WHERE userid = 'alice'");
        for (String trusted : new String[] {"127.0.0.0/8", "203.0.113.0/24"}) {
            fixture.execute("DELETE FROM dbmail_authlog");
            try (Servers servers = serve("authlog = yes\nlogin_trusted_networks = " + trusted);
                    Client one = new Client(false)) {
                assertEquals(1, servers.open().size());
                one.line();
                assertTrue(one.say(
                                "i ID (\"name\" \"webmail\" \"X-Originating-IP\" \"192.0.2.55\" \"x-originating-port\" \"4711\")")
                        .startsWith("* ID"));
                assertTrue(one.line().startsWith("i OK"));
                String in = one.say("a LOGIN alice secret");
                assertTrue(in.startsWith("a OK"), in);
                assertTrue(one.say("z LOGOUT").startsWith("* BYE"));
            }
            String source = trusted.startsWith("127") ? "192.0.2.55" : "127.0.0.1";
            assertEquals(source, fixture.ask("SELECT src_ip FROM dbmail_authlog"), trusted);
        }
    }

    @Test
    void keysThatCannotBeHadAreNoWrongLogin() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("k").generate();
        try (Servers servers = serve("oauth_jwks = " + folder.resolve("none.json")
                        + "\noauth_issuer = https://login.example.test\noauth_audience = mail");
                Client one = new Client(false)) {
            assertEquals(1, servers.open().size());
            one.line();
            String answer = one.say("a AUTHENTICATE XOAUTH2 "
                    + base64("user=alice\u0001auth=Bearer " + token(key, "mail") + "\u0001\u0001"));
            assertTrue(answer.startsWith("a NO [UNAVAILABLE]"), answer);
        }
    }

    private static String token(RSAKey key, String audience) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k").build(),
                new JWTClaimsSet.Builder()
                        .issuer("https://login.example.test")
                        .audience(audience)
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                        .claim("email", "alice")
                        .build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }
}
