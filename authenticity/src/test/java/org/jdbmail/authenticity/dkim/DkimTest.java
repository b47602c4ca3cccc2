package org.jdbmail.authenticity.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jdbmail.authenticity.FakeDns;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;

class DkimTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final SigningKey RSA = SigningKey.generate(Algorithm.RSA_SHA256, 1024);
    private static final SigningKey ED25519 = SigningKey.generate(Algorithm.ED25519_SHA256, 0);
    private static final String MESSAGE =
            "From: Joe <joe@a.test>\r\nTo: sue@b.test\r\nSubject: a\r\n\tlong  one\r\nList-Id: <l.a.test>\r\n\r\nHello,\r\n\r\nworld \r\n";

    private final FakeDns dns = new FakeDns()
            .add("r._domainkey.a.test", "TXT", RSA.record())
            .add("e._domainkey.a.test", "TXT", ED25519.record());

    private static String signed(String message, SigningKey key, String selector) {
        MessageBytes bytes = MessageBytes.of(message.getBytes(StandardCharsets.ISO_8859_1));
        HeaderBlock block = HeaderBlock.of(bytes);
        BodyHash body =
                BodyHashes.of(bytes, block.body(), Set.of(DkimSigner.BODY)).get(DkimSigner.BODY);
        return new DkimSigner("a.test", selector, key).sign(block, body, NOW).text() + "\r\n" + message;
    }

    /** A signature of any form, made by hand. */
    private static String signedAs(String tags, String message, SigningKey key) throws Exception {
        MessageBytes bytes = MessageBytes.of(message.getBytes(StandardCharsets.ISO_8859_1));
        HeaderBlock block = HeaderBlock.of(bytes);
        SignatureTags.Forms forms =
                SignatureTags.of(RawField.of("DKIM-Signature: " + tags)).forms();
        long limit = SignatureTags.of(RawField.of("DKIM-Signature: " + tags)).number("l");
        BodyForm form = new BodyForm(forms.body(), limit < 0 ? BodyForm.ALL : limit);
        byte[] hash = BodyHashes.of(bytes, block.body(), Set.of(form)).get(form).sha256();
        String field = "DKIM-Signature: " + tags + "; bh=" + Base64.getEncoder().encodeToString(hash) + "; b=";
        SignatureTags unsigned = SignatureTags.of(RawField.of(field));
        return field + key.sign(SignedFields.data(block, unsigned.signed(), forms.header(), unsigned)) + "\r\n"
                + message;
    }

    private List<DkimResult> verify(String message) {
        return new DkimVerifier(dns, InstantSource.fixed(NOW))
                .verify(MessageBytes.of(message.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void is(SignatureOutcome outcome, String why, String message) {
        DkimResult result = verify(message).getFirst();
        assertEquals(outcome + " " + why, result.outcome() + " " + result.why());
    }

    @Test
    void whatWeSignIsRight() {
        String twice = signed(signed(MESSAGE, RSA, "r"), ED25519, "e");
        List<DkimResult> results = verify(twice);
        assertEquals(2, results.size());
        assertTrue(results.stream().allMatch(each -> each.outcome() == SignatureOutcome.PASS), results.toString());
        assertTrue(twice.lines().allMatch(line -> line.length() <= 78), twice);
    }

    @Test
    void whiteSpaceMayChangeAndNothingElse() {
        String signed = signed(MESSAGE, RSA, "r");
        is(
                SignatureOutcome.PASS,
                "",
                signed.replace("a\r\n\tlong  one", "a long\r\n  one").replace("world \r\n", "world\r\n\r\n"));
        is(SignatureOutcome.FAIL, "the fields were changed", signed.replace("long", "Long"));
        is(SignatureOutcome.FAIL, "the body was changed", signed.replace("world", "worlds"));
    }

    // RFC 6376 §8.15
    @Test
    void nobodyPutsAFieldAboveOurs() {
        for (String added : List.of("From: x@y.test", "Subject: other", "Date: now", "Content-Type: text/html")) {
            String signed = signed(MESSAGE, RSA, "r");
            is(SignatureOutcome.FAIL, "the fields were changed", added + "\r\n" + signed);
        }
        is(SignatureOutcome.PASS, "", "X-Other: may be\r\nReceived: too\r\n" + signed(MESSAGE, RSA, "r"));
    }

    @Test
    void aPartOfTheBodyIsNotEnough() throws Exception {
        String tags = "v=1; a=rsa-sha256; d=a.test; s=r; c=simple/simple; h=From:Subject; l=";
        is(SignatureOutcome.POLICY, "only a part of the body is signed", signedAs(tags + "5", MESSAGE, RSA));
        is(SignatureOutcome.PASS, "", signedAs(tags + "18", MESSAGE, RSA));
        is(SignatureOutcome.FAIL, "the body was changed", signedAs(tags + "19", MESSAGE, RSA));
        is(
                SignatureOutcome.POLICY,
                "only a part of the body is signed",
                signedAs(tags + "18", MESSAGE, RSA) + "Buy!\r\n");
    }

    // RFC 6376 §6.1.1
    @Test
    void signaturesThatAreNone() throws Exception {
        String tags = "v=1; a=rsa-sha256; d=a.test; s=r; h=From";
        is(SignatureOutcome.PASS, "", signedAs(tags, MESSAGE, RSA));
        is(SignatureOutcome.NEUTRAL, "another version", signedAs(tags.replace("v=1", "v=2"), MESSAGE, RSA));
        is(SignatureOutcome.NEUTRAL, "no v=", signedAs(tags.replace("v=1", "w=1"), MESSAGE, RSA));
        is(
                SignatureOutcome.NEUTRAL,
                "no signature: the tag d= twice",
                signedAs(tags, MESSAGE, RSA).replace("s=r", "d=a.test"));
        is(
                SignatureOutcome.PERMERROR,
                "From is not signed",
                signedAs(tags.replace("h=From", "h=Subject"), MESSAGE, RSA));
        is(
                SignatureOutcome.PERMERROR,
                "signed for another domain than its own",
                signedAs(tags + "; i=joe@b.test", MESSAGE, RSA));
        is(SignatureOutcome.PASS, "", signedAs(tags + "; i=joe@below.a.test", MESSAGE, RSA));
        is(SignatureOutcome.FAIL, "expired", signedAs(tags + "; x=1000", MESSAGE, RSA));
        is(SignatureOutcome.NEUTRAL, "ends before it was made", signedAs(tags + "; x=1000; t=2000", MESSAGE, RSA));
        is(SignatureOutcome.NEUTRAL, "no known way to its key", signedAs(tags + "; q=http", MESSAGE, RSA));
        // RFC 8301 §3.1
        is(
                SignatureOutcome.PERMERROR,
                "SHA-1 proves nothing",
                signedAs(tags, MESSAGE, RSA).replace("rsa-sha256", "rsa-sha1"));
        is(SignatureOutcome.NEUTRAL, "no signature: a tag without a value", "DKIM-Signature: nonsense\r\n" + MESSAGE);
    }

    // RFC 6376 §3.6.1
    @Test
    void keysThatCanNotBeUsed() throws Exception {
        String signed = signedAs("v=1; a=rsa-sha256; d=a.test; s=k; h=From; i=@sub.a.test", MESSAGE, RSA);
        String p = "p=" + RSA.published();
        key(signed, p, SignatureOutcome.PASS, "");
        key(signed, "k=rsa; n=a note; " + p, SignatureOutcome.PASS, "");
        key(signed, "v=DKIM1; p=", SignatureOutcome.PERMERROR, "the key was revoked");
        key(signed, "v=DKIM1", SignatureOutcome.PERMERROR, "no key in the record");
        key(signed, "v=DKIM2; " + p, SignatureOutcome.PERMERROR, "another version of key");
        key(signed, p + "; v=DKIM1", SignatureOutcome.PERMERROR, "another version of key");
        key(signed, "t=s; " + p, SignatureOutcome.PERMERROR, "the key is not for domains below its own");
        key(signed, "t=y; " + p, SignatureOutcome.PASS, "");
        key(signed, "h=sha1; " + p, SignatureOutcome.PERMERROR, "the key is not for this hash");
        key(signed, "s=tlsrpt; " + p, SignatureOutcome.PERMERROR, "the key is not for mail");
        key(signed, "p=nonsense!", SignatureOutcome.PERMERROR, "the key can't be read");
        key(signed, ED25519.record(), SignatureOutcome.PERMERROR, "a key of another kind");
        key(
                signed,
                SigningKey.generate(Algorithm.RSA_SHA256, 1024).record(),
                SignatureOutcome.FAIL,
                "the fields were changed");
        // RFC 8301 §3.2
        key(
                signed,
                SigningKey.generate(Algorithm.RSA_SHA256, 512).record(),
                SignatureOutcome.PERMERROR,
                "the key has 512 bits");
        dns.remove("k._domainkey.a.test");
        is(SignatureOutcome.PERMERROR, "no key", signed);
        dns.add("k._domainkey.a.test", "TIMEOUT", "");
        is(SignatureOutcome.TEMPERROR, "the key can't be looked up now", signed);
    }

    private void key(String signed, String record, SignatureOutcome outcome, String why) {
        dns.remove("k._domainkey.a.test").add("k._domainkey.a.test", "TXT", record);
        is(outcome, why, signed);
    }

    /** Keys as PKCS #1 has them, which RFC 6376 names and nobody uses. */
    @Test
    void aKeyWithoutItsWrapping() throws Exception {
        byte[] wrapped = Base64.getDecoder().decode(RSA.published());
        byte[] bare = Arrays.copyOfRange(wrapped, 22, wrapped.length);
        String signed = signedAs("v=1; a=rsa-sha256; d=a.test; s=k; h=From", MESSAGE, RSA);
        key(signed, "p=" + Base64.getEncoder().encodeToString(bare), SignatureOutcome.PASS, "");
    }

    @Test
    void signaturesAreLookedAtUpToALimit() {
        String all = signed(MESSAGE, RSA, "r");
        String one = all.substring(0, all.indexOf("From: Joe"));
        List<DkimResult> results = verify(one.repeat(1000) + MESSAGE);
        assertEquals(DkimVerifier.MOST + 1, results.size());
        assertEquals(SignatureOutcome.POLICY, results.getLast().outcome());
        assertEquals(DkimVerifier.MOST, dns.asked().size());
    }

    // Each length would be another pass over a body that may be large.
    @Test
    void theBodyIsReadInFewForms() throws Exception {
        String tags = "v=1; a=rsa-sha256; d=a.test; s=r; c=simple/simple; h=From:Subject; l=";
        StringBuilder fields = new StringBuilder();
        for (int length = 1; length <= 8; length++) {
            String all = signedAs(tags + length, MESSAGE, RSA);
            fields.append(all, 0, all.indexOf("From: Joe"));
        }
        List<DkimResult> results = verify(fields + MESSAGE);
        assertEquals(8, results.size());
        assertEquals(
                8 - DkimVerifier.MOST_FORMS,
                results.stream()
                        .filter(each -> each.why().equals("too many forms of the body"))
                        .count());
    }

    @Test
    void aKeyIsKeptAndMadeAnew() throws Exception {
        for (SigningKey key : List.of(RSA, ED25519)) {
            SigningKey again = SigningKey.of(key.algorithm(), key.encoded(), key.published());
            String selector = key == RSA ? "r" : "e";
            is(SignatureOutcome.PASS, "", signed(MESSAGE, again, selector));
            assertFalse(key.toString().contains(key.encoded()));
        }
    }
}
