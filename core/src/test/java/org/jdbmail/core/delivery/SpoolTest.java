package org.jdbmail.core.delivery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final int MEMORY = 256 * 1024;

    @TempDir
    Path folder;

    private static byte[] random(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }

    private static void fill(Spool spool, byte[] message) {
        Random random = new Random(1);
        for (int at = 0; at < message.length; ) {
            int count = Math.min(message.length - at, 1 + random.nextInt(20_000));
            spool.write(Arrays.copyOfRange(message, at, at + count));
            at += count;
        }
    }

    private static byte[] all(MessageBytes bytes) {
        return bytes.slice(0, bytes.size());
    }

    @Test
    void messagesOfAnySizeComeBackByteForByte() throws Exception {
        Spools spools = new Spools(folder, MEMORY, 10L * MEMORY);
        for (int size : new int[] {0, 1, 16 * 1024, 16 * 1024 + 1, MEMORY - 1, MEMORY, MEMORY + 1, 3_000_000}) {
            byte[] message = random(size);
            try (Spool spool = spools.open(size % 3 == 0 ? size : 0, 10_000_000)) {
                fill(spool, message);
                assertArrayEquals(message, all(spool.bytes()), "of " + size + " octets");
                assertEquals(size, spool.size());
            }
            assertEquals(0, spools.memoryUsed(), "memory is given back");
        }
        assertEquals(0, files(), "no file is left, nor ever visible for long");
    }

    @Test
    void aFileHasNoNameWhileItIsInUse() throws Exception {
        Spools spools = new Spools(folder, MEMORY, MEMORY);
        try (Spool spool = spools.open(0, 10_000_000)) {
            fill(spool, random(1_000_000));
            assertEquals(0, files());
            assertEquals(1_000_000, spool.bytes().size());
        }
    }

    @Test
    void whatIsTooBigIsForgottenAndRefused() throws Exception {
        Spools spools = new Spools(folder, MEMORY, MEMORY);
        try (Spool spool = spools.open(0, 100_000)) {
            fill(spool, random(100_000));
            assertFalse(spool.isTooBig());
            spool.write(new byte[] {1});
            assertTrue(spool.isTooBig());
            fill(spool, random(500_000));
            assertEquals(0, spools.memoryUsed());
            assertEquals(
                    Reason.TOO_BIG, assertThrows(Refusal.class, spool::bytes).reason());
            assertEquals(600_001, spool.size());
        }
    }

    @Test
    void whenAllMemoryIsInUseFilesTakeOver() throws Exception {
        Spools spools = new Spools(folder, MEMORY, MEMORY);
        try (Spool first = spools.open(MEMORY, 1_000_000);
                Spool second = spools.open(0, 1_000_000)) {
            byte[] message = random(50_000);
            fill(first, message);
            fill(second, message);
            assertEquals(MEMORY, spools.memoryUsed());
            assertArrayEquals(message, all(second.bytes()));
            assertArrayEquals(message, all(first.bytes()));
        }
    }

    @Test
    void aSpoolThatCannotBeWrittenIsATemporaryTrouble() throws Exception {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        Spools spools = new Spools(gone, MEMORY, MEMORY);
        Files.delete(gone);
        try (Spool spool = spools.open(0, 10_000_000)) {
            fill(spool, random(1_000_000));
            assertEquals(
                    Reason.UNAVAILABLE,
                    assertThrows(Refusal.class, spool::bytes).reason());
            assertFalse(spool.isTooBig());
        }
    }

    @Test
    void whatACrashLeftIsRemovedAtTheStart() throws Exception {
        Path old = Files.createFile(folder.resolve("jdbmail-spool-1.tmp"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        Path fresh = Files.createFile(folder.resolve("jdbmail-spool-2.tmp"));
        Path foreign = Files.createFile(folder.resolve("other.tmp"));
        Files.setLastModifiedTime(foreign, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        assertEquals(0, new Spools(folder, MEMORY, MEMORY).memoryUsed());
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(fresh));
        assertTrue(Files.exists(foreign));
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }
}
