package org.jdbmail.core.moving.mbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jdbmail.core.moving.source.SourceMessage;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever stands in a file is read as messages, or refused in a sentence. */
class MboxFuzzTest {
    private static final List<String> FILES = List.of(
            """
            From bob@example.test Fri Jan  2 03:04:05 2026
            Status: RO
            X-Status: AF
            X-Keywords: $Label1 Junk
            X-UID: 12
            X-IMAPbase: 1275660208 25
            Subject: one

            >From here on.
            >>From Rome

            From - Sat Jan 10 03:04:05 2026 +0100
            Content-Length: 3
            Subject: two

            x

            """,
            "From MAILER-DAEMON Fri Jan  2 03:04:05 UTC 2026\nX-IMAP: 1275660208 0000000002 $Label1\nSubject: DON'T DELETE"
                    + " THIS MESSAGE -- FOLDER INTERNAL DATA\n\nThis text\n\n",
            "From a Fri Jan  2 03:04 2026\r\nX-UID: 1\r\n folded\r\n\r\nbody\r\n",
            "");

    @Test
    void whateverStandsThereIsReadOrRefused() throws IOException {
        Path file = Files.createTempFile("jdbmail-mbox-", ".mbox");
        file.toFile().deleteOnExit();
        assertTrue(Fuzz.run(2_000, FILES, bytes -> {
                    Files.write(file, bytes);
                    boolean isOne = MboxMailbox.isOne(file);
                    try {
                        long octets = 0;
                        for (SourceMessage message : MboxMailbox.of(file, "box").messages()) {
                            assertEquals(message.about().size(), bare(message));
                            octets += message.about().size();
                        }
                        assertTrue(octets <= bytes.length);
                    } catch (IOException refused) {
                        assertTrue(!isOne || !refused.getMessage().isEmpty());
                    }
                })
                > 0);
    }

    /** How long a message is as it stands in the file: line ends of LF alone become CRLF when it is read. */
    private static long bare(SourceMessage message) throws IOException {
        assertNotNull(message.read());
        return message.about().size();
    }

    @Test
    void everyLineIsAPostmarkOrText() {
        List<String> lines = List.of(
                "From bob@example.test Fri Jan  2 03:04:05 2026",
                "From - Sat Jan 10 03:04:05 2026 +0100",
                "From a b c Mon Feb 29 23:59 CET 2028",
                "From x Tue Mar 31 03:04:05 +0200 2026");
        assertTrue(Fuzz.run(lines, bytes -> assertNotNull(Postmark.of(new String(bytes, ISO_8859_1)))) > 0);
    }
}
