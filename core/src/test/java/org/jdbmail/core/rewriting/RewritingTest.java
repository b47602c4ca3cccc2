package org.jdbmail.core.rewriting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.table.AddressMap;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;

/** Addresses in header fields are rewritten where they stand, and nothing else changes (canonical(5), generic(5)). */
class RewritingTest {
    private static final Map<String, String> TABLE = Map.of(
            "ann@x.test", "Ann.Other@new.test",
            "a b@x.test", "ab@new.test",
            "j\u00f6rg@x.test", "joerg@new.test");

    private static final AddressMap MAP =
            new AddressMap((key, isPart) -> Optional.ofNullable(TABLE.get(key)), false, domain -> false);

    private static String rewritten(String header) {
        MessageBytes message =
                MessageBytes.of((header + "\r\n\r\nFrom: ann@x.test\r\n").getBytes(StandardCharsets.UTF_8));
        MessageBytes changed = new Rewriting(List.of(MAP), List.of()).header(message);
        String text = new String(changed.slice(0, changed.size()), StandardCharsets.UTF_8);
        assertEquals(true, text.endsWith("\r\n\r\nFrom: ann@x.test\r\n"), "the body stays: " + text);
        return text.substring(0, text.indexOf("\r\n\r\n"));
    }

    @Test
    void addressesAreRewrittenWhereTheyStand() {
        assertEquals("From: Ann.Other@new.test", rewritten("From: ann@x.test"));
        assertEquals(
                "FROM : \"Ann\" <Ann.Other@new.test> (ann@x.test)",
                rewritten("FROM : \"Ann\" <ann@x.test> (ann@x.test)"));
        assertEquals(
                "Reply-To: one@y.test,\r\n\tAnn.Other@new.test, team: Ann.Other@new.test, x@y.test;",
                rewritten("Reply-To: one@y.test,\r\n\tann@x.test, team: ann@x.test, x@y.test;"));
        assertEquals("From: <@route.test:Ann.Other@new.test>", rewritten("From: <@route.test:ann@x.test>"));
        assertEquals("Sender: \"x\" <ab@new.test>", rewritten("Sender: \"x\" <\"a b\"@x.test>"));
        assertEquals("From: <joerg@new.test> j\u00f6", rewritten("From: <j\u00f6rg@x.test> j\u00f6"));
        assertEquals("From: ann@x.test <Ann.Other@new.test>", rewritten("From: ann@x.test <ann@x.test>"), "a name");
        assertEquals("From: \"ann@x.test\" <Ann.Other@new.test>", rewritten("From: \"ann@x.test\" <ann@x.test>"));
    }

    @Test
    void nothingElseIs() {
        for (String header : List.of(
                "To: ann@x.test",
                "Subject: ann@x.test",
                "From: nobody@x.test",
                "From: <ann @x.test>",
                "From: ann(c)@x.test",
                "From: \"never closed ann@x.test",
                "From: (never closed ann@x.test",
                "From: <ann@x.test, <",
                "From ann@x.test",
                "From:",
                "From: @x.test, ann@, @, <>, <@>")) {
            assertEquals(header, rewritten(header));
        }
        MessageBytes odd = MessageBytes.of("From: \u00ff <x@y.test>\n".getBytes(StandardCharsets.ISO_8859_1));
        assertSame(odd, new Rewriting(List.of(MAP), List.of(MAP)).header(odd));
        byte[] latin = "From: \u00ff <ann@x.test>\n\u00fe".getBytes(StandardCharsets.ISO_8859_1);
        MessageBytes changed = new Rewriting(List.of(MAP), List.of()).header(MessageBytes.of(latin));
        assertEquals(
                "From: \u00ff <Ann.Other@new.test>\n\u00fe",
                new String(changed.slice(0, changed.size()), StandardCharsets.ISO_8859_1),
                "octets of no charset stay");
    }

    @Test
    void recipientsHaveTablesOfTheirOwn() {
        Rewriting rewriting = new Rewriting(List.of(), List.of(MAP));
        MessageBytes message =
                MessageBytes.of("To: ann@x.test\r\nFrom: ann@x.test\r\n".getBytes(StandardCharsets.UTF_8));
        MessageBytes changed = rewriting.header(message);
        assertEquals(
                "To: Ann.Other@new.test\r\nFrom: ann@x.test\r\n",
                new String(changed.slice(0, changed.size()), StandardCharsets.UTF_8));
        assertEquals(
                new EnvelopeAddress("Ann.Other", "new.test"),
                rewriting.recipient(new EnvelopeAddress("ann", "x.test")));
        assertEquals(new EnvelopeAddress("ann", "x.test"), rewriting.sender(new EnvelopeAddress("ann", "x.test")));
    }
}
