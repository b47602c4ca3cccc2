package org.jdbmail.core.sending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
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

/** From recipients by the name system to servers: RFC 5321 §5, RFC 7505, and Postfix's tables. */
@Timeout(60)
class ServerTransportTest {
    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20));

    @TempDir
    Path folder;

    private DnsServer names;
    private SmtpSink first;
    private SmtpSink second;
    private int port;
    private final List<ServerTransport> open = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        names = DnsServer.start();
        first = SmtpSink.at(InetAddress.ofLiteral("127.0.31.1"), 0, "PIPELINING");
        port = first.port();
        second = SmtpSink.at(InetAddress.ofLiteral("127.0.31.2"), port);
        names.add("one.test", "A", "127.0.31.1")
                .add("two.test", "A", "127.0.31.2")
                .add("gone.test", "A", "127.0.31.9");
    }

    @AfterEach
    void stop() throws IOException {
        open.forEach(ServerTransport::close);
        names.close();
        first.close();
        second.close();
    }

    private Routes direct() {
        return new Routes(Optional.empty(), LookupTable.EMPTY, LookupTable.EMPTY, LookupTable.EMPTY, false, port);
    }

    private ServerTransport transport(Routes routes, TlsPolicy.Level level) {
        return transport(routes, level, LookupTable.EMPTY);
    }

    private ServerTransport transport(Routes routes, TlsPolicy.Level level, LookupTable policies) {
        Dns dns = new Dns(Optional.of(names.address()), Duration.ofSeconds(2));
        Hosts hosts = new Hosts(
                dns,
                "mail.test",
                address -> address.getAddress().getHostAddress().equals("127.0.31.7"),
                new Random(1));
        ServerTransport made = new ServerTransport(
                routes,
                hosts,
                new TlsChooser(
                        new TlsPolicies(new TlsPolicy(level, Optional.empty()), policies), dns, Optional.empty()),
                SHORT,
                20,
                Duration.ofSeconds(30),
                InstantSource.system());
        open.add(made);
        return made;
    }

    private static LookupTable table(String name) {
        return new LookupTables(QueryTables.none()).open(TableName.parse(name));
    }

    private List<SendResult> send(String... recipients) {
        return send(transport(direct(), TlsPolicy.Level.MAY), recipients);
    }

    private static List<SendResult> send(ServerTransport transport, String... recipients) {
        List<QueuedRecipient> all = new ArrayList<>();
        for (String each : recipients) {
            all.add(new QueuedRecipient(
                    all.size() + 1,
                    MailTarget.ofStored(each),
                    RecipientParameters.NONE,
                    false,
                    1,
                    Instant.now(),
                    "",
                    false));
        }
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
                all);
        MessageBytes bytes = MessageBytes.of("Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.UTF_8));
        return transport.send(mail, new MailContent("", bytes, 0));
    }

    private static SendResult.Failed failed(boolean isFinal, String status, SendResult result) {
        SendResult.Failed failed = assertInstanceOf(SendResult.Failed.class, result, result.toString());
        assertEquals(status, failed.status(), failed.toString());
        assertEquals(isFinal, failed.isFinal(), failed.toString());
        return failed;
    }

    @Test
    void theServerThatIsPreferredGetsItAndTheOtherWhereThatIsDown() throws IOException {
        names.add("a.test", "MX", "10 one.test").add("a.test", "MX", "20 two.test");
        assertInstanceOf(SendResult.Sent.class, send("x@a.test").getFirst());
        assertEquals(1, first.received().size());
        assertEquals(0, second.received().size());
        names.add("b.test", "MX", "10 gone.test").add("b.test", "MX", "20 two.test");
        assertInstanceOf(SendResult.Sent.class, send("x@b.test").getFirst());
        assertEquals(1, second.received().size());
        first.answer("connect", "421 4.3.2 stopping");
        assertInstanceOf(SendResult.Sent.class, send("x@a.test").getFirst(), "one that is up but not ready");
        assertEquals(2, second.received().size());
    }

    @Test
    void recipientsOfOneDomainShareATransactionAndDomainsAreToldApart() throws IOException {
        names.add("a.test", "MX", "10 one.test").add("b.test", "MX", "10 two.test");
        List<SendResult> results = send("x@a.test", "y@b.test", "z@a.test", "n@none.test");
        assertInstanceOf(SendResult.Sent.class, results.get(0));
        assertInstanceOf(SendResult.Sent.class, results.get(1));
        assertInstanceOf(SendResult.Sent.class, results.get(2));
        failed(true, "5.1.2", results.get(3));
        assertEquals(
                List.of("RCPT TO:<x@a.test>", "RCPT TO:<z@a.test>"),
                first.received().getFirst().recipients());
        assertEquals(List.of("RCPT TO:<y@b.test>"), second.received().getFirst().recipients());
    }

    @Test
    void aDomainWithoutMxIsItsOwnServerAndAliasesAreFollowed() throws IOException {
        assertInstanceOf(SendResult.Sent.class, send("x@one.test").getFirst());
        names.add("alias.test", "CNAME", "two.test");
        assertInstanceOf(SendResult.Sent.class, send("x@alias.test").getFirst());
        names.add("c.test", "MX", "5 alias.test");
        assertInstanceOf(SendResult.Sent.class, send("x@c.test").getFirst());
        assertInstanceOf(SendResult.Sent.class, send("x@[127.0.31.1]").getFirst());
        assertEquals(2, first.received().size());
        assertEquals(2, second.received().size());
    }

    @Test
    void whatCanNeverBeIsFinalAndWhatMayPassIsNot() throws IOException {
        names.add("null.test", "MX", "0 .");
        failed(true, "5.1.10", send("x@null.test").getFirst());
        names.add("loop.test", "MX", "10 one.test").add("loop.test", "MX", "5 mail.test");
        failed(true, "5.4.6", send("x@loop.test").getFirst());
        names.add("ours.test", "A", "127.0.31.7");
        failed(true, "5.4.6", send("x@ours.test").getFirst());
        names.add("backup.test", "MX", "10 ours.test").add("backup.test", "MX", "5 one.test");
        assertInstanceOf(SendResult.Sent.class, send("x@backup.test").getFirst(), "better ones than us are gone to");
        names.add("empty.test", "MX", "10 nowhere.test");
        failed(true, "5.4.4", send("x@empty.test").getFirst());
        names.broken("trouble.test");
        failed(false, "4.4.3", send("x@trouble.test").getFirst());
        names.add("dead.test", "MX", "10 gone.test");
        failed(false, "4.4.2", send("x@dead.test").getFirst());
        first.answer("RCPT TO:<later", "450 4.2.1 not now");
        failed(false, "4.2.1", send("later@one.test").getFirst());
        first.answer("RCPT TO:<never", "550 5.1.1 nobody");
        failed(true, "5.1.1", send("never@one.test").getFirst());
    }

    @Test
    void aHostWithIpv6OnlyIsReachedAndOneWhoseIpv6IsDeadByIpv4() throws IOException {
        try (SmtpSink six = SmtpSink.at(InetAddress.ofLiteral("::1"), port)) {
            names.add("six.test", "AAAA", "::1");
            assertInstanceOf(SendResult.Sent.class, send("x@six.test").getFirst());
            assertEquals(1, six.received().size());
        }
        names.add("both.test", "AAAA", "::1").add("both.test", "A", "127.0.31.2");
        assertInstanceOf(SendResult.Sent.class, send("x@both.test").getFirst());
        assertEquals(1, second.received().size());
    }

    @Test
    void whereNobodyIsReachedItIsNotTriedAgainForAWhile() throws IOException {
        names.add("dead.test", "MX", "10 gone.test");
        ServerTransport transport = transport(direct(), TlsPolicy.Level.MAY);
        failed(false, "4.4.2", send(transport, "x@dead.test").getFirst());
        failed(false, "4.4.1", send(transport, "x@dead.test").getFirst());
    }

    @Test
    void aConnectionIsUsedAgain() {
        ServerTransport transport = transport(direct(), TlsPolicy.Level.MAY);
        send(transport, "x@one.test");
        send(transport, "y@one.test");
        assertEquals(2, first.received().size());
        assertEquals(1, first.connections());
    }

    @Test
    void withoutTheTlsThatIsRequiredMailWaits() {
        SendResult.Failed why = failed(
                false,
                "4.7.5",
                send(transport(direct(), TlsPolicy.Level.ENCRYPT), "x@one.test").getFirst());
        assertTrue(why.reply().contains("TLS is required"), why.reply());
        assertEquals(0, first.received().size());
    }

    @Test
    void postfixTablesSayWhereMailGoes() throws IOException {
        Path transports = folder.resolve("transport");
        Files.writeString(transports, """
                # ways
                bad@a.test   error:5.7.9 not to
                   this one
                slow.test    retry:4.3.9 come later
                hole.test    discard:
                .sub.test    smtp:[127.0.31.2]:PORT
                odd.test     uucp:there
                a.test       :
                """.replace("PORT", Integer.toString(port)));
        Path relays = folder.resolve("relays");
        Files.writeString(relays, "@sender.test [127.0.31.2]:" + port + "\n");
        Routes routes = new Routes(
                NextHop.parse("[127.0.31.1]:" + port),
                table("hash:" + transports),
                LookupTable.EMPTY,
                LookupTable.EMPTY,
                false,
                port);
        ServerTransport transport = transport(routes, TlsPolicy.Level.MAY);
        List<SendResult> results = send(
                transport,
                "bad@a.test",
                "x@slow.test",
                "x@hole.test",
                "x@y.sub.test",
                "x@odd.test",
                "x@a.test",
                "x@b.test");
        assertEquals("not to this one", failed(true, "5.7.9", results.get(0)).reply());
        failed(false, "4.3.9", results.get(1));
        assertInstanceOf(SendResult.Sent.class, results.get(2));
        assertInstanceOf(SendResult.Sent.class, results.get(3));
        failed(false, "4.3.5", results.get(4));
        assertInstanceOf(SendResult.Sent.class, results.get(5));
        assertEquals(
                List.of("RCPT TO:<x@y.sub.test>"), second.received().getFirst().recipients());
        assertEquals(
                List.of("RCPT TO:<x@a.test>", "RCPT TO:<x@b.test>"),
                first.received().getFirst().recipients());
        Routes bySender = new Routes(
                NextHop.parse("[127.0.31.1]:" + port),
                LookupTable.EMPTY,
                table(relays.toString()),
                LookupTable.EMPTY,
                false,
                port);
        send(transport(bySender, TlsPolicy.Level.MAY), "x@c.test");
        assertEquals(2, second.received().size());
    }

    // What went out counts, or it would go out again.
    @Test
    void aFaultOnOneWayIsNoWordOnTheOthers() {
        LookupTable broken = (key, isPart) -> {
            if (key.equals("one.test")) {
                throw new Refusal(Reason.UNAVAILABLE, "the table is away");
            }
            return Optional.empty();
        };
        List<SendResult> results = send(transport(direct(), TlsPolicy.Level.MAY, broken), "x@one.test", "x@two.test");
        failed(false, "4.3.0", results.get(0));
        assertInstanceOf(SendResult.Sent.class, results.get(1));
        assertEquals(1, second.received().size());
    }

    // RFC 2033: Mailman's runner is such a server.
    @Test
    void aTransportMayBeLmtp() throws IOException {
        Path transports = folder.resolve("transport");
        Files.writeString(transports, "lists.test lmtp:[127.0.31.1]:" + port + "\n");
        first.answer("EHLO", "500 5.5.1 no SMTP");
        first.answer("LHLO", "250 lists.test");
        first.answer("RCPT TO:<no@", "550 5.1.1 no such list");
        first.answer("end", "250 2.0.0 one\r\n450 4.2.0 two");
        Routes routes = new Routes(
                Optional.empty(), table(transports.toString()), LookupTable.EMPTY, LookupTable.EMPTY, false, port);
        List<SendResult> results =
                send(transport(routes, TlsPolicy.Level.MAY), "a@lists.test", "no@lists.test", "b@lists.test");
        assertInstanceOf(SendResult.Sent.class, results.get(0));
        failed(true, "5.1.1", results.get(1));
        failed(false, "4.2.0", results.get(2));
    }

    // Who has it according to the server does not get it again because the server then fails.
    @Test
    void aServerOfLmtpThatDoesNotTellOfAll() throws IOException {
        Path transports = folder.resolve("transport");
        Files.writeString(transports, "lists.test lmtp:[127.0.31.1]:" + port + "\n");
        first.answer("end", "250 2.0.0 one\r\nnonsense");
        Routes routes = new Routes(
                Optional.empty(), table(transports.toString()), LookupTable.EMPTY, LookupTable.EMPTY, false, port);
        List<SendResult> results =
                send(transport(routes, TlsPolicy.Level.MAY), "a@lists.test", "b@lists.test", "c@lists.test");
        assertInstanceOf(SendResult.Sent.class, results.get(0));
        failed(false, "4.4.2", results.get(1));
        failed(false, "4.4.2", results.get(2));
    }

    @Test
    void thePasswordIsThatOfTheNextHopOrOfTheSender() throws IOException {
        Path passwords = folder.resolve("sasl_passwd");
        Files.writeString(passwords, "[127.0.31.1]:" + port + " us:secret:of us\ns@sender.test them:other\n");
        LookupTable table = table("hash:" + passwords);
        NextHop hop = NextHop.parse("[127.0.31.1]:" + port).orElseThrow();
        EnvelopeAddress sender = new EnvelopeAddress("s", "sender.test");
        EnvelopeAddress someone = new EnvelopeAddress("x", "a.test");
        Routes byHop = new Routes(Optional.of(hop), LookupTable.EMPTY, LookupTable.EMPTY, table, false, port);
        Routes bySender = new Routes(Optional.of(hop), LookupTable.EMPTY, LookupTable.EMPTY, table, true, port);
        Route.Server usual = assertInstanceOf(Route.Server.class, byHop.of(sender, someone));
        assertEquals(
                "secret:of us", java.util.Objects.requireNonNull(usual.login()).password());
        Route.Server own = assertInstanceOf(Route.Server.class, bySender.of(sender, someone));
        assertEquals("them", java.util.Objects.requireNonNull(own.login()).user());
        Route.Server none = assertInstanceOf(Route.Server.class, bySender.of(EnvelopeAddress.NULL, someone));
        assertEquals("us", java.util.Objects.requireNonNull(none.login()).user());
    }

    /** RFC 5321 §4.5.3.1.8: in portions of 100, one after the other, since a destination takes only so many messages at a time. */
    @Test
    void aMessageForVeryManyAtOneDestinationGoesToAllOfThemAtOnce() {
        String[] recipients =
                IntStream.range(0, 1_500).mapToObj(i -> "u" + i + "@one.test").toArray(String[]::new);
        List<SendResult> results = send(recipients);
        assertEquals(1_500, results.size());
        results.forEach(each -> assertInstanceOf(SendResult.Sent.class, each));
        assertEquals(15, first.received().size());
    }
}
