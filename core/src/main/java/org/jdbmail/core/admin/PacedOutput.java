package org.jdbmail.core.admin;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Ends what takes too long because whoever takes it dribbles. */
final class PacedOutput extends FilterOutputStream {
    private final Duration patience;
    private final long leastPerSecond;
    private final InstantSource clock;
    private final Instant begun;
    private long written;

    /**
     * @param patience it goes on for so long in any case
     * @param leastPerSecond and for longer if so many octets a second are taken
     */
    PacedOutput(OutputStream out, Duration patience, long leastPerSecond, InstantSource clock) {
        super(out);
        this.patience = patience;
        this.leastPerSecond = leastPerSecond;
        this.clock = clock;
        this.begun = clock.instant();
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        out.write(octets, from, length);
        written += length;
        Instant limit = begun.plus(patience).plusSeconds(written / leastPerSecond);
        if (clock.instant().isAfter(limit)) {
            throw new IOException("it is taken too slowly");
        }
    }
}
