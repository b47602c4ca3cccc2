package org.jdbmail.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.jdbmail.wire.tls.KeyFiles;
import org.jdbmail.wire.tls.TlsContexts;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys from files: each kind that is understood, reloading, and clear words for what does not work. */
class TlsContextsTest {
    private final WireServer server = new WireServer();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    private Path certificate(Certificates.Pair pair) throws Exception {
        return Certificates.pem(
                folder.resolve("cert.pem"), "CERTIFICATE", pair.certificate().getEncoded());
    }

    private Path key(String label, byte[] content) throws IOException {
        return Certificates.pem(folder.resolve("key.pem"), label, content);
    }

    /** The certificate that a client is shown. */
    private X509Certificate served(TlsContexts contexts) throws Exception {
        Listener listener = server.listen(
                Servers.loopback("tls").withTls(TlsMode.IMPLICIT, TlsSettings.of(contexts)), Servers::echo);
        try (Client client = Client.to(listener)) {
            SSLSocket tls = client.beginTls();
            return (X509Certificate) tls.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void a_pkcs8_key_of_each_kind_serves() throws Exception {
        for (var pair : List.of(
                Certificates.ec(),
                Certificates.selfSigned("RSA", 2048, "SHA256withRSA"),
                Certificates.selfSigned("Ed25519", 255, "Ed25519"))) {
            Path key = key("PRIVATE KEY", pair.keys().getPrivate().getEncoded());
            assertEquals(pair.certificate(), served(TlsContexts.fromPem(certificate(pair), key)));
        }
    }

    /** DBMail's tls_cafile: what OpenSSL would put behind a certificate whose file has nothing else. */
    @Test
    void a_chain_is_completed_and_the_root_left_out() throws Exception {
        var root = Certificates.selfSigned("EC", 256, "SHA256withECDSA", "root");
        var middle = Certificates.signed("middle", root);
        var leaf = Certificates.signed("localhost", middle);
        Path issuers = folder.resolve("issuers.pem");
        Files.writeString(
                issuers,
                Files.readString(Certificates.pem(
                                folder.resolve("r.pem"),
                                "CERTIFICATE",
                                root.certificate().getEncoded()))
                        + Files.readString(Certificates.pem(
                                folder.resolve("m.pem"),
                                "CERTIFICATE",
                                middle.certificate().getEncoded())));
        TlsContexts contexts = new TlsContexts(
                List.of(new KeyFiles(
                        certificate(leaf),
                        key("PRIVATE KEY", leaf.keys().getPrivate().getEncoded()))),
                Optional.empty(),
                Optional.of(issuers));
        Listener listener = server.listen(
                Servers.loopback("tls").withTls(TlsMode.IMPLICIT, TlsSettings.of(contexts)), Servers::echo);
        try (Client client = Client.to(listener)) {
            assertEquals(
                    List.of(leaf.certificate(), middle.certificate()),
                    List.of(client.beginTls().getSession().getPeerCertificates()));
        }
    }

    @Test
    void the_older_rsa_key_serves() throws Exception {
        var pair = Certificates.selfSigned("RSA", 2048, "SHA256withRSA");
        byte[] pkcs1 = PrivateKeyInfo.getInstance(pair.keys().getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        assertEquals(pair.certificate(), served(TlsContexts.fromPem(certificate(pair), key("RSA PRIVATE KEY", pkcs1))));
    }

    @Test
    void the_older_ec_key_serves() throws Exception {
        var pair = Certificates.ec();
        var info = PrivateKeyInfo.getInstance(pair.keys().getPrivate().getEncoded());
        var bare = ECPrivateKey.getInstance(info.parsePrivateKey());
        byte[] sec1 = new ECPrivateKey(
                        256, bare.getKey(), info.getPrivateKeyAlgorithm().getParameters())
                .getEncoded();
        assertEquals(pair.certificate(), served(TlsContexts.fromPem(certificate(pair), key("EC PRIVATE KEY", sec1))));
    }

    @Test
    void certificate_and_key_may_share_a_file() throws Exception {
        var pair = Certificates.ec();
        String both =
                Files.readString(key("PRIVATE KEY", pair.keys().getPrivate().getEncoded())) + "some text in between\n"
                        + Files.readString(certificate(pair));
        Path file = Files.writeString(folder.resolve("both.pem"), both);
        assertEquals(pair.certificate(), served(TlsContexts.fromPem(file, file)));
    }

    @Test
    void a_renewed_certificate_serves_the_next_connection_and_a_broken_one_changes_nothing() throws Exception {
        var old = Certificates.ec();
        TlsContexts contexts = TlsContexts.fromPem(
                certificate(old), key("PRIVATE KEY", old.keys().getPrivate().getEncoded()));
        SSLContext before = contexts.get();
        assertEquals(old.certificate(), served(contexts));

        Files.writeString(folder.resolve("cert.pem"), "being written");
        assertThrows(IOException.class, contexts::reload);
        assertSame(before, contexts.get());

        var renewed = Certificates.ec();
        certificate(renewed);
        key("PRIVATE KEY", renewed.keys().getPrivate().getEncoded());
        contexts.reload();
        assertNotSame(before, contexts.get());
        assertEquals(renewed.certificate(), served(contexts));
    }

    private void assertRefused(String why, Path certificate, Path key) {
        var e = assertThrows(IOException.class, () -> TlsContexts.fromPem(certificate, key));
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void what_does_not_work_is_told_with_the_file_at_fault() throws Exception {
        var pair = Certificates.ec();
        Path certificate = certificate(pair);
        Path key = key("PRIVATE KEY", pair.keys().getPrivate().getEncoded());
        assertRefused("none.pem: there is no such file", folder.resolve("none.pem"), key);
        assertRefused("none.pem: there is no such file", certificate, folder.resolve("none.pem"));
        // What the system says of it comes after the name, not in its place.
        assertRefused(folder + ": it cannot be read", folder, key);
        assertRefused("key.pem: no certificate in it", key, key);
        assertRefused("cert.pem: no private key in it", certificate, certificate);
        assertRefused(
                "the key does not belong",
                certificate,
                key("PRIVATE KEY", Certificates.ec().keys().getPrivate().getEncoded()));
        assertRefused(
                "of another kind",
                certificate,
                key(
                        "PRIVATE KEY",
                        Certificates.selfSigned("RSA", 2048, "SHA256withRSA")
                                .keys()
                                .getPrivate()
                                .getEncoded()));
        assertRefused("the key has a passphrase", certificate, key("ENCRYPTED PRIVATE KEY", new byte[100]));
        assertRefused("cannot be read", certificate, key("PRIVATE KEY", new byte[100]));
        assertRefused("cannot be read", certificate, key("EC PRIVATE KEY", new byte[] {0x30, 0x03, 0x02}));
        assertRefused("does not serve", certificate, key("OPENSSH PRIVATE KEY", new byte[100]));
        Path old = Files.writeString(
                folder.resolve("old.pem"),
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        assertRefused("has a passphrase", certificate, old);
    }
}
