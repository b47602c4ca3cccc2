package org.jdbmail.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final EnvelopeAddress SENDER = new EnvelopeAddress("s", "remote.test");
    private static final EnvelopeAddress ALICE = new EnvelopeAddress("alice smith", "example.test");
    private static final Instant WHEN = Instant.parse("2026-03-03T09:20:30.5Z");

    private static String fields(Trace trace, List<EnvelopeAddress> recipients) {
        return new String(trace.fields(SENDER, recipients, WHEN), UTF_8);
    }

    @Test
    void oneRecipientIsNamed() {
        Trace trace = new Trace("client.test", "", "2001:db8::1", "mail.example.test", "LMTPS", "abc1");
        assertEquals("""
                Return-Path: <s@remote.test>
                Delivered-To: "alice smith"@example.test
                Received: from client.test ([IPv6:2001:db8::1])
                \tby mail.example.test with LMTPS id abc1
                \tfor <"alice smith"@example.test>; Tue, 3 Mar 2026 09:20:30 +0000
                """.replace("\n", "\r\n"), fields(trace, List.of(ALICE)));
    }

    @Test
    void severalAreNot() {
        Trace trace = new Trace("client.test", "mx.test", "192.0.2.1", "mail.example.test", "LMTP", "abc2");
        assertEquals("""
                Return-Path: <s@remote.test>
                Received: from client.test (mx.test [192.0.2.1])
                \tby mail.example.test with LMTP id abc2; Tue, 3 Mar 2026 09:20:30 +0000
                """.replace("\n", "\r\n"), fields(trace, List.of(ALICE, ALICE)));
    }

    @Test
    void whatAPeerCallsItselfCannotBreakTheField() {
        Trace trace = new Trace("a(b)\r\nX: y;<z>", "", "", "mail.example.test", "LMTP", "abc3");
        assertEquals("""
                Return-Path: <s@remote.test>
                Received: from a?b???X:?y??z?
                \tby mail.example.test with LMTP id abc3; Tue, 3 Mar 2026 09:20:30 +0000
                """.replace("\n", "\r\n"), fields(trace, List.of()));
    }
}
