package org.jdbmail.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.jdbmail.wire.tls.KeyFiles;
import org.jdbmail.wire.tls.TlsContexts;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several certificates, encrypted keys, weak keys, changed files, certificates of clients, and what a client hears that cannot be served. */
class TlsKeysTest {
    private final WireServer server = new WireServer();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(2));
    }

    private KeyFiles files(String name, Certificates.Pair pair) throws Exception {
        return new KeyFiles(
                Certificates.pem(
                        folder.resolve(name + ".crt"),
                        "CERTIFICATE",
                        pair.certificate().getEncoded()),
                Certificates.pem(
                        folder.resolve(name + ".key"),
                        "PRIVATE KEY",
                        pair.keys().getPrivate().getEncoded()));
    }

    private Listener listen(TlsContexts contexts, SessionHandler handler) throws IOException {
        return server.listen(Servers.loopback("tls").withTls(TlsMode.IMPLICIT, TlsSettings.of(contexts)), handler);
    }

    private static X509Certificate served(Listener listener, Optional<String> host) throws Exception {
        try (Client client = Client.to(listener)) {
            var socket = (SSLSocket) Certificates.trustingClient()
                    .getSocketFactory()
                    .createSocket(client.socket(), null, listener.port(), true);
            var parameters = socket.getSSLParameters();
            host.ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void the_name_that_a_client_asks_for_chooses_the_certificate() throws Exception {
        var first = Certificates.selfSigned("EC", 256, "SHA256withECDSA", "mail.example.org");
        var second = Certificates.selfSigned("RSA", 2048, "SHA256withRSA", "*.example.com");
        var third = Certificates.selfSigned("Ed25519", 255, "Ed25519", "mail.example.net");
        var contexts =
                new TlsContexts(List.of(files("1", first), files("2", second), files("3", third)), Optional.empty());
        Listener listener = listen(contexts, Servers::echo);
        assertEquals(first.certificate(), served(listener, Optional.of("mail.example.org")));
        assertEquals(second.certificate(), served(listener, Optional.of("IMAP.example.com")));
        assertEquals(third.certificate(), served(listener, Optional.of("mail.example.net")));
        assertEquals(first.certificate(), served(listener, Optional.of("example.com")));
        assertEquals(first.certificate(), served(listener, Optional.empty()));
    }

    private Path encrypted(PemObjectGenerator key) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(key);
        }
        return Files.writeString(folder.resolve("encrypted.key"), text.toString());
    }

    @Test
    void an_encrypted_key_serves_with_its_passphrase_only() throws Exception {
        var pair = Certificates.selfSigned("RSA", 2048, "SHA256withRSA");
        Path certificate = files("e", pair).certificate();
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                .setPassword("open sesame".toCharArray())
                .build();
        var older = new JcePEMEncryptorBuilder("AES-256-CBC")
                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                .build("open sesame".toCharArray());
        for (PemObjectGenerator generator : List.of(
                new JcaPKCS8Generator(pair.keys().getPrivate(), encryptor),
                new JcaMiscPEMGenerator(pair.keys().getPrivate(), older))) {
            Path key = encrypted(generator);
            var right = new TlsContexts(
                    List.of(new KeyFiles(certificate, key, Optional.of("open sesame"))), Optional.empty());
            assertEquals(pair.certificate(), served(listen(right, Servers::echo), Optional.empty()));
            var wrong = assertThrows(
                    IOException.class,
                    () -> new TlsContexts(
                            List.of(new KeyFiles(certificate, key, Optional.of("sesame"))), Optional.empty()));
            assertTrue(wrong.getMessage().contains("passphrase"), wrong.getMessage());
            var none = assertThrows(
                    IOException.class,
                    () -> new TlsContexts(List.of(new KeyFiles(certificate, key)), Optional.empty()));
            assertTrue(none.getMessage().contains("has a passphrase"), none.getMessage());
        }
    }

    @Test
    void a_weak_key_is_refused_with_a_clear_line() throws Exception {
        KeyFiles weak = files("weak", Certificates.selfSigned("RSA", 1024, "SHA256withRSA"));
        var e = assertThrows(IOException.class, () -> new TlsContexts(List.of(weak), Optional.empty()));
        assertTrue(e.getMessage().contains("1024 bits is too weak"), e.getMessage());
    }

    @Test
    void files_that_change_are_read_again() throws Exception {
        KeyFiles files = files("same", Certificates.ec());
        var contexts = new TlsContexts(List.of(files), Optional.empty());
        assertFalse(contexts.reloadIfChanged());
        var renewed = Certificates.ec();
        files("same", renewed);
        Files.setLastModifiedTime(
                files.certificate(), FileTime.from(Instant.now().plusSeconds(10)));
        assertTrue(contexts.reloadIfChanged());
        assertFalse(contexts.reloadIfChanged());
        assertEquals(renewed.certificate(), served(listen(contexts, Servers::echo), Optional.empty()));
    }

    @Test
    void a_client_may_show_a_certificate() throws Exception {
        var client = Certificates.selfSigned("EC", 256, "SHA256withECDSA", "alice");
        var contexts = new TlsContexts(
                List.of(files("server", Certificates.ec())),
                Optional.of(files("roots", client).certificate()));
        Listener listener = listen(
                contexts,
                c -> c.out()
                        .writeAscii(c.peerCertificates().stream()
                                        .map(shown ->
                                                shown.getSubjectX500Principal().getName())
                                        .toList()
                                + "\r\n"));
        assertEquals("[CN=alice]", greeting(listener, showing(client)));
        assertEquals("[]", greeting(listener, Certificates.trustingClient()));
    }

    private static SSLContext showing(Certificates.Pair pair) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", pair.keys().getPrivate(), new char[0], new X509Certificate[] {pair.certificate()});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), Certificates.trust(), new SecureRandom());
        return context;
    }

    private static String greeting(Listener listener, SSLContext context) throws Exception {
        try (Client client = Client.to(listener)) {
            var socket = context.getSocketFactory().createSocket(client.socket(), "localhost", listener.port(), true);
            return new Client(socket).line();
        }
    }

    /** A ClientHello for a version and one cipher suite (RFC 5246 §7.4.1.2), in a record. */
    private static byte[] hello(int minor, int suite) {
        byte[] body = new byte[2 + 32 + 1 + 2 + 2 + 2];
        body[0] = 3;
        body[1] = (byte) minor;
        body[36] = 2;
        body[37] = (byte) (suite >> 8);
        body[38] = (byte) suite;
        body[39] = 1;
        byte[] record = new byte[5 + 4 + body.length];
        record[0] = 22;
        record[1] = 3;
        record[2] = 1;
        record[4] = (byte) (4 + body.length);
        record[5] = 1;
        record[8] = (byte) body.length;
        System.arraycopy(body, 0, record, 9, body.length);
        return record;
    }

    private byte[] answer(byte[] hello) throws Exception {
        var contexts = new TlsContexts(List.of(files("s", Certificates.ec())), Optional.empty());
        Listener listener = listen(contexts, Servers::echo);
        try (Client client = Client.to(listener)) {
            client.out().write(hello);
            client.out().flush();
            return client.rest().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }

    // RFC 8446 §6.2: protocol_version is 70, handshake_failure 40; fatal is 2.
    @Test
    void who_speaks_an_old_version_or_only_weak_ciphers_hears_why() throws Exception {
        byte[] version = answer(hello(2, 0xC02F));
        assertArrayEquals(new byte[] {21, 3}, java.util.Arrays.copyOf(version, 2), new String(version, US_ASCII));
        assertArrayEquals(new byte[] {2, 70}, java.util.Arrays.copyOfRange(version, 5, 7));
        for (int suite : new int[] {0x0005, 0xC027, 0x002F}) {
            byte[] cipher = answer(hello(3, suite));
            assertArrayEquals(new byte[] {2, 40}, java.util.Arrays.copyOfRange(cipher, 5, 7));
        }
    }
}
