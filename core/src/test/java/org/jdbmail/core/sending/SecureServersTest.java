package org.jdbmail.core.sending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.Patience;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.smtp.client.TlsPolicy;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.core.sts.StsPolicies;
import org.jdbmail.core.table.LookupTable;
import org.jdbmail.core.table.LookupTables;
import org.jdbmail.core.table.QueryTables;
import org.jdbmail.core.table.TableName;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.net.DnsServer;
import org.jdbmail.testkit.net.SmtpSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that show whose they are, or mail waits: RFC 7672 (DANE), RFC 8461 (MTA-STS), and Postfix's smtp_tls_policy_maps. {@code one.test} and {@code a.wild.test} have
 * certificates of the test's authority.
 */
@Timeout(60)
class SecureServersTest {
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20));

    private static final Path CERTIFICATES =
            Path.of(System.getProperty("basedir", ""), "src/test/resources/certificates");

    @TempDir
    Path folder;

    private DnsServer names;
    private SmtpSink sink;
    private KeyStore keys;
    private final List<ServerTransport> open = new ArrayList<>();
    private String policies = "";
    private Optional<StsPolicies> sts = Optional.empty();
    private final List<String> fetched = new ArrayList<>();

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        names = DnsServer.start();
        sink = SmtpSink.at(InetAddress.ofLiteral("127.0.33.1"), 0);
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(CERTIFICATES.resolve("server.p12"))) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        sink.secure(context);
        for (String host : List.of("one.test", "other.test", "a.wild.test")) {
            names.add(host, "A", "127.0.33.1");
        }
        names.add("d.test", "MX", "10 one.test");
        names.secure(true);
    }

    @AfterEach
    void stop() throws IOException {
        open.forEach(ServerTransport::close);
        names.close();
        sink.close();
    }

    private SendResult send(TlsPolicy.Level level, String recipient) throws IOException {
        Dns dns = new Dns(Optional.of(names.address()), Duration.ofSeconds(2));
        Path table = Files.writeString(Files.createTempFile(folder, "policies", ""), policies);
        LookupTable lookup = new LookupTables(QueryTables.none()).open(TableName.parse(table.toString()));
        TlsPolicy usual = new TlsPolicy(level, Optional.of(CERTIFICATES.resolve("authority.pem")));
        ServerTransport transport = new ServerTransport(
                new Routes(
                        Optional.empty(), LookupTable.EMPTY, LookupTable.EMPTY, LookupTable.EMPTY, false, sink.port()),
                new Hosts(dns, "mail.test", address -> false, new Random(1)),
                new TlsChooser(new TlsPolicies(usual, lookup), dns, sts),
                SHORT,
                20,
                Duration.ofSeconds(30),
                InstantSource.system());
        open.add(transport);
        QueuedMail mail = new QueuedMail(
                1,
                1,
                Instant.now(),
                "id",
                new EnvelopeAddress("s", "sender.test"),
                0,
                "",
                MailParameters.NONE,
                null,
                List.of(new QueuedRecipient(
                        1,
                        MailTarget.ofStored(recipient),
                        RecipientParameters.NONE,
                        false,
                        1,
                        Instant.now(),
                        "",
                        false)));
        MessageBytes bytes = MessageBytes.of("Subject: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        return transport.send(mail, new MailContent("", bytes, 0)).getFirst();
    }

    private void goes(TlsPolicy.Level level, String recipient) throws IOException {
        assertInstanceOf(SendResult.Sent.class, send(level, recipient));
    }

    private String waits(TlsPolicy.Level level, String recipient) throws IOException {
        SendResult result = send(level, recipient);
        SendResult.Failed failed = assertInstanceOf(SendResult.Failed.class, result, recipient + " " + level);
        assertEquals("4.7.5", failed.status(), failed.toString());
        assertEquals(false, failed.isFinal());
        return failed.reply();
    }

    private Certificate certificate(int index) throws GeneralSecurityException {
        return keys.getCertificateChain("server")[index];
    }

    private void tlsa(String host, String fields, byte[] data) throws IOException {
        names.add(
                "_" + sink.port() + "._tcp." + host,
                "TLSA",
                fields + " " + HexFormat.of().formatHex(data));
    }

    private static byte[] sha(String bits, byte[] data) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-" + bits).digest(data);
    }

    // RFC 7672 §3.1.1: its own certificate, whose name and time do not matter.
    @Test
    void aServerWithTheCertificateThatDnsTellsOfIsBelieved() throws Exception {
        byte[] key = certificate(0).getPublicKey().getEncoded();
        names.add("own.test", "MX", "10 other.test");
        tlsa("other.test", "3 1 1", sha("256", key));
        goes(TlsPolicy.Level.DANE, "x@own.test");
        goes(TlsPolicy.Level.DANE_ONLY, "x@own.test");
        names.remove("_" + sink.port() + "._tcp.other.test");
        tlsa("other.test", "3 0 2", sha("512", certificate(0).getEncoded()));
        goes(TlsPolicy.Level.DANE, "x@own.test");
        names.remove("_" + sink.port() + "._tcp.other.test");
        tlsa("other.test", "3 1 0", key);
        goes(TlsPolicy.Level.DANE, "x@own.test");
    }

    // RFC 7672 §3.1.2, §3.2.2: its authority's, for the name of the host or of the domain.
    @Test
    void aServerOfAnAuthorityThatDnsTellsOfIsBelievedUnderItsName() throws Exception {
        byte[] authority = certificate(1).getEncoded();
        tlsa("one.test", "2 0 1", sha("256", authority));
        goes(TlsPolicy.Level.DANE, "x@d.test");
        tlsa("a.wild.test", "2 1 2", sha("512", certificate(1).getPublicKey().getEncoded()));
        names.add("w.test", "MX", "10 a.wild.test");
        goes(TlsPolicy.Level.DANE, "x@w.test");
        tlsa("other.test", "2 0 1", sha("256", authority));
        names.add("e.test", "MX", "10 other.test");
        waits(TlsPolicy.Level.DANE, "x@e.test");
        assertEquals(2, sink.received().size());
    }

    @Test
    void whatDoesNotMatchOrCannotBeToldWaits() throws Exception {
        tlsa("one.test", "3 1 1", sha("256", new byte[] {1}));
        waits(TlsPolicy.Level.DANE, "x@d.test");
        waits(TlsPolicy.Level.DANE_ONLY, "x@d.test");
        names.add("t.test", "MX", "10 other.test").broken("_" + sink.port() + "._tcp.other.test");
        waits(TlsPolicy.Level.DANE, "x@t.test");
        names.add("n.test", "MX", "10 a.wild.test");
        waits(TlsPolicy.Level.DANE_ONLY, "x@n.test");
        assertEquals(0, sink.received().size());
        goes(TlsPolicy.Level.DANE, "x@n.test");
    }

    // RFC 7672 §2.2: what is told of can't be used, so only that there is TLS is known.
    @Test
    void recordsThatCannotBeUsedStillAskForTls() throws Exception {
        tlsa("one.test", "1 1 1", sha("256", new byte[] {1}));
        goes(TlsPolicy.Level.DANE, "x@d.test");
        try (SmtpSink plain = SmtpSink.at(InetAddress.ofLiteral("127.0.33.2"), sink.port())) {
            names.add("plain.test", "A", "127.0.33.2").add("p.test", "MX", "10 plain.test");
            tlsa("plain.test", "0 0 1", sha("256", new byte[] {1}));
            waits(TlsPolicy.Level.DANE, "x@p.test");
            assertEquals(0, plain.received().size());
        }
    }

    // They prove nothing, so who wants proof has none: Postfix's dane-only, and RFC 8461 §5 for the domain's own
    // policy.
    @Test
    void recordsThatCannotBeUsedProveNothing() throws Exception {
        names.add("e.test", "MX", "10 other.test");
        tlsa("other.test", "1 1 1", sha("256", new byte[] {1}));
        goes(TlsPolicy.Level.DANE, "x@e.test");
        waits(TlsPolicy.Level.DANE_ONLY, "x@e.test");
        names.add("_mta-sts.e.test", "TXT", "v=STSv1; id=1;");
        policy("version: STSv1\nmode: enforce\nmx: other.test\nmax_age: 86400\n");
        waits(TlsPolicy.Level.DANE, "x@e.test");
        assertEquals(1, sink.received().size());
    }

    // RFC 7672 §3.1: one record that matches is enough, whatever the others are.
    @Test
    void aRecordThatCannotBeReadDoesNotHideAnother() throws Exception {
        tlsa("one.test", "2 0 0", new byte[] {1, 2, 3});
        tlsa("one.test", "3 1 1", sha("256", certificate(0).getPublicKey().getEncoded()));
        goes(TlsPolicy.Level.DANE, "x@d.test");
    }

    // RFC 7672 §2.1.1: what nobody vouches for tells nothing.
    @Test
    void withoutDnssecThereIsNoDane() throws Exception {
        tlsa("one.test", "3 1 1", sha("256", new byte[] {1}));
        names.secure(false);
        goes(TlsPolicy.Level.DANE, "x@d.test");
        waits(TlsPolicy.Level.DANE_ONLY, "x@d.test");
        assertEquals(
                false, names.asked().contains("_" + sink.port() + "._tcp.one.test 52"), "it is not even asked for");
    }

    @Test
    void thePolicyTableNamesLevelsAndNames() throws Exception {
        policies = """
                d.test        verify
                e.test        verify
                secure.test   secure
                match.test    secure match=nexthop:one.test
                .below.test   encrypt
                host.test     verify match=hostname:other.name.test
                none.test     none
                """;
        for (String domain : List.of("secure.test", "match.test", "x.below.test", "none.test", "host.test")) {
            names.add(domain, "MX", "10 one.test");
        }
        names.add("e.test", "MX", "10 other.test");
        goes(TlsPolicy.Level.MAY, "x@d.test");
        waits(TlsPolicy.Level.MAY, "x@e.test");
        waits(TlsPolicy.Level.MAY, "x@secure.test");
        goes(TlsPolicy.Level.MAY, "x@match.test");
        goes(TlsPolicy.Level.MAY, "x@host.test");
        goes(TlsPolicy.Level.MAY, "x@x.below.test");
        sink.answer("STARTTLS", "454 4.7.0 not now");
        waits(TlsPolicy.Level.MAY, "x@x.below.test");
        goes(TlsPolicy.Level.VERIFY, "x@none.test");
        waits(TlsPolicy.Level.VERIFY, "x@one.test");
    }

    private void policy(String text) {
        sts = Optional.of(new StsPolicies(
                new Dns(Optional.of(names.address()), Duration.ofSeconds(2)),
                domain -> {
                    fetched.add(domain);
                    return text;
                },
                InstantSource.system()));
    }

    // RFC 8461 §4.1, §5
    @Test
    void aDomainMaySayWhichServersAreItsOwn() throws Exception {
        names.secure(false);
        for (String domain : List.of("d.test", "e.test", "w.test")) {
            names.add("_mta-sts." + domain, "TXT", "v=STSv1; id=1;");
        }
        names.add("w.test", "MX", "10 a.wild.test").add("e.test", "MX", "10 other.test");
        policy(
                "version: STSv1\r\nmode: enforce\r\nmx: one.test\r\nmx: *.wild.test\r\nmx: other.test\r\nmax_age: 86400\r\n");
        goes(TlsPolicy.Level.MAY, "x@d.test");
        goes(TlsPolicy.Level.DANE, "x@w.test");
        waits(TlsPolicy.Level.MAY, "x@e.test");
        policy("version: STSv1\nmode: enforce\nmx: mx.elsewhere.test\nmax_age: 86400\n");
        waits(TlsPolicy.Level.MAY, "x@d.test");
        policy("version: STSv1\nmode: testing\nmx: mx.elsewhere.test\nmax_age: 86400\n");
        goes(TlsPolicy.Level.MAY, "x@d.test");
        policies = "d.test may\n";
        policy("version: STSv1\nmode: enforce\nmx: mx.elsewhere.test\nmax_age: 86400\n");
        fetched.clear();
        goes(TlsPolicy.Level.MAY, "x@d.test");
        assertEquals(List.of(), fetched, "what the administrator says holds before it");
    }

    // RFC 8461 §2: a policy does not help where DANE has failed.
    @Test
    void daneGoesBeforeAPolicy() throws Exception {
        names.add("_mta-sts.d.test", "TXT", "v=STSv1; id=1;");
        policy("version: STSv1\nmode: enforce\nmx: one.test\nmax_age: 86400\n");
        tlsa("one.test", "3 1 1", sha("256", new byte[] {1}));
        waits(TlsPolicy.Level.DANE, "x@d.test");
    }
}
