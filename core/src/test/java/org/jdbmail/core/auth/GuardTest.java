package org.jdbmail.core.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.store.Failures;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final InetAddress OFFICE = InetAddress.ofLiteral("192.0.2.7");
    private static final InetAddress HOME = InetAddress.ofLiteral("198.51.100.1");
    private static final InetAddress WEBMAIL = InetAddress.ofLiteral("127.0.0.1");
    private static final Guard.Rules RULES = new Guard.Rules(10, Duration.ofMinutes(15), Duration.ofMinutes(1));

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final Guard guard = new Guard(RULES, InetAddress::isLoopbackAddress, () -> now);

    private static byte[] mark(int number) {
        return new byte[] {(byte) number};
    }

    private void fail(InetAddress from, String account, int times) {
        for (int i = 0; i < times; i++) {
            guard.failed(from, account, mark(i));
        }
    }

    private Duration delay(InetAddress from, String account) {
        return assertInstanceOf(Guard.Verdict.Hear.class, guard.ask(from, account))
                .delay();
    }

    @Test
    void aNetworkIsBarredForAWhileAndOthersAreNot() {
        fail(OFFICE, "alice", 9);
        assertInstanceOf(Guard.Verdict.Hear.class, guard.ask(OFFICE, "bob"));
        guard.failed(OFFICE, "bob", mark(1));
        assertEquals(
                Duration.ofMinutes(15),
                assertInstanceOf(Guard.Verdict.Refuse.class, guard.ask(OFFICE, "carol"))
                        .remaining());
        assertEquals(Duration.ZERO, delay(HOME, "carol"));
        now = now.plus(Duration.ofMinutes(16));
        assertInstanceOf(Guard.Verdict.Hear.class, guard.ask(OFFICE, "carol"));
    }

    @Test
    void refusalsTakeLongerTheMoreThereWere() {
        assertEquals(1, guard.failed(OFFICE, "a", mark(1)));
        fail(OFFICE, "b", 3);
        assertEquals(2, guard.failed(OFFICE, "a", mark(2)));
        fail(OFFICE, "c", 3);
        assertEquals(4, guard.failed(OFFICE, "a", mark(3)));
    }

    @Test
    void timeForgives() {
        for (int i = 0; i < 100; i++) {
            guard.failed(OFFICE, "alice", mark(i));
            now = now.plus(Duration.ofMinutes(1));
        }
        assertInstanceOf(Guard.Verdict.Hear.class, guard.ask(OFFICE, "alice"));
    }

    @Test
    void oneWrongPasswordOfAPhoneCountsOnceHoweverOftenItComes() {
        for (int i = 0; i < 1000; i++) {
            assertEquals(1, guard.failed(OFFICE, "alice", mark(7)));
        }
        assertEquals(Duration.ZERO, delay(OFFICE, "alice"));
    }

    @Test
    void whoWasInLatelyIsHeardFromThereWhateverOthersDid() {
        guard.succeeded(OFFICE, "Alice");
        fail(OFFICE, "bob", 50);
        assertEquals(Duration.ZERO, delay(OFFICE, "alice"));
        assertInstanceOf(Guard.Verdict.Refuse.class, guard.ask(OFFICE, "bob"));
        now = now.plus(Duration.ofDays(1));
        assertInstanceOf(Guard.Verdict.Hear.class, guard.ask(OFFICE, "bob"));
    }

    @Test
    void anAccountIsNeverBarredButItsStrangersWait() {
        guard.succeeded(HOME, "alice");
        for (int i = 0; i < 100; i++) {
            guard.failed(InetAddress.ofLiteral("203.0.113." + i), "alice", mark(i));
        }
        assertEquals(Duration.ofSeconds(8), delay(OFFICE, "ALICE"));
        assertEquals(Duration.ZERO, delay(HOME, "alice"));
        assertEquals(Duration.ZERO, delay(OFFICE, "bob"));
    }

    @Test
    void aWebmailIsNeverBarredAndItsAttemptsWaitByAccount() {
        guard.succeeded(WEBMAIL, "alice");
        fail(WEBMAIL, "alice", 100);
        assertTrue(delay(WEBMAIL, "alice").toSeconds() > 0);
        assertEquals(Duration.ZERO, delay(WEBMAIL, "bob"));
    }

    @Test
    void aClientHasAllAddressesOfItsIpv6Network() {
        for (int i = 1; i <= 10; i++) {
            guard.failed(InetAddress.ofLiteral("2001:db8:0:1::" + i), "alice", mark(i));
        }
        assertInstanceOf(Guard.Verdict.Refuse.class, guard.ask(InetAddress.ofLiteral("2001:db8:0:1:ffff::1"), "bob"));
        assertInstanceOf(Guard.Verdict.Hear.class, guard.ask(InetAddress.ofLiteral("2001:db8:0:2::1"), "bob"));
    }

    @Test
    void aPhonesWrongPasswordCountsOnceOnAllServers() {
        Guard other = new Guard(RULES, InetAddress::isLoopbackAddress, () -> now);
        for (int i = 0; i < 3; i++) {
            guard.failed(OFFICE, "alice", mark(i));
        }
        other.absorb(guard.news());
        assertTrue(other.news().isEmpty());
        for (int i = 0; i < 3; i++) {
            other.failed(OFFICE, "Alice", mark(i));
        }
        assertEquals(List.of(), other.news());
        other.failed(OFFICE, "alice", mark(7));
        assertEquals(3, other.news().size(), "network, account and the password");
    }

    @Test
    void nothingIsToldToOthersThatADatabaseCannotKeep() {
        guard.failed(OFFICE, "nobody\0at all", mark(1));
        guard.succeeded(HOME, "some\0body");
        List<Failures.Row> news = guard.news();
        assertEquals(4, news.size());
        assertTrue(news.stream().noneMatch(row -> row.subject().indexOf('\0') >= 0), news.toString());
    }

    @Test
    void whatOneServerSawAllKnow() {
        Guard other = new Guard(RULES, InetAddress::isLoopbackAddress, () -> now);
        fail(OFFICE, "alice", 6);
        List<Failures.Row> news = guard.news();
        assertEquals(List.of(), guard.news());
        other.absorb(news);
        for (int i = 0; i < 3; i++) {
            other.failed(OFFICE, "bob", mark(i));
        }
        assertInstanceOf(Guard.Verdict.Hear.class, other.ask(OFFICE, "bob"));
        other.failed(OFFICE, "bob", mark(9));
        assertInstanceOf(Guard.Verdict.Refuse.class, other.ask(OFFICE, "bob"));
        List<Failures.Row> told = other.news();
        Failures.Row network = told.stream()
                .filter(row -> row.kind() == Failures.Kind.NETWORK)
                .findFirst()
                .orElseThrow();
        assertEquals(4.0, network.height());
        guard.absorb(List.of(new Failures.Row(network.kind(), network.subject(), 10, now, network.barredUntil())));
        assertInstanceOf(Guard.Verdict.Refuse.class, guard.ask(OFFICE, "carol"));
        // An administrator lifts it.
        guard.absorb(List.of(new Failures.Row(network.kind(), network.subject(), 0, now, Optional.empty())));
        assertInstanceOf(Guard.Verdict.Hear.class, guard.ask(OFFICE, "carol"));
        other.succeeded(OFFICE, "dave");
        guard.absorb(other.news());
        fail(OFFICE, "erin", 20);
        assertInstanceOf(Guard.Verdict.Hear.class, guard.ask(OFFICE, "Dave"));
    }
}
