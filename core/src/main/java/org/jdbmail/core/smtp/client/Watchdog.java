package org.jdbmail.core.smtp.client;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes what takes too long: a socket that is written to has no time-out of its own. Safe for any number of threads. */
public final class Watchdog implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("jdbmail-smtp-watchdog").factory());

    /** Closes something after a time, unless what is returned is cancelled before. */
    Future<?> after(Duration time, Closeable what) {
        return timer.schedule(() -> close(what), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean close(Closeable what) {
        try {
            what.close();
            return true;
        } catch (IOException e) {
            return false; // it is unusable either way
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
