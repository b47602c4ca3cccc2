package org.jdbmail.cli.start;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets a warning or error that repeats into the log once a minute, and tells how many like it were left out: a full disk or a
 * database that is away must not fill the log. Alike are those that come from the same place in the code, for the same kind of
 * fault.
 */
final class RepeatFilter extends TurboFilter {
    private static final long EVERY = Duration.ofMinutes(1).toNanos();

    /** So many kinds are remembered; there are fewer places in the code that warn. */
    private static final int KINDS = 1_000;

    private static final class Seen {
        long at;
        int leftOut;
    }

    private final LongSupplier clock;
    private final Map<String, Seen> seen = new LinkedHashMap<>();

    RepeatFilter() {
        this(System::nanoTime);
    }

    /** @param clock nanoseconds */
    RepeatFilter(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        if (format == null
                || !level.isGreaterOrEqual(Level.WARN)
                || !level.isGreaterOrEqual(logger.getEffectiveLevel())) {
            return FilterReply.NEUTRAL;
        }
        int leftOut = leftOut(kind(logger, format, fault(parameters, thrown)));
        if (leftOut < 0) {
            return FilterReply.DENY;
        }
        if (leftOut > 0) {
            logger.info("{} like the next were not told in the last minute or more", leftOut);
        }
        return FilterReply.NEUTRAL;
    }

    /** A fault may also be the last of the parameters. */
    private static @Nullable Throwable fault(Object @Nullable [] parameters, @Nullable Throwable thrown) {
        return thrown == null
                        && parameters != null
                        && parameters.length > 0
                        && parameters[parameters.length - 1] instanceof Throwable last
                ? last
                : thrown;
    }

    private static String kind(Logger logger, String format, @Nullable Throwable thrown) {
        String fault = "";
        if (thrown != null) {
            StackTraceElement[] trace = thrown.getStackTrace();
            fault = thrown.getClass().getName() + (trace.length == 0 ? "" : " " + trace[0]);
        }
        return logger.getName() + " " + format + " " + fault;
    }

    /** -1 if this one is to be left out; else how many like it were since the last that was not. */
    private synchronized int leftOut(String kind) {
        long now = clock.getAsLong();
        Seen before = seen.get(kind);
        if (before != null && now - before.at < EVERY) {
            before.leftOut++;
            return -1;
        }
        int leftOut = before == null ? 0 : before.leftOut;
        if (before == null && seen.size() >= KINDS) {
            seen.clear();
        }
        Seen one = new Seen();
        one.at = now;
        seen.put(kind, one);
        return leftOut;
    }
}
