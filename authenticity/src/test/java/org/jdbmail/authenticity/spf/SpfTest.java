package org.jdbmail.authenticity.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jdbmail.authenticity.FakeDns;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SpfTest {
    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return SpfCases.play(Path.of("src/test/cases/spf/evaluation.spf")).stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> assertEquals("", each.wrong())));
    }

    @Test
    void answersThatTakeTheirTimeAreNotWaitedForInOneTermEither() throws Exception {
        FakeDns dns = new FakeDns().add("a.test", "TXT", "v=spf1 mx -all");
        for (int i = 0; i < 10; i++) {
            dns.add("a.test", "MX", "h" + i + ".test").add("h" + i + ".test", "A", "192.0.2.9");
        }
        // Eight seconds have gone by each time somebody looks.
        AtomicLong seconds = new AtomicLong();
        SpfQuery query = SpfQuery.of(InetAddress.ofLiteral("192.0.2.1"), "h.test", "joe@a.test", "r.test");
        SpfResult result = new SpfChecker(dns, () -> Instant.ofEpochSecond(seconds.getAndAdd(8))).check(query, false);
        assertEquals(SpfOutcome.TEMPERROR, result.outcome());
        assertEquals(4, dns.asked().size(), dns.asked().toString());
    }

    @Test
    void aRecordThatCostsNoMoreThanItMayIsNotAskedForEver() throws Exception {
        FakeDns dns = new FakeDns();
        for (int i = 0; i < 12; i++) {
            dns.add("n" + i + ".test", "TXT", "v=spf1 include:n" + (i + 1) + ".test ptr -all");
        }
        SpfQuery query = SpfQuery.of(InetAddress.ofLiteral("192.0.2.1"), "h.test", "joe@n0.test", "r.test");
        SpfResult result = new SpfChecker(dns, InstantSource.fixed(Instant.EPOCH)).check(query, false);
        assertEquals(SpfOutcome.PERMERROR, result.outcome());
        assertEquals(11, dns.asked().size(), dns.asked().toString());
    }
}
