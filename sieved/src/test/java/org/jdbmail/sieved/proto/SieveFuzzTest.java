package org.jdbmail.sieved.proto;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever a client says is a command of ManageSieve, or refused. */
class SieveFuzzTest {
    private static final List<String> COMMANDS = List.of(
            "AUTHENTICATE \"PLAIN\" \"AGEAYg==\"",
            "PUTSCRIPT \"a\\\"b\" \"keep;\"",
            "CHECKSCRIPT {31+}",
            "HAVESPACE \"x\" 99999",
            "SETACTIVE \"\"",
            "GETSCRIPT \"\u00c3\u00b6\"",
            "DELETESCRIPT \"x\"",
            "RENAMESCRIPT \"x\" \"y\"",
            "LISTSCRIPTS",
            "NOOP \"tag\"",
            "CAPABILITY",
            "STARTTLS",
            "UNAUTHENTICATE",
            "LOGOUT");

    @Test
    void whateverComesIsACommandOrRefused() {
        assertTrue(Fuzz.run(COMMANDS, line -> {
                    try {
                        WordReader reader = new WordReader();
                        if (reader.take(line) >= 0) {
                            reader.take(new Word.Text("keep;".getBytes(StandardCharsets.US_ASCII)));
                        }
                        assertNotNull(SieveCommand.of(reader.words()));
                    } catch (SieveSyntaxException refused) {
                        assertNotNull(refused.getMessage());
                    }
                })
                > 0);
    }
}
