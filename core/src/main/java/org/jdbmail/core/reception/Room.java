package org.jdbmail.core.reception;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether there is room for another message: on the disks that messages come to lie on, and in the database, which is left alone for a moment when it could not take the last
 * one. So a message that could not be kept is refused before it is sent, and its sender keeps it. Safe for any number of threads.
 */
public final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    /** How often disks are looked at. */
    private static final Duration LOOKS = Duration.ofSeconds(1);

    /** For how long nothing is taken after a message that the database could not take. */
    private static final Duration REST = Duration.ofSeconds(2);

    private record Look(long free, Instant when) {}

    private final LongSupplier free;
    private final long least;
    private final InstantSource clock;
    private volatile Look latest = new Look(Long.MAX_VALUE, Instant.EPOCH);
    private volatile Instant resting = Instant.EPOCH;

    /**
     * Over disks.
     *
     * @param free octets that are free where the least is
     * @param least octets that must stay free
     */
    public Room(LongSupplier free, long least, InstantSource clock) {
        this.free = free;
        this.least = least;
        this.clock = clock;
    }

    /** Over the disks that these folders lie on; what can't be told counts as enough. */
    public static Room on(List<Path> folders, long least, InstantSource clock) {
        return new Room(() -> folders.stream().mapToLong(Room::free).min().orElse(Long.MAX_VALUE), least, clock);
    }

    private static long free(Path folder) {
        try {
            FileStore disk = Files.getFileStore(folder);
            return disk.getUsableSpace();
        } catch (IOException e) {
            LOG.debug("how much is free on {} can't be told", folder, e);
            return Long.MAX_VALUE;
        }
    }

    /**
     * Somebody wants to send a message of that size; -1 where he does not say.
     *
     * @throws Denied if there is no room for it now
     */
    void check(long size) {
        Instant now = clock.instant();
        if (now.isBefore(resting)) {
            throw new Denied(451, "4.3.0", "mail can't be stored now, come again later");
        }
        Look known = latest;
        if (!now.isBefore(known.when().plus(LOOKS)) || now.isBefore(known.when())) {
            long found = free.getAsLong();
            if (found < least && known.free() >= least) {
                LOG.error("no mail is taken: {} octets are free, and {} must be", found, least);
            }
            known = new Look(found, now);
            latest = known;
        }
        // RFC 1870 §6.1
        if (known.free() - Math.max(0, size) < least) {
            throw new Denied(452, "4.3.1", "there is no room for mail now, come again later");
        }
    }

    /** The database could not take a message. */
    void failed() {
        resting = clock.instant().plus(REST);
    }
}
