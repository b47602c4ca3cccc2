package org.jdbmail.authenticity.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.authenticity.results.AuthenticationResults.Method;
import org.jdbmail.authenticity.results.AuthenticationResults.Property;
import org.junit.jupiter.api.Test;

class AuthenticationResultsTest {
    private static Method method(String name, String result, Property... properties) {
        return new Method(name, result, "", "", List.of(properties));
    }

    private static AuthenticationResults parsed(String value) {
        return ResultsParser.parse(value).orElseThrow();
    }

    // RFC 8601 appendix B
    @Test
    void theExamplesAreRead() {
        assertEquals(new AuthenticationResults("example.org", List.of()), parsed(" example.org 1; none"));
        assertEquals(
                new AuthenticationResults(
                        "example.com", List.of(method("spf", "pass", new Property("smtp", "mailfrom", "example.net")))),
                parsed(" example.com;\r\n          spf=pass smtp.mailfrom=example.net"));
        AuthenticationResults several =
                parsed(" example.com;\r\n      auth=pass (cram-md5) smtp.auth=sender@example.com;\r\n"
                        + "      spf=pass smtp.mailfrom=example.com");
        assertEquals(
                new Method("auth", "pass", "cram-md5", "", List.of(new Property("smtp", "auth", "sender@example.com"))),
                several.methods().getFirst());
        AuthenticationResults odd = parsed(
                " foo.example.net (foobar) 1 (baz);\r\n    dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n"
                        + "      policy (A dot can go here) . (like that) expired\r\n    (this surprised me) = (as I wasn't expecting it) 1362471462");
        assertEquals("foo.example.net", odd.id());
        assertEquals("fail", odd.methods().getFirst().result());
        assertEquals(
                List.of(new Property("policy", "expired", "1362471462")),
                odd.methods().getFirst().properties());
        assertEquals(
                "no \"key\"",
                parsed("a; dkim=permerror reason=\"no \\\"key\\\"\" header.d=b.test")
                        .methods()
                        .getFirst()
                        .reason());
    }

    @Test
    void whatIsWrittenIsReadTheSame() {
        AuthenticationResults all = new AuthenticationResults(
                "mx.example.com",
                List.of(
                        new Method(
                                "spf",
                                "fail",
                                "192.0.2.1 may not",
                                "a \"quoted\" one",
                                List.of(new Property("smtp", "mailfrom", "joe \"x\"@example.net"))),
                        method(
                                "dkim",
                                "pass",
                                new Property("header", "d", "example.net"),
                                new Property("header", "s", "a-rather-long-selector-of-somebody"),
                                new Property("header", "b", "Ab/+c==")),
                        method("dmarc", "none", new Property("header", "from", ""))));
        assertEquals(all, parsed(all.value()));
        assertTrue(all.field().text().lines().allMatch(line -> line.length() <= 80), all.value());
        assertEquals("x; none", new AuthenticationResults("x", List.of()).value());
    }

    @Test
    void nobodyWritesALineOfHisOwnIntoIt() {
        String evil = "a\r\nSubject: b\u0000(c) é";
        AuthenticationResults results = new AuthenticationResults(
                "mx.test", List.of(new Method("spf", "pass", evil, evil, List.of(new Property("smtp", "helo", evil)))));
        String text = results.field().text();
        assertFalse(text.contains("\nSubject"), text);
        assertFalse(text.contains("\u0000"), text);
        assertTrue(ResultsParser.parse(results.value()).isPresent());
    }

    // RFC 8601 §5
    @Test
    void whoClaimsToBeUs() {
        for (String value : List.of(
                "mx.example.com; none",
                " MX.Example.COM 1; spf=pass",
                "\r\n\t(x (y)) mx.example.com ; dkim=pass",
                "\"mx.example.com\"; none",
                "mx.example.com",
                "mx.example.com.; none",
                "(never ending mx.example.com; spf=pass")) {
            assertTrue(ResultsParser.claims(RawField.of("Authentication-Results:" + value), "mx.example.com"), value);
        }
        for (String value : List.of(
                "other.example.com; none",
                "mx.example.com.evil.test; none",
                "a; spf=pass smtp.mailfrom=mx.example.com")) {
            assertFalse(ResultsParser.claims(RawField.of("Authentication-Results:" + value), "mx.example.com"), value);
        }
        assertTrue(
                ResultsParser.claims(RawField.of("Authentication-Results: xn--bcher-kva.test; none"), "bücher.test"));
    }

    @Test
    void nonsenseIsNotRead() {
        for (String value :
                List.of("", ";", "a b; none", "a; spf", "a; spf=", "a; spf=pass x", "a; (", "a; spf=\"", "a 2; none")) {
            assertEquals(Optional.empty(), ResultsParser.parse(value), value);
        }
        assertEquals(Optional.empty(), ResultsParser.parse("a; " + "(".repeat(60_000)));
        assertEquals(Optional.empty(), ResultsParser.parse("a" + "; spf=pass".repeat(5000)));
    }
}
