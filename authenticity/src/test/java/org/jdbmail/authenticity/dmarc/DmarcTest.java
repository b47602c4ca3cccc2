package org.jdbmail.authenticity.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jdbmail.authenticity.FakeDns;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;

class DmarcTest {
    private final FakeDns dns = new FakeDns();

    private DmarcResult check(String author, String sender, String... signers) {
        return new DmarcChecker(dns)
                .check(List.of(author), sender.isEmpty() ? Optional.empty() : Optional.of(sender), List.of(signers));
    }

    private void is(String expected, DmarcResult result) {
        assertEquals(
                expected,
                result.outcome().word() + " " + result.record() + " "
                        + result.wanted().map(DmarcPolicy::word).orElse("-") + " "
                        + result.policy().word());
    }

    private DmarcTest record(String domain, String text) {
        dns.add("_dmarc." + domain, "TXT", text);
        return this;
    }

    // RFC 9989 §4.4
    @Test
    void alignment() {
        record("a.test", "v=DMARC1; p=reject");
        is("pass a.test reject none", check("a.test", "a.test"));
        is("pass a.test reject none", check("a.test", "", "a.test"));
        is("pass a.test reject none", check("a.test", "bounces.a.test"));
        is("pass a.test reject none", check("news.a.test", "", "mail.a.test"));
        is("fail a.test reject reject", check("a.test", "b.test", "c.test"));
        is("fail a.test reject reject", check("a.test", ""));
        is("fail a.test reject reject", check("a.test", "nota.test"));
        record("s.test", "v=DMARC1; p=reject; adkim=s; aspf=s");
        is("fail s.test reject reject", check("s.test", "bounces.s.test", "mail.s.test"));
        is("pass s.test reject none", check("s.test", "bounces.s.test", "s.test"));
        is("pass s.test reject none", check("s.test", "s.test"));
        is("fail s.test reject reject", check("x.s.test", "s.test", "s.test"));
    }

    // RFC 9989 §4.10, with its own example of what is asked for
    @Test
    void noMoreThanEightQuestions() {
        check("a.b.c.d.e.f.g.h.i.j.mail.example.com", "");
        assertEquals(
                List.of(
                        "TXT _dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com",
                        "TXT _dmarc.g.h.i.j.mail.example.com",
                        "TXT _dmarc.h.i.j.mail.example.com",
                        "TXT _dmarc.i.j.mail.example.com",
                        "TXT _dmarc.j.mail.example.com",
                        "TXT _dmarc.mail.example.com",
                        "TXT _dmarc.example.com",
                        "TXT _dmarc.com"),
                dns.asked());
    }

    // RFC 9989 §4.10.2
    @Test
    void organizations() throws Exception {
        record("mail.example.com", "v=DMARC1; p=none").record("example.com", "v=DMARC1; p=none");
        assertEquals("example.com", new TreeWalk(dns).organization("a.mail.example.com"));
        record("mail.example.net", "v=DMARC1; p=none; psd=n").record("example.net", "v=DMARC1; p=none");
        assertEquals("mail.example.net", new TreeWalk(dns).organization("a.mail.example.net"));
        record("co.test", "v=DMARC1; p=reject; psd=y");
        assertEquals("b.co.test", new TreeWalk(dns).organization("a.b.co.test"));
        assertEquals("b.co.test", new TreeWalk(dns).organization("b.co.test"));
        assertEquals("co.test", new TreeWalk(dns).organization("co.test"));
        assertEquals("x.y.z", new TreeWalk(dns).organization("x.y.z"));
    }

