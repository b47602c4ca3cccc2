package org.jdbmail.cli.frame;

import java.io.PrintWriter;
import java.util.Locale;

/** A bar that grows while long work is done: on a terminal only, and gone when the work is. */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long PAUSE_NANOS = 200_000_000;

    private final PrintWriter err;
    private final boolean isShown;
    private final String what;
    private long total;
    private long done;
    private long last;
    private boolean isDrawn;

    /**
     * A bar at nothing.
     *
     * @param err where it is drawn
     * @param what is being done
     * @param total how much there is to do; may be a guess
     */
    public Progress(PrintWriter err, boolean isTerminal, String what, long total) {
        this.err = err;
        this.isShown = isTerminal;
        this.what = what;
        this.total = Math.max(1, total);
        this.last = System.nanoTime();
    }

    /** So much more is done. */
    public void add(long more) {
        done += more;
        total = Math.max(total, done);
        if (isShown && System.nanoTime() - last >= PAUSE_NANOS) {
            last = System.nanoTime();
            isDrawn = true;
            err.print("\r" + line(what, done, total));
            err.flush();
        }
    }

    /** What the bar looks like. */
    static String line(String what, long done, long total) {
        int filled = (int) (WIDTH * done / total);
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %3d %% (%d of %d)",
                what,
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                100 * done / total,
                done,
                total);
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (isDrawn) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }
}
