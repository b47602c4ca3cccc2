package org.jdbmail.core.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.MimeScanner;
import org.junit.jupiter.api.Test;

/** The rows of DBMail's header cache, in the forms that a real DBMail database shows. */
class HeaderCacheTest {
    private static final OffsetDateTime RECEIVED = OffsetDateTime.parse("2026-11-20T20:41:12Z");

    private static HeaderCache of(String header) {
        byte[] bytes = (header + "\r\n\r\nbody\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return HeaderCache.of(MimeScanner.scan(MessageBytes.of(bytes)), RECEIVED);
    }

    private static Set<HeaderCache.Value> values(HeaderCache cache, String name) {
        return cache.values().stream()
                .filter(value -> value.name().equals(name))
                .collect(Collectors.toSet());
    }

    @Test
    void addressesAreDecodedAndPrintedAnew() {
        HeaderCache cache = of(
                "From: =?utf-8?q?J=C3=B6rg?= <joerg@example.org>\r\nTo: b@example.org,\r\n \"Bob, Jr.\" <bob@x.example>\r\n"
                        + "Cc: Group: x@example.org, y@example.org;");
        assertEquals(
                Set.of(new HeaderCache.Value("from", "J\u00f6rg <joerg@example.org>", "joerg", null)),
                values(cache, "from"));
        assertEquals(
                Set.of(new HeaderCache.Value("to", " <b@example.org>, \"Bob, Jr.\" <bob@x.example>", "b", null)),
                values(cache, "to"));
        assertEquals(
                Set.of(new HeaderCache.Value("cc", "Group:  <x@example.org>,  <y@example.org>;", "Group", null)),
                values(cache, "cc"));
    }

    @Test
    void datesSortInTheirOwnZone() {
        assertEquals(
                Set.of(new HeaderCache.Value(
                        "date", "Tue, 3 Mar 2026 10:20:30 EST", "2026-03-03 10:20:30", "2026-03-03")),
                values(of("Date: Tue, 3 Mar 2026 10:20:30 EST"), "date"));
        assertEquals(
                Set.of(new HeaderCache.Value(
                        "date", "Fri, 20 Nov 2026 20:41:12 GMT", "2026-11-20 20:41:12", "2026-11-20")),
                values(of("X: y"), "date"));
    }

    @Test
    void subjectsSortByTheirBase() {
        assertEquals(
                Set.of(new HeaderCache.Value("subject", "Re: [list] Fwd: News (fwd)", "news", null)),
                values(of("Subject: Re: [list] Fwd: News (fwd)"), "subject"));
    }

    @Test
    void referencesCountOnlyWhereThereIsSuchAField() {
        assertEquals(Set.of(), of("In-Reply-To: <a@x>").references());
        assertEquals(
                Set.of("a@x", "b@x"),
                of("References: <a@x>\r\n <b@x> <a@x>\r\nIn-Reply-To: <b@x>").references());
    }

    @Test
    void aReferenceThatIsTooLongIsNotCutInTheMiddleOfACharacter() {
        String id = "a".repeat(254);
        byte[] header = ("References: <" + id + "\ud83d\ude00@x>\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        assertEquals(
                Set.of(id),
                HeaderCache.of(MimeScanner.scan(MessageBytes.of(header)), RECEIVED)
                        .references());
    }

    @Test
    void theTypeIsCachedEvenWhereItIsAbsentAndTheEnvelopeIsThatOfImap() {
        HeaderCache cache = of("Subject: x");
        assertEquals(
                Set.of(new HeaderCache.Value("content-type", "text/plain", "text/plain", null)),
                values(cache, "content-type"));
        assertEquals("(NIL \"x\" NIL NIL NIL NIL NIL NIL NIL NIL)", cache.envelope());
        assertTrue(of("Subject: caf\u00e9").envelope().contains("caf?"));
    }
}
