package org.jdbmail.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.queue.Program;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.reception.Inspection;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilterProgramTest {
    private static final String MESSAGE = "Subject: one\r\n\r\nbody\r\n";
    private static final Caller CALLER = Caller.of(InetAddress.getLoopbackAddress(), "x");

    @TempDir
    private Path folder;

    private String take(String script, Duration patience, boolean isNeeded) throws IOException {
        Path program = Files.writeString(folder.resolve("filter"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Spools spools = new Spools(folder, 64 * 1024, 1 << 20);
        try (Inspection inspection = FilterProgram.of(
                        program.toString(), new Program("", false, patience), isNeeded, spools)
                .open(CALLER)) {
            Judgement judgement = inspection.message(new Arriving(
                    CALLER,
                    "id",
                    EnvelopeAddress.NULL,
                    MailParameters.NONE,
                    List.of(),
                    "Received: x\r\n",
                    MessageBytes.of(MESSAGE.getBytes(StandardCharsets.US_ASCII)),
                    Instant.EPOCH));
            if (judgement instanceof Judgement.Refused(var reply)) {
                return reply.toString().strip();
            }
            MessageBytes message =
                    assertInstanceOf(Judgement.Passed.class, judgement).message();
            return new String(message.slice(0, message.size()), StandardCharsets.US_ASCII);
        }
    }

    private static final String LATER = "451 4.7.1 mail can't be looked at now, come again later";

    @Test
    void whatItWritesTakesTheMessagesPlace() throws IOException {
        Duration patience = Duration.ofSeconds(30);
        assertEquals("X-Spam: no\r\n" + MESSAGE, take("printf 'X-Spam: no\\n'; cat", patience, true));
        assertEquals("X-Spam: no\r\n" + MESSAGE, take("printf 'X-Spam: no\\n'; tr -d '\\r'", patience, true));
    }

    @Test
    void troubleIsWhatTheSettingSays() throws IOException {
        Duration patience = Duration.ofSeconds(30);
        for (String script : List.of("cat; exit 75", "exit 0", "cat; kill -9 $$")) {
            assertEquals(LATER, take(script, patience, true), script);
            assertEquals(MESSAGE, take(script, patience, false), script);
        }
        assertEquals(LATER, take("sleep 60", Duration.ofMillis(200), true));
        assertEquals(LATER, take("yes", patience, true));
        assertEquals(MESSAGE, take("sleep 60", Duration.ofMillis(200), false));
    }
}
