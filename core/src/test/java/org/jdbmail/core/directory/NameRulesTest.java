package org.jdbmail.core.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.store.LoginRules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameRulesTest {
    private static final InetSocketAddress IMAP = new InetSocketAddress("192.0.2.10", 143);

    private static Optional<String> apply(Rule... rules) {
        return NameRules.apply(List.of(rules), "joe", IMAP);
    }

    @Test
    void withoutRulesANameStaysAndWithRulesThatDontFitItIsRefused() {
        assertEquals(Optional.of("joe"), apply());
        assertEquals(Optional.empty(), apply(new Rule("joe", "inet:192.0.2.11:143", "", "joe@a.test")));
    }

    @Test
    void theNarrowestRuleCountsAndADenialAlways() {
        Rule everywhere = new Rule("joe", "", "", "joe@everywhere.test");
        Rule narrow = new Rule("joe", "inet:192.0.2.0/24:143", "", "joe@net.test");
        assertEquals(Optional.of("joe@everywhere.test"), apply(everywhere, narrow));
        assertEquals(Optional.of("joe@net.test"), apply(new Rule("joe", "inet:192.0.0.0/16", "", "x"), narrow));
        assertEquals(Optional.empty(), apply(everywhere, new Rule("ANY", "", "inet:192.0.2.10/32:143", "%s")));
        assertEquals(
                Optional.of("joe@everywhere.test"),
                apply(everywhere, new Rule("ANY", "inet:10.0.0.0/8", "inet:192.0.2.10/32:993", "%s")));
    }

    @Test
    void aRuleForAllNamesHasThePlaceOfTheName() {
        assertEquals(Optional.of("joe@b.test"), apply(new Rule("ANY", "inet:192.0.2.10:143", "", "%s@b.test")));
        assertEquals(Optional.of("%s"), apply(new Rule("joe", "", "", "%s")));
    }

    @ParameterizedTest
    @CsvSource({
        "inet:192.0.2.10, 32",
        "inet:192.0.2.10:143, 32",
        "inet:192.0.2.10:0, 32",
        "inet:0.0.0.0/0:143, 0",
        "inet:192.0.2.10:110, -1",
        "inet:192.0.2.10/33, -1",
        "inet:999.0.2.10, -1",
        "inet:[2001:db8::1]/64:143, -1",
        "unix:/run/imap.sock, -1",
        "nonsense, -1",
    })
    void placesAreReadAsDbmailWritesThem(String pattern, int score) {
        assertEquals(score, SocketPattern.score(pattern, IMAP));
    }

    @Test
    void ipv6StandsInBrackets() {
        InetSocketAddress target = new InetSocketAddress("2001:db8::7", 993);
        assertEquals(64, SocketPattern.score("inet:[2001:db8::]/64:993", target));
        assertEquals(-1, SocketPattern.score("inet:[2001:db9::]/64:993", target));
    }
}
