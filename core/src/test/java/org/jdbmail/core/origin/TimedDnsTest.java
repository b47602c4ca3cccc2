package org.jdbmail.core.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbmail.authenticity.arc.ArcResult;
import org.jdbmail.authenticity.arc.ArcSealer;
import org.jdbmail.authenticity.arc.ArcVerifier;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.BodyHashes;
import org.jdbmail.authenticity.dkim.DkimSigner;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.authenticity.dns.Answer;
import org.jdbmail.authenticity.dns.DnsLookup;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;

/** A message that makes us ask many who are slow holds its connection for a bounded time. */
class TimedDnsTest {
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final SigningKey KEY = SigningKey.generate(Algorithm.RSA_SHA256, 1024);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));
    private final AtomicInteger asked = new AtomicInteger();

    /** A name system in which every key is there, after a while. */
    private record Slow(Runnable delay) implements DnsLookup {
        private <T> Answer<T> none() {
            delay.run();
            return new Answer.None<>(false);
        }

        @Override
        public Answer<String> txt(String name) {
            delay.run();
            return name.contains("._domainkey.") ? new Answer.Found<>(List.of(KEY.record())) : new Answer.None<>(false);
        }

        @Override
        public Answer<InetAddress> ipv4(String host) {
            return none();
        }

        @Override
        public Answer<InetAddress> ipv6(String host) {
            return none();
        }

        @Override
        public Answer<String> mx(String domain) {
            return none();
        }

        @Override
        public Answer<String> names(InetAddress address) {
            return none();
        }
    }

    private static String sealed(String message, int number) {
        MessageBytes bytes = MessageBytes.of(message.getBytes(StandardCharsets.ISO_8859_1));
        HeaderBlock block = HeaderBlock.of(bytes);
        StringBuilder all = new StringBuilder();
        for (RawField field : new ArcSealer("s" + number + ".test", "k", KEY)
                .seal(
                        block,
                        BodyHashes.of(bytes, block.body(), Set.of(DkimSigner.BODY))
                                .get(DkimSigner.BODY),
                        new ArcVerifier(new Slow(() -> {})).verify(bytes),
                        "mx.test; spf=pass",
                        Instant.parse("2026-11-28T12:00:00Z"))) {
            all.append(field.text()).append("\r\n");
        }
        return all + message;
    }

    @Test
    void allQuestionsOfAMessageTogetherHaveATime() {
        String message = "From: x@a.test\r\nSubject: seals\r\n\r\nbody\r\n";
        for (int i = 0; i < 30; i++) {
            message = sealed(message, i);
        }
        DnsLookup slow = new Slow(() -> {
            asked.incrementAndGet();
            now.updateAndGet(time -> time.plus(SLOW));
        });
        Instant began = now.get();
        InstantSource clock = now::get;
        OriginOptions options = new OriginOptions(
                "mx.b.test",
                address -> false,
                OriginOptions.Spf.TELL,
                true,
                OriginOptions.Dmarc.TELL,
                Set.of(),
                false,
                "");
        MessageBytes bytes = MessageBytes.of(message.getBytes(StandardCharsets.ISO_8859_1));
        Arriving arriving = new Arriving(
                Caller.of(InetAddress.getLoopbackAddress(), "x"),
                "id",
                EnvelopeAddress.ofPlain("x@a.test"),
                MailParameters.NONE,
                List.of(),
                "Received: x\r\n",
                bytes,
                began);
        Findings findings = new OriginCheck(options, slow, new Bodies(Optional.empty()), clock)
                .findings(arriving, HeaderBlock.of(bytes));
        assertEquals(OriginCheck.MOST.dividedBy(SLOW), asked.get());
        ArcResult arc = findings.arc().orElseThrow();
        assertEquals(ArcResult.Status.FAIL, arc.status());
        assertTrue(arc.isUnsure(), arc.why());
        assertEquals(
                ArcResult.Status.PASS,
                new ArcVerifier(new Slow(() -> {})).verify(bytes).status(),
                "who has the time finds it right");
    }
}
