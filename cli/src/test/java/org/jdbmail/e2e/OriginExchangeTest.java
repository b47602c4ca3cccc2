package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.BodyHashes;
import org.jdbmail.authenticity.dkim.DkimSigner;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.net.DnsServer;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two of our servers and a Postfix with a name server under the test's control: who is believed to have sent what. */
@Tag("full")
@Timeout(300)
class OriginExchangeTest {
    private static final String USER = "127.0.77.1";
    private static final String SETTINGS = """
            [SMTPD]
            xclient_networks = 127.0.0.1
            mynetworks = 127.0.77.1
            dmarc = reject
            arc_domain = a.test
            arc_trusted = a.test
            """;

    @TempDir
    static Path folder;

    private static final SigningKey KEY = SigningKey.generate(Algorithm.RSA_SHA256, 1024);
    private static final SigningKey SMALL_KEY = SigningKey.generate(Algorithm.ED25519_SHA256, 0);
    private static DnsServer names;
    private static MailServer a;
    private static MailServer b;
    private static PostfixRelay postfix;

    @BeforeAll
    static void start() throws Exception {
        int port = FreePort.next();
        names = DnsServer.start();
        names.add("a.test", "MX", "10 mx.a.test").add("mx.a.test", "A", "127.0.41.1");
        names.add("b.test", "MX", "10 mx.b.test").add("mx.b.test", "A", "127.0.41.2");
        names.add("a.test", "TXT", "v=spf1 ip4:127.0.0.1 -all").add("_dmarc.a.test", "TXT", "v=DMARC1; p=reject");
        names.add("c.test", "TXT", "v=spf1 ip4:192.0.2.3 -all");
        names.add("_dmarc.c.test", "TXT", "v=DMARC1; p=reject; sp=quarantine");
        names.add("k._domainkey.c.test", "TXT", KEY.record());
        names.add("e._domainkey.c.test", "TXT", SMALL_KEY.record());
        names.add("q.test", "TXT", "v=spf1 ip4:192.0.2.3 -all").add("_dmarc.q.test", "TXT", "v=DMARC1; p=quarantine");
        names.add("_dmarc.many.test", "TXT", "v=DMARC1; p=reject; psd=y");
        names.add("bounce.x.many.test", "TXT", "v=spf1 ip4:192.0.2.3 -all");
        names.add("odd.test", "TXT", "v=spf1 what -all");
        names.add("round.test", "TXT", "v=spf1 include:round.test -all");
        names.add("strict.test", "TXT", "v=spf1 ip4:192.0.2.3 -all");
        names.add("_dmarc.strict.test", "TXT", "v=DMARC1; p=reject; aspf=s");
        names.add("bounce.strict.test", "TXT", "v=spf1 ip4:192.0.2.3 -all");
        names.add("bounce.c.test", "TXT", "v=spf1 ip4:192.0.2.3 -all");
        a = MailServer.start(folder.resolve("a"), "mx.a.test", "127.0.41.1", port, names.address(), SETTINGS);
        b = MailServer.start(folder.resolve("b"), "mx.b.test", "127.0.41.2", port, names.address(), SETTINGS);
        names.add("rsa._domainkey.a.test", "TXT", a.key("a.test", "rsa", Algorithm.RSA_SHA256));
        names.add("ed._domainkey.a.test", "TXT", a.key("a.test", "ed", Algorithm.ED25519_SHA256));
        a.account("alice@a.test");
        b.account("bob@b.test");
        a.forward("away@a.test", "bob@b.test");
        postfix = PostfixRelay.start(folder.resolve("postfix"), "127.0.41.3", port);
    }

    @AfterAll
    static void stop() throws IOException {
        postfix.close();
        b.close();
        a.close();
        names.close();
    }

    /** What a server says of a message from that address; an empty address for itself. */
    private static String send(InetSocketAddress to, String address, String sender, String recipient, String message)
            throws IOException {
        try (LineClient client = LineClient.connect(to).timeout(Duration.ofSeconds(60))) {
            client.readUntil("220 ");
            if (!address.isEmpty()) {
                client.send("XCLIENT ADDR=" + address);
                client.readUntil("220 ");
            }
            client.send("EHLO mx.somewhere.test");
            client.readUntil("250 ");
            client.send("MAIL FROM:<" + sender + ">");
            client.readUntil("250 ");
            client.send("RCPT TO:<" + recipient + ">");
            client.readUntil("250 ");
            client.send("DATA");
            client.readUntil("354 ");
            client.send(message.getBytes(StandardCharsets.UTF_8));
            client.send(".");
            return client.readLine();
        }
    }

    private static String mail(String author, String more) {
        return "From: x <" + author + ">\r\nTo: bob@b.test\r\nSubject: hello\r\n" + more + "\r\nbody\r\n";
    }

    private static String signed(String message) {
        return signed(message, "k", KEY);
    }

