package org.jdbmail.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.authenticity.arc.ArcResult;
import org.jdbmail.authenticity.arc.ArcVerifier;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.DkimResult;
import org.jdbmail.authenticity.dkim.DkimVerifier;
import org.jdbmail.authenticity.dkim.Outcome;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.filter.ContentFilter;
import org.jdbmail.core.origin.Origin;
import org.jdbmail.core.origin.OriginDns;
import org.jdbmail.core.origin.OriginOptions;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.reception.Inspector;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.DnsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is signed and sealed, by which keys, and what never is. */
class SignedMailTest {
    private static final String HOST = "mail.ours.test";
    private static final String MESSAGE =
            "From: Joe <joe@sub.ours.test>\r\nTo: sue@b.test\r\nSubject: a\r\n\r\nHello,\r\n\r\nworld \r\n";
    private static final String RECEIVED = "Received: from x ([192.0.2.1])\r\n\tby mail.ours.test with ESMTP; now\r\n";

    private final TestDatabase database = TestDatabases.create("sqlite");
    private final Store store = SqlStore.open(
            DatabaseConfig.of(database.url()).withAccount(database.user(), database.password()),
            SqlStoreOptions.DEFAULT);
    private final DnsServer names = DnsServer.start();
    private final OriginDns dns = new OriginDns(new Dns(Optional.of(names.address()), Duration.ofSeconds(2)));
    private Origin origin = origin();

    SignedMailTest() throws IOException {}

    private Origin origin() {
        return Origin.of(
                store,
                new OriginOptions(
                        HOST,
                        InetAddress::isLoopbackAddress,
                        OriginOptions.Spf.TELL,
                        true,
                        OriginOptions.Dmarc.TELL,
                        Set.of(),
                        false,
                        "ours.test"),
                dns,
                InstantSource.system(),
                Optional.empty(),
                Inspector.none(),
                ContentFilter.NONE);
    }

    @BeforeEach
    void makeKeys() throws IOException {
        key("rsa", Algorithm.RSA_SHA256, true);
        key("ed", Algorithm.ED25519_SHA256, true);
        key("old", Algorithm.RSA_SHA256, false);
        origin = origin();
    }

    private void key(String selector, Algorithm algorithm, boolean isEnabled) throws IOException {
        SigningKey key = SigningKey.generate(algorithm, 1024);
        names.add(selector + "._domainkey.ours.test", "TXT", key.record());
        DkimKey kept = new DkimKey(
                "ours.test", selector, algorithm.keyType(), key.encoded(), key.published(), isEnabled, Instant.now());
        store.write(tx -> {
            tx.dkimKeys().add(kept);
            return true;
        });
    }

    @AfterEach
    void close() {
        names.close();
        store.close();
        database.close();
    }

    private static MessageBytes bytes(String message) {
        return MessageBytes.of(message.getBytes(StandardCharsets.UTF_8));
    }

    private String arrived(String from, String message) {
        Caller caller = Caller.of(InetAddress.ofLiteral(from), from);
        Arriving arriving = new Arriving(
                caller,
                "id",
                new EnvelopeAddress("joe", "sub.ours.test"),
                MailParameters.NONE,
                List.of(new EnvelopeAddress("sue", "b.test")),
                RECEIVED,
                bytes(message),
                Instant.now());
        Judgement.Passed passed =
                (Judgement.Passed) origin.inspector().open(caller).message(arriving);
        return passed.above()
                + RECEIVED
                + new String(passed.message().slice(0, passed.message().size()), StandardCharsets.UTF_8);
    }

    private String sent(String prefix, String message) {
        QueuedMail mail = new QueuedMail(
                1, 1, Instant.now(), "id", EnvelopeAddress.NULL, 0, prefix, MailParameters.NONE, null, List.of());
        MailContent content = origin.signer().signed(mail, new MailContent(prefix, bytes(message), 0));
        return content.prefix() + message;
    }

    private List<DkimResult> signatures(String message) {
        return new DkimVerifier(dns, InstantSource.system()).verify(bytes(message));
    }

    @Test
    void whatUsersHandInIsSignedByEveryKeyThatIsEnabled() {
        List<DkimResult> results = signatures(arrived("127.0.0.1", MESSAGE));
        assertEquals(2, results.size());
        assertTrue(results.stream().allMatch(each -> each.outcome() == Outcome.PASS), results.toString());
        assertEquals("ours.test", results.getFirst().signature().orElseThrow().domain());
        assertEquals(List.of(), signatures(arrived("127.0.0.1", MESSAGE.replace("ours.test", "other.test"))));
    }

    /** Or whoever forges our addresses would get our signature, once there is a forward. */
    @Test
    void whatComesFromElsewhereIsNotSignedWhoeverItIsFrom() {
        String arrived = arrived("192.0.2.1", MESSAGE);
        assertEquals(List.of(), signatures(arrived));
        assertEquals(List.of(), signatures(sent("X-Loop: a@ours.test\r\n", arrived)));
    }

    @Test
    void whatWeWriteOurselvesIsSigned() {
        String report = "From: postmaster@mail.ours.test\r\nSubject: returned\r\n\r\nbody\r\n";
        List<DkimResult> results = signatures(sent("X-More: 1\r\n", report));
        assertEquals(2, results.size());
        assertTrue(results.stream().allMatch(each -> each.outcome() == Outcome.PASS), results.toString());
    }

    // RFC 8617 §5.1
    @Test
    void whatIsSentOnIsSealed() {
        String arrived = arrived("192.0.2.1", MESSAGE.replace("ours.test", "other.test"));
        String sent = sent("X-Loop: a@ours.test\r\n", arrived);
        ArcResult result = new ArcVerifier(dns).verify(bytes(sent));
        assertEquals(ArcResult.Status.PASS, result.status(), result + sent);
        assertEquals(List.of("ours.test"), result.domains());
        assertTrue(result.results().getFirst().text().contains("dkim=none"), sent);
        // and comes back to us by somebody who sends it on
        String again = sent("X-Loop: b@ours.test\r\n", arrived("192.0.2.2", "X-List: b\r\n" + sent));
        ArcResult second = new ArcVerifier(dns).verify(bytes(again));
        assertEquals("PASS 2", second.status() + " " + second.count(), second + again);
        // or, changed, with seals that hold no more: that is what the next seal says
        String broken = sent("", arrived("192.0.2.2", sent.replace("Hello", "Hallo")));
        assertTrue(broken.contains("cv=fail"), broken);
    }

    @Test
    void onlyWhatWeFoundOutIsSealed() {
        String forged = RECEIVED.replace("ESMTP", "LMTP")
                + "Authentication-Results: mail.ours.test; dmarc=pass header.from=bank.test; arc=none\r\n" + MESSAGE;
        assertFalse(sent("", forged).contains("ARC-Seal"));
        assertFalse(sent("", arrived("127.0.0.1", MESSAGE)).contains("ARC-Seal"));
    }
}
