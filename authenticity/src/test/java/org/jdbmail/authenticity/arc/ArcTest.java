package org.jdbmail.authenticity.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbmail.authenticity.FakeDns;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.BodyHash;
import org.jdbmail.authenticity.dkim.BodyHashes;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;

class ArcTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final SigningKey RSA = SigningKey.generate(Algorithm.RSA_SHA256, 1024);
    private static final SigningKey ED25519 = SigningKey.generate(Algorithm.ED25519_SHA256, 0);
    private static final String MESSAGE = "DKIM-Signature: v=1; a=rsa-sha256; d=x.test\r\n"
            + "From: joe@a.test\r\nSubject: a\r\n\tlong  one\r\n\r\nHello,\r\n\r\nworld \r\n";

    private final FakeDns dns = new FakeDns()
            .add("r._domainkey.first.test", "TXT", RSA.record())
            .add("e._domainkey.second.test", "TXT", ED25519.record());

    private static MessageBytes bytes(String message) {
        return MessageBytes.of(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    private ArcResult verify(String message) {
        return new ArcVerifier(dns).verify(bytes(message));
    }

    private String sealed(String message, boolean isFirst) {
        return sealed(message, isFirst, verify(message));
    }

    private static String sealed(String message, boolean isFirst, ArcResult before) {
        HeaderBlock block = HeaderBlock.of(bytes(message));
        BodyHash body = BodyHashes.of(bytes(message), block.body(), Set.of(ArcSealer.BODY))
                .get(ArcSealer.BODY);
        ArcSealer sealer = isFirst ? new ArcSealer("first.test", "r", RSA) : new ArcSealer("second.test", "e", ED25519);
        StringBuilder all = new StringBuilder();
        for (RawField field : sealer.seal(
                block, body, before, "mx." + sealer.domain() + ";\r\n\tspf=pass smtp.mailfrom=a.test", NOW)) {
            all.append(field.text()).append("\r\n");
        }
        return all + message;
    }

    private void fails(String why, String message) {
        ArcResult result = verify(message);
        assertEquals("fail " + why, result.status().word() + " " + result.why());
    }

    @Test
    void eachServerSealsWhatThoseBeforeItSaid() {
        assertEquals(ArcResult.Status.NONE, verify(MESSAGE).status());
        String once = sealed(MESSAGE, true);
        assertEquals(ArcResult.Status.PASS, verify(once).status(), verify(once).why());
        String twice = sealed("X-Forwarded: yes\r\n" + once, false);
        ArcResult result = verify(twice);
        assertEquals(ArcResult.Status.PASS, result.status(), result.why());
        assertEquals(List.of("first.test", "second.test"), result.domains());
        assertEquals(2, result.count());
        assertTrue(result.results().getFirst().text().contains("mx.first.test"), twice);
        assertTrue(twice.lines().allMatch(line -> line.length() <= 79), twice);
    }

    // RFC 8617 §4.1.2: a list may change the message, and signs it anew.
    @Test
    void onlyTheNewestSignatureIsOfTheMessage() {
        String once = sealed(MESSAGE, true);
        String changed = once.replace("world", "world of lists");
        fails("the body was changed", changed);
        String honest = sealed(once, false);
        fails("the body was changed", honest.replace("Hello", "Hallo"));
        fails("the fields were changed", honest.replace("Subject: a", "Subject: b"));
    }

    // RFC 8617 §5.2
    @Test
    void setsInDisorder() {
        String twice = sealed(sealed(MESSAGE, true), false);
        fails("seal 2 is not right", twice.replace("mx.first.test", "mx.other.test"));
        fails("a set that is not whole", twice.replaceFirst("(?s)ARC-Message-Signature: i=1;.*?\r\n(?=[A-Z])", ""));
        fails("a set is missing", twice.replace("i=1;", "i=3;"));
        fails("a set with two fields of a kind", twice.replace("i=1;", "i=2;"));
        fails("a seal on nothing that held", twice.replace("cv=pass", "cv=none"));
        fails("it had failed before", twice.replace("cv=pass", "cv=fail"));
        fails("too many sets", twice.replace("i=2;", "i=51;"));
        fails("results without a number", twice.replace("Results: i=1;", "Results: "));
        dns.remove("r._domainkey.first.test");
        fails("no key", twice);
        dns.add("r._domainkey.first.test", "TIMEOUT", "");
        assertTrue(verify(twice).isUnsure());
    }

    // RFC 8617 §5.1.2
    @Test
    void aBrokenChainIsMarkedOnceAndNoMore() {
        String broken = sealed(MESSAGE, true).replace("Hello", "Hallo");
        String marked = sealed(broken, false);
        assertTrue(marked.contains("cv=fail"), marked);
        fails("it had failed before", marked);
        assertEquals(marked, sealed(marked, true));
        dns.remove("r._domainkey.first.test").add("r._domainkey.first.test", "TIMEOUT", "");
        String unsure = sealed(MESSAGE, true);
        assertEquals(unsure, sealed(unsure, false));
    }

    @Test
    void noMoreThanFifty() {
        String message = MESSAGE;
        for (int i = 0; i < ArcSet.MOST; i++) {
            ArcResult.Status status = i == 0 ? ArcResult.Status.NONE : ArcResult.Status.PASS;
            message = sealed(message, false, new ArcResult(status, "", false, List.of(), List.of(), i));
        }
        assertEquals(
                ArcResult.Status.PASS, verify(message).status(), verify(message).why());
        assertEquals(message, sealed(message, true));
    }
}