    private static String signed(String message, String selector, SigningKey key) {
        MessageBytes bytes = MessageBytes.of(message.getBytes(StandardCharsets.UTF_8));
        HeaderBlock block = HeaderBlock.of(bytes);
        return new DkimSigner("c.test", selector, key)
                        .sign(
                                block,
                                BodyHashes.of(bytes, block.body(), Set.of(DkimSigner.BODY))
                                        .get(DkimSigner.BODY),
                                Instant.now())
                        .text()
                + "\r\n" + message;
    }

    private static String results(String mail) {
        int from = mail.indexOf("Authentication-Results: ");
        return from < 0
                ? ""
                : mail.substring(from, mail.indexOf("\r\nReceived:", from)).replaceAll("\\s+", " ");
    }

    /** What bob gets, of a message that b takes. */
    private static String taken(String address, String sender, String message) throws Exception {
        int had = b.messages("bob@b.test").size();
        String said = send(b.at(), address, sender, "bob@b.test", message);
        assertTrue(said.startsWith("250 "), said);
        return results(b.newest("bob@b.test", had + 1));
    }

    private static void has(String results, String... wanted) {
        for (String each : wanted) {
            assertTrue(results.contains(each), each + " in " + results);
        }
    }

    @Test
    void ourOwnMailIsBelievedByAnother() throws Exception {
        int had = b.messages("bob@b.test").size();
        String said = send(a.at(), USER, "alice@a.test", "bob@b.test", mail("alice@a.test", ""));
        assertTrue(said.startsWith("250 "), said);
        String mail = b.newest("bob@b.test", had + 1);
        has(
                results(mail),
                "mx.b.test; spf=pass",
                "header.d=a.test header.s=rsa header.a=rsa-sha256",
                "header.s=ed header.a=ed25519-sha256",
                "dmarc=pass (p=reject) header.from=a.test",
                "arc=none");
        assertFalse(mail.contains("dkim=fail"), mail);
        // What a itself has checked of nobody is not told.
        assertFalse(mail.contains("Authentication-Results: mx.a.test"), mail);
    }

    @Test
    void senders() throws Exception {
        has(taken("192.0.2.3", "x@c.test", mail("x@c.test", "")), "spf=pass", "dmarc=pass (p=reject)");
        has(taken("192.0.2.3", "x@odd.test", mail("x@odd.test", "")), "spf=permerror", "dmarc=none");
        has(
                taken("192.0.2.3", "x@round.test", mail("x@round.test", "")),
                "spf=permerror (more than 10 terms that need to be looked up)");
        String said = send(b.at(), "192.0.2.4", "x@c.test", "bob@b.test", mail("x@c.test", ""));
        assertEquals("550 5.7.1 the message is not from c.test, and that wants such mail refused (DMARC)", said);
    }

    // RFC 9989 §4.4 and §4.10
    @Test
    void alignmentAndTheTreeAbove() throws Exception {
        has(taken("192.0.2.3", "x@bounce.c.test", mail("x@deep.down.c.test", "")), "dmarc=pass (p=quarantine)");
        String said = send(b.at(), "192.0.2.3", "x@bounce.strict.test", "bob@b.test", mail("x@strict.test", ""));
        assertTrue(said.startsWith("550 5.7.1 "), said);
        int had = b.messages("bob@b.test").size();
        said = send(b.at(), "192.0.2.4", "x@elsewhere.test", "bob@b.test", mail("x@sub.c.test", ""));
        assertTrue(said.startsWith("250 "), said);
        assertEquals(had, b.messages("bob@b.test").size(), "it is filed as junk");
    }

    @Test
    void signatures() throws Exception {
        String right = signed(mail("x@c.test", ""));
        has(taken("192.0.2.4", "x@elsewhere.test", right), "dkim=pass (1024-bit key) header.d=c.test", "dmarc=pass");
        for (String wrong : new String[] {
            right.replace("\r\nbody", "\r\nother"),
            "Subject: put above\r\n" + right,
            right.replace("s=k;", "s=gone;"),
            mail("x@c.test", "DKIM-Signature: nonsense\r\n")
        }) {
            String said = send(b.at(), "192.0.2.4", "x@elsewhere.test", "bob@b.test", wrong);
            assertTrue(said.startsWith("550 5.7.1 "), said + wrong);
        }
        names.broken("slow._domainkey.c.test");
        has(taken("192.0.2.3", "x@c.test", right.replace("s=k;", "s=slow;")), "dkim=temperror", "dmarc=pass");
    }

    @Test
    void aPostfixOnTheWayLeavesSignaturesAsTheyAre() throws Exception {
        int had = a.messages("alice@a.test").size();
        // It would add these.
        String whole = mail("x@c.test", "Date: Sat, 28 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@c.test>\r\n");
        String said = send(postfix.at(), "", "x@c.test", "alice@a.test", signed(whole));
        assertTrue(said.startsWith("250 "), said);
        String mail = a.newest("alice@a.test", had + 1);
        assertTrue(mail.contains("by mx.p.test (Postfix)"), mail);
        has(results(mail), "spf=fail", "dkim=pass", "dmarc=pass");
    }

