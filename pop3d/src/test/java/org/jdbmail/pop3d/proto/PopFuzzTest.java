package org.jdbmail.pop3d.proto;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever a client says is a command of POP3, or refused. */
class PopFuzzTest {
    private static final List<String> COMMANDS = List.of(
            "USER alice",
            "PASS se cret",
            "APOP alice c4c9334bac560ecc979e58001b3e22fb",
            "AUTH PLAIN AGEAYg==",
            "AUTH SCRAM-SHA-256 =",
            "TOP 12 3",
            "RETR 1",
            "DELE 2147483647",
            "LIST",
            "UIDL 3",
            "STAT",
            "NOOP",
            "CAPA",
            "STLS",
            "UTF8",
            "LANG *",
            "QUIT");

    @Test
    void whateverComesIsACommandOrRefused() {
        assertTrue(Fuzz.run(COMMANDS, line -> {
                    try {
                        assertNotNull(PopGrammar.parse(line));
                    } catch (PopSyntaxException refused) {
                        assertNotNull(refused.getMessage());
                    }
                })
                > 0);
    }
}
