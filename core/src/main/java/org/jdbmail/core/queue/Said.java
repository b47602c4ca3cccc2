package org.jdbmail.core.queue;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What a program says, by a named pipe. Java's own pipe to a process is read to its end when the process has ended, into memory: a child
 * that it leaves behind could write there for ever. Of this one what is there is read, and no more; when it is closed, who writes on is ended by that.
 */
final class Said implements Closeable {
    static final String NAME = "said";

    /** Octets that are read at a time: as many as a pipe holds. */
    private static final int CHUNK = 64 * 1024;

    private static final long MAKING_SECONDS = 10;

    private final Path path;
    private final RandomAccessFile pipe;
    private final FileInputStream in;

    private Said(Path path, RandomAccessFile pipe) throws IOException {
        this.path = path;
        this.pipe = pipe;
        this.in = new FileInputStream(pipe.getFD());
    }

    /** Makes one in a folder of our own. */
    static Said in(Path folder) throws IOException {
        Path path = folder.resolve(NAME);
        Process making = new ProcessBuilder("mkfifo", "-m", "600", path.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!making.waitFor(MAKING_SECONDS, TimeUnit.SECONDS) || making.exitValue() != 0) {
                throw new IOException("no pipe can be made in " + folder);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server is stopping", e);
        }
        // Open to both sides, or the opening would wait for whoever writes.
        return new Said(path, new RandomAccessFile(path.toFile(), "rw"));
    }

    Path path() {
        return path;
    }

    /** Reads what is there, and keeps some of it: a program that is not read would wait. */
    void read(ByteArrayOutputStream kept, int most) throws IOException {
        byte[] chunk = new byte[CHUNK];
        int there = Math.min(in.available(), CHUNK);
        int count = there > 0 ? in.read(chunk, 0, there) : 0;
        kept.write(chunk, 0, Math.clamp(count, 0, Math.max(0, most - kept.size())));
    }

    @Override
    public void close() throws IOException {
        pipe.close();
    }
}