    /** What b says of a message from a host that may not send for anybody. */
    private static String fromElsewhere(String message) throws IOException {
        return send(b.at(), "192.0.2.4", "x@elsewhere.test", "bob@b.test", message);
    }

    // RFC 8463
    @Test
    void aSignatureByEd25519() throws Exception {
        String right = signed(mail("x@c.test", ""), "e", SMALL_KEY);
        has(
                taken("192.0.2.4", "x@elsewhere.test", right),
                "dkim=pass",
                "header.s=e header.a=ed25519-sha256",
                "dmarc=pass");
        String said = fromElsewhere(right.replace("Subject: hello", "Subject: hallo"));
        assertTrue(said.startsWith("550 5.7.1 "), said);
    }

    // RFC 6376 §8.2: what is added behind what was signed may be anybody's, and then the signature speaks for nothing.
    @Test
    void aSignatureOnAPart() throws Exception {
        byte[] pkcs8 = KEY.secret().getEncoded();
        Path secret = Files.writeString(
                folder.resolve("pkcs1.pem"),
                "-----BEGIN RSA PRIVATE KEY-----\n"
                        + Base64.getEncoder().encodeToString(Arrays.copyOfRange(pkcs8, 26, pkcs8.length))
                        + "\n-----END RSA PRIVATE KEY-----\n");
        Path plain = Files.writeString(folder.resolve("plain.eml"), mail("x@c.test", ""));
        String script = "import dkim, sys; m = open(sys.argv[1], 'rb').read(); "
                + "print((dkim.sign(m, b'k', b'c.test', open(sys.argv[2], 'rb').read(), length=True) + m).decode(), end='')";
        String partly = Program.run(
                        Duration.ofSeconds(60),
                        folder,
                        Map.of(),
                        List.of("/usr/bin/python3", "-c", script, plain.toString(), secret.toString()))
                .orFail()
                .output()
                .replaceAll("\r?\n", "\r\n");
        assertTrue(partly.contains("l=6"), partly);
        has(taken("192.0.2.4", "x@elsewhere.test", partly), "dkim=pass", "dmarc=pass");
        String said = fromElsewhere(partly + "and more\r\n");
        assertTrue(said.startsWith("550 5.7.1 "), said);
        String told = taken("192.0.2.3", "x@c.test", partly + "and more\r\n");
        has(told, "dkim=policy", "only a part of the body is signed", "spf=pass", "dmarc=pass");
    }

    // RFC 9989 §4.10: below a suffix (psd=y) each name is a domain of its own.
    @Test
    void aDomainBelowASuffixSpeaksForItself() throws Exception {
        has(
                taken("192.0.2.3", "x@bounce.x.many.test", mail("x@deep.x.many.test", "")),
                "spf=pass",
                "dmarc=pass (p=reject) header.from=deep.x.many.test");
        String said = send(b.at(), "192.0.2.3", "x@bounce.x.many.test", "bob@b.test", mail("x@y.many.test", ""));
        assertEquals("550 5.7.1 the message is not from y.many.test, and that wants such mail refused (DMARC)", said);
    }

    @Test
    void whatADomainWantsQuarantinedIsFiledAsJunk() throws Exception {
        has(taken("192.0.2.3", "x@q.test", mail("x@q.test", "")), "spf=pass", "dmarc=pass (p=quarantine)");
        int had = b.messages("bob@b.test").size();
        String said = send(b.at(), "192.0.2.4", "x@q.test", "bob@b.test", mail("x@q.test", ""));
        assertTrue(said.startsWith("250 "), said);
        assertEquals(had, b.messages("bob@b.test").size());
    }

    // RFC 8617 §5.2
    @Test
    void aBrokenSealIsNotBelieved() throws Exception {
        int had = b.messages("bob@b.test").size();
        send(a.at(), "192.0.2.3", "x@c.test", "away@a.test", mail("x@c.test", "X-What: broken seal\r\n"));
        String mail = b.newest("bob@b.test", had + 1);
        String sealed = mail.substring(mail.indexOf("ARC-Seal: "));
        assertTrue(fromElsewhere(sealed).startsWith("250 "), sealed);
        String said = fromElsewhere(sealed.replace("\r\nbody", "\r\nbodies"));
        assertTrue(said.startsWith("550 5.7.1 "), said);
    }

    // RFC 8617: what is only proven by its host is not proven any more behind a forward, but for the seal.
    @Test
    void aForwardIsBelievedByItsSeal() throws Exception {
        int had = b.messages("bob@b.test").size();
        String said = send(a.at(), "192.0.2.3", "x@c.test", "away@a.test", mail("x@c.test", ""));
        assertTrue(said.startsWith("250 "), said);
        String mail = b.newest("bob@b.test", had + 1);
        has(results(mail), "spf=pass", "dmarc=fail (p=reject but believed by its seals)", "arc=pass (i=1)");
        assertTrue(mail.contains("ARC-Seal: i=1; a="), mail);
        assertTrue(mail.startsWith("Return-Path: <SRS0="), mail);
    }
}