    @Test
    void whoseRecordCounts() {
        record("example.com", "v=DMARC1; p=reject; sp=quarantine; np=none");
        dns.add("sub.example.com", "A", "192.0.2.1");
        is("fail example.com quarantine quarantine", check("sub.example.com", ""));
        is("fail example.com none none", check("missing.example.com", ""));
        is("fail example.com reject reject", check("example.com", ""));
        record("own.example.com", "v=DMARC1; p=none");
        is("fail own.example.com none none", check("own.example.com", ""));
        // That of what is above all organizations
        record("gov.test", "v=DMARC1; p=quarantine; np=reject; psd=y");
        dns.add("city.gov.test", "MX", "10 mail.city.gov.test");
        is("fail gov.test quarantine quarantine", check("city.gov.test", ""));
        is("fail gov.test reject reject", check("nowhere.gov.test", ""));
        // Siblings under it are strangers
        is("fail gov.test quarantine quarantine", check("city.gov.test", "other.gov.test"));
        is("pass gov.test quarantine none", check("city.gov.test", "mail.city.gov.test"));
        // np falls back to sp, and that to p
        record("b.test", "v=DMARC1; p=none; sp=reject");
        is("fail b.test reject reject", check("x.b.test", ""));
        record("c.test", "v=DMARC1; p=quarantine");
        is("fail c.test quarantine quarantine", check("x.c.test", ""));
    }

    // RFC 9989 §4.7 and §4.8
    @Test
    void records() {
        record("t.test", "v=DMARC1; p=reject; t=y");
        is("fail t.test reject quarantine", check("t.test", ""));
        record("q.test", "v=DMARC1;p=quarantine;t=y;");
        is("fail q.test quarantine none", check("q.test", ""));
        record("old.test", "v = DMARC1 ; p = Reject ; pct=10; rf=afrf; ri=3600; unknown=x");
        is("fail old.test reject reject", check("old.test", ""));
        record("rua.test", "v=DMARC1; rua=mailto:a@rua.test");
        is("fail rua.test none none", check("rua.test", ""));
        record("bad.test", "v=DMARC1; p=refuse; rua=mailto:a@bad.test!10m");
        is("fail bad.test none none", check("bad.test", ""));
        record("sp.test", "v=DMARC1; p=reject; sp=what");
        is("none  - none", check("sp.test", ""));
        record("nothing.test", "v=DMARC1");
        is("none  - none", check("nothing.test", ""));
        record("two.test", "v=DMARC1; p=reject").record("two.test", "v=DMARC1; p=none");
        is("none  - none", check("two.test", ""));
        record("other.test", "v=DMARC2; p=reject").record("other.test", "p=reject; v=DMARC1");
        is("none  - none", check("other.test", ""));
        record("case.test", "v=dmarc1; p=reject");
        is("none  - none", check("case.test", ""));
    }

    @Test
    void nobodyKnows() {
        dns.add("_dmarc.a.test", "TIMEOUT", "");
        is("temperror  - none", check("a.test", "a.test"));
        record("b.test", "v=DMARC1; p=reject");
        dns.add("_dmarc.c.test", "TIMEOUT", "");
        is("temperror  - none", check("b.test", "c.test"));
        is("pass b.test reject none", check("b.test", "c.test", "b.test"));
    }

    private static List<String> authors(String header) {
        return DmarcChecker.authors(
                HeaderBlock.of(MessageBytes.of((header + "\r\n\r\n").getBytes(StandardCharsets.UTF_8))));
    }

    // RFC 9989 §5.3.1
    @Test
    void authorsDomains() {
        assertEquals(List.of("a.test"), authors("From: Joe <joe@A.test>"));
        assertEquals(List.of("a.test"), authors("From: joe@a.test, <jim@a.test>"));
        assertEquals(List.of("a.test", "b.test"), authors("From: joe@a.test, jim@b.test"));
        assertEquals(List.of("a.test"), authors("From: Team: joe@a.test;"));
        assertEquals(List.of("a.test"), authors("From: \"x@evil.test\" <joe@a.test>"));
        assertEquals(List.of("xn--bcher-kva.test"), authors("From: joe@bücher.test"));
        assertEquals(List.of(), authors("From: joe@a.test\r\nFrom: joe@a.test"));
        assertEquals(List.of(), authors("To: joe@a.test"));
        assertEquals("permerror", check("", "").outcome().word());
        assertEquals(
                "permerror",
                new DmarcChecker(dns)
                        .check(List.of("a.test", "b.test"), Optional.empty(), List.of())
                        .outcome()
                        .word());
    }
}
