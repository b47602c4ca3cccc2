package org.jdbmail.authenticity.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
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
