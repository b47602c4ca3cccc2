package org.jdbmail.authenticity.spf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import org.jdbmail.authenticity.FakeDns;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever a domain publishes, there is a result of RFC 7208, after a few questions. */
class SpfFuzzTest {
    private static final List<String> RECORDS = List.of(
            "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 a:%{d} mx/24//64 include:b.test ?ptr -all",
            "v=spf1 exists:%{ir}.%{v}._spf.%{d2} redirect=b.test",
            "v=spf1 a mx ~all exp=%{l1r+-}.explain.%{d}",
            "v=spf1 include:a.test");

    @Test
    void whateverIsPublishedHasAResult() throws Exception {
        InetAddress address = InetAddress.getByName("192.0.2.7");
        assertTrue(Fuzz.run(RECORDS, bytes -> {
                    FakeDns dns = new FakeDns()
                            .add("a.test", "TXT", new String(bytes, ISO_8859_1))
                            .add("b.test", "TXT", "v=spf1 a -all");
                    SpfQuery query = SpfQuery.of(address, "helo.test", "me@a.test", "mx.here.test");
                    assertNotNull(new SpfChecker(dns, InstantSource.system()).check(query, false));
                    // RFC 7208 §4.6.4: ten terms that ask, with at most ten more questions for each mx and ptr.
                    assertTrue(
                            dns.asked().size() <= 150,
                            () -> "asked " + dns.asked().size());
                })
                > 0);
    }
}
