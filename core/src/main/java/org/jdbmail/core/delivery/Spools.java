package org.jdbmail.core.delivery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes spools, and keeps them together within their bounds: so much memory for one message, so much for all. What does
 * not fit lies in a temporary file that has no name, so that not even a crash leaves it behind. Safe for any number of
 * threads.
 */
public final class Spools {
    private static final Logger LOG = LoggerFactory.getLogger(Spools.class);

    private static final String PREFIX = "jdbmail-spool-";
    /** A file that still has a name after this time belongs to nobody: it lost its name right after it was made. */
    private static final Duration STALE = Duration.ofMinutes(10);

    private final Path directory;
    private final int memoryForOne;
    private final long memoryForAll;
    private final AtomicLong used = new AtomicLong();

    /**
     * Removes what a crash may have left in the directory.
     *
     * @param directory where files are made; must exist
     * @param memoryForOne octets of one message that are held in memory, at least 64 KiB
     * @param memoryForAll octets of all messages together that are held in memory
     * @throws IOException if the directory can't be read or written
     */
    public Spools(Path directory, int memoryForOne, long memoryForAll) throws IOException {
        if (memoryForOne < Spool.BUFFER) {
            throw new IllegalArgumentException("a spool needs at least " + Spool.BUFFER + " octets of memory");
        }
        this.directory = directory;
        this.memoryForOne = memoryForOne;
        this.memoryForAll = memoryForAll;
        removeStale();
        openFile().close();
    }

    /**
     * An empty spool.
     *
     * @param expected octets that will probably come; 0 where nobody knows
     * @param limit octets that may come; more are thrown away and refused
     */
    public Spool open(long expected, long limit) {
        return new Spool(this, expected, limit);
    }

    /** Octets of memory that spools hold now. */
    public long memoryUsed() {
        return used.get();
    }

    int memoryForOne() {
        return memoryForOne;
    }

    /** Takes memory from what is left; false if there is too little. */
    boolean reserve(int octets) {
        if (used.addAndGet(octets) > memoryForAll) {
            used.addAndGet(-octets);
            return false;
        }
        return true;
    }

    void release(int octets) {
        used.addAndGet(-octets);
    }

    /** A file without a name: it is gone when it is closed, or when the process ends in whatever way. */
    FileChannel openFile() throws IOException {
        Path file = Files.createTempFile(directory, PREFIX, ".tmp");
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            // Where the system allows it; elsewhere the option above has to do.
            Files.deleteIfExists(file);
            return channel;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private void removeStale() throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(STALE));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*.tmp")) {
            for (Path file : files) {
                removeIfStale(file, limit);
            }
        }
    }

    /** What is in the way, and not ours to remove, stays: a folder, or the file of another user in a folder that all use. */
    private static void removeIfStale(Path file, FileTime limit) {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("{} stays: {}", file, e.toString());
        }
    }
}
