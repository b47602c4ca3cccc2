package org.jdbmail.core.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.origin.DomainRecords.Line;
import org.jdbmail.core.origin.DomainRecords.State;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import org.jdbmail.testkit.net.DnsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is right, missing and wrong of a domain's records and of its policy. */
class DomainRecordsTest {
    private static final String POLICY = "https://mta-sts.d.test/.well-known/mta-sts.txt";
    private static final SigningKey KEY = SigningKey.generate(Algorithm.RSA_SHA256, 1024);
    private static final DkimKey OWN = new DkimKey(
            "d.test", "k", Algorithm.RSA_SHA256.keyType(), KEY.encoded(), KEY.published(), true, Instant.EPOCH);

    private final DnsServer names = DnsServer.start();
    private final List<String> fetched = new ArrayList<>();
    private String policy = "";

    DomainRecordsTest() throws IOException {}

    @BeforeEach
    void allIsRight() throws IOException {
        names.add("d.test", "MX", "10 mx.d.test").add("d.test", "MX", "20 backup.e.test");
        names.add("mx.d.test", "A", "192.0.2.1").add("1.2.0.192.in-addr.arpa", "PTR", "mx.d.test");
        names.add("d.test", "TXT", "v=spf1 mx -all").add("mx.d.test", "TXT", "v=spf1 a -all");
        names.add("k._domainkey.d.test", "TXT", KEY.record());
        names.add("_dmarc.d.test", "TXT", "v=DMARC1; p=quarantine; sp=none");
        names.add("_mta-sts.d.test", "TXT", "v=STSv1; id=1").add("mta-sts.d.test", "A", "192.0.2.9");
        names.add("_smtp._tls.d.test", "TXT", "v=TLSRPTv1; rua=mailto:tls@d.test");
        policy = "version: STSv1\r\nmode: enforce\r\nmx: mx.d.test\r\nmx: *.e.test\r\nmax_age: 86400\r\n";
    }

    @AfterEach
    void close() {
        names.close();
    }

    private Line line(String name, String type) {
        List<Line> lines = DomainRecords.check(
                new Dns(Optional.of(names.address()), Duration.ofSeconds(5)),
                "mx.d.test",
                "d.test",
                List.of(OWN),
                domain -> {
                    fetched.add(domain);
                    if (policy.isEmpty()) {
                        throw new IOException("the answer is 404");
                    }
                    return policy;
                },
                InstantSource.system());
        return lines.stream()
                .filter(each -> each.name().equals(name) && each.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private void is(State state, String name) {
        assertEquals(state, line(name, "TXT").state(), name);
    }

    private void of(String name, State state, String... records) throws IOException {
        names.remove(name);
        for (String record : records) {
            names.add(name, "TXT", record);
        }
        is(state, name);
    }

    @Test
    void whatIsRight() {
        for (String name : List.of(
                "d.test",
                "mx.d.test",
                "k._domainkey.d.test",
                "_dmarc.d.test",
                "_mta-sts.d.test",
                "_smtp._tls.d.test")) {
            is(State.RIGHT, name);
        }
        Line line = line(POLICY, "HTTPS");
        assertEquals(State.RIGHT, line.state());
        assertEquals("enforce: mx.d.test *.e.test", line.found());
        assertEquals("d.test", fetched.getFirst());
    }

    @Test
    void recordsThatOthersCanNotUse() throws IOException {
        of("_dmarc.d.test", State.WRONG, "v=DMARC1; p=rejekt; rua=mailto:x@d.test");
        of("_dmarc.d.test", State.WRONG, "v=DMARC1; p=none", "v=DMARC1; p=reject");
        of("_dmarc.d.test", State.WRONG, "v=DMARC1; rua=mailto:x@d.test");
        of("_dmarc.d.test", State.MISSING);
        String other = SigningKey.generate(Algorithm.RSA_SHA256, 1024).record();
        of("k._domainkey.d.test", State.WRONG, other);
        of("k._domainkey.d.test", State.WRONG, KEY.record(), other);
        of("k._domainkey.d.test", State.WRONG, KEY.record().replace("k=rsa", "k=ed25519"));
        of("k._domainkey.d.test", State.WRONG, KEY.record() + "; s=other");
        of("k._domainkey.d.test", State.WRONG, "v=DKIM1; k=rsa; p=");
        of("k._domainkey.d.test", State.RIGHT, KEY.record().replace("v=DKIM1; k=rsa; ", ""));
        of("_smtp._tls.d.test", State.WRONG, "v=TLSRPTv1; rua=tls@d.test");
        of("mx.d.test", State.MISSING);
        names.add("mx.d.test", "A", "192.0.2.1").add("mx.d.test", "TXT", "v=spf1 mx -all");
        is(State.WRONG, "mx.d.test");
    }

    // RFC 8461 §4.1: those who heed a policy send nothing to servers that it does not name.
    @Test
    void aPolicyHasToNameAllServers() {
        policy = policy.replace("mx: *.e.test\r\n", "");
        Line line = line(POLICY, "HTTPS");
        assertEquals(State.WRONG, line.state());
        assertEquals(true, line.isNeeded());
        assertEquals("version: STSv1; mode: testing; mx: mx.d.test; mx: backup.e.test; max_age: 604800", line.wanted());
        policy = policy.replace("enforce", "none");
        assertEquals(State.RIGHT, line(POLICY, "HTTPS").state());
        policy = "<html>";
        assertEquals(State.WRONG, line(POLICY, "HTTPS").state());
        policy = "";
        line = line(POLICY, "HTTPS");
        assertEquals(State.MISSING, line.state());
        assertEquals("the answer is 404", line.found());
    }

    @Test
    void aPolicyIsFetchedWhereItIsAnnouncedAndHasAPlace() {
        names.remove("mta-sts.d.test");
        assertEquals(State.MISSING, line(POLICY, "HTTPS").state());
        names.broken("mta-sts.d.test");
        assertEquals(State.UNKNOWN, line(POLICY, "HTTPS").state());
        names.remove("_mta-sts.d.test");
        Line line = line(POLICY, "HTTPS");
        assertEquals(State.MISSING, line.state());
        assertFalse(line.isNeeded());
        assertEquals(List.of(), fetched);
    }
}
