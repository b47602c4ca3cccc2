package org.jdbmail.core.reception;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is taken that could not be kept. */
class RoomTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH.plusSeconds(1000));
    private final AtomicLong free = new AtomicLong(1000);
    private final Room room = new Room(free::get, 500, now::get);

    private int code(long size) {
        return assertThrows(Denied.class, () -> room.check(size)).reply().code();
    }

    @Test
    void aDiskIsLookedAtOnceInAWhile() {
        assertDoesNotThrow(() -> room.check(-1));
        assertDoesNotThrow(() -> room.check(500));
        assertEquals(452, code(501));
        free.set(499);
        assertDoesNotThrow(() -> room.check(-1), "looked at a moment ago");
        now.updateAndGet(time -> time.plusSeconds(2));
        assertEquals(452, code(-1));
        free.set(1000);
        now.updateAndGet(time -> time.plusSeconds(2));
        assertDoesNotThrow(() -> room.check(-1));
    }

    @Test
    void aDatabaseThatCouldTakeNothingIsLeftAloneForAMoment() {
        room.failed();
        assertEquals(451, code(-1));
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(3)));
        assertDoesNotThrow(() -> room.check(-1));
    }

    @Test
    void disksAreThoseOfFolders(@TempDir Path folder) {
        assertDoesNotThrow(
                () -> Room.on(List.of(folder, Path.of("/no/such")), 1, now::get).check(-1));
        assertThrows(
                Denied.class,
                () -> Room.on(List.of(folder), Long.MAX_VALUE - 1, now::get).check(-1));
    }
}
