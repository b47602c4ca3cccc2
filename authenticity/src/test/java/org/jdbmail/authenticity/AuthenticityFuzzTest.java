package org.jdbmail.authenticity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jdbmail.authenticity.arc.ArcVerifier;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.DkimVerifier;
import org.jdbmail.authenticity.dkim.KeyRecord;
import org.jdbmail.authenticity.dkim.UnusableException;
import org.jdbmail.authenticity.dmarc.DmarcRecord;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.authenticity.results.ResultsParser;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever strangers sign, seal, publish and claim has a result. */
class AuthenticityFuzzTest {
    private static final String KEY =
            "v=DKIM1; k=ed25519; t=y:s; h=sha256; n=note; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private static final String SIGNATURE =
            "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/simple; d=a.test; s=s;\r\n"
                    + "\th=from:to:subject:from; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; l=3; t=1; x=2;\r\n"
                    + "\ti=me@a.test; b=AAAA\r\n BBBB==\r\n";
    private static final String MAIL = "From: me@a.test\r\nTo: you@b.test\r\nSubject: x\r\n\r\nbody  \r\n\r\n";

    private static final List<String> MESSAGES = List.of(
            SIGNATURE + MAIL,
            SIGNATURE + SIGNATURE + MAIL,
            "ARC-Seal: i=1; a=ed25519-sha256; cv=none; d=a.test; s=s; t=1; b=AAAA\r\n"
                    + "ARC-Message-Signature: i=1; a=ed25519-sha256; c=relaxed/relaxed; d=a.test; s=s; h=from:to;\r\n"
                    + "\tbh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n"
                    + "ARC-Authentication-Results: i=1; mx.a.test; spf=pass smtp.mailfrom=a.test\r\n"
                    + MAIL);

    @Test
    void whateverIsSignedHasAResult() {
        FakeDns dns = new FakeDns().add("s._domainkey.a.test", "TXT", KEY);
        InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(2));
        assertTrue(Fuzz.run(5_000, MESSAGES, bytes -> {
                    MessageBytes message = MessageBytes.of(bytes);
                    new DkimVerifier(dns, clock).verify(message).forEach(result -> assertNotNull(result.outcome()));
                    assertNotNull(new ArcVerifier(dns).verify(message).status());
                })
                > 0);
    }

    @Test
    void whateverKeyIsPublishedIsUsableOrNot() {
        List<String> keys = List.of(
                KEY,
                "p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL8h3c8Wn9yXo2sQ5m5Vq1n8o2xwq2v3S2m1o4u5l6k7j8h9g0f1d2s3a4p5o6i7u8y9t0r1e2w3q4AgMBAAE=",
                "v=DKIM1; p=");
        assertTrue(Fuzz.run(keys, bytes -> {
                    for (Algorithm algorithm : Algorithm.values()) {
                        try {
                            assertNotNull(KeyRecord.of(new String(bytes, ISO_8859_1), algorithm));
                        } catch (UnusableException refused) {
                            assertNotNull(refused.why());
                        }
                    }
                })
                > 0);
    }

    @Test
    void whateverIsPublishedForDmarcIsRightOrNot() {
        List<String> records = List.of(
                "v=DMARC1; p=reject; sp=none; np=quarantine; adkim=s; aspf=r; psd=n; t=y; rua=mailto:a@b.test!10m,mailto:c@d",
                "v=DMARC1;p=none");
        assertTrue(Fuzz.run(records, bytes -> {
                    String text = new String(bytes, ISO_8859_1);
                    assertTrue(DmarcRecord.is(text) || !DmarcRecord.isRight(text));
                })
                > 0);
    }

    @Test
    void whatOthersClaimIsUnderstoodOrNot() {
        List<String> values = List.of(
                "mx.a.test 1; spf=pass (it is) reason=\"good\" smtp.mailfrom=me@a.test; dkim=fail header.d=a.test header.b=\"x y\"",
                "a.test; none",
                "\"quoted\"; dmarc=pass policy.x=1 (c(d)) header.from=b.test;");
        assertTrue(Fuzz.run(values, bytes -> {
                    String value = new String(bytes, ISO_8859_1);
                    ResultsParser.parse(value)
                            .ifPresent(results -> assertTrue(results.methods().stream()
                                    .allMatch(method ->
                                            value.toLowerCase(Locale.ROOT).contains(method.name()))));
                    // What begins with our name must never count as somebody else's.
                    String field = "Authentication-Results: here.test;" + value.replaceAll("[\r\n]", " ");
                    assertTrue(ResultsParser.claims(RawField.of(field), "HERE.test"));
                })
                > 0);
    }
}
