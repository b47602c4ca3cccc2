package org.jdbmail.cli.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatFilterTest {
    private final AtomicLong clock = new AtomicLong();
    private final RepeatFilter filter = new RepeatFilter(clock::get);
    private final Logger logger = new LoggerContext().getLogger("org.jdbmail.Some");

    private FilterReply say(Level level, String format, Object... parameters) {
        return filter.decide(null, logger, level, format, parameters, null);
    }

    @Test
    void aWarningThatRepeatsIsToldOnceAMinute() {
        assertEquals(FilterReply.NEUTRAL, say(Level.WARN, "away: {}", "1"));
        for (int second = 1; second < 60; second++) {
            clock.set(TimeUnit.SECONDS.toNanos(second));
            assertEquals(FilterReply.DENY, say(Level.WARN, "away: {}", "2"));
        }
        clock.set(TimeUnit.SECONDS.toNanos(60));
        assertEquals(FilterReply.NEUTRAL, say(Level.WARN, "away: {}", "3"));
    }

    @Test
    void othersAreTold() {
        assertEquals(FilterReply.NEUTRAL, say(Level.WARN, "away: {}", "1"));
        assertEquals(FilterReply.NEUTRAL, say(Level.WARN, "full: {}", "1"));
        assertEquals(FilterReply.NEUTRAL, say(Level.ERROR, "failed", new IllegalStateException()));
        assertEquals(FilterReply.NEUTRAL, say(Level.ERROR, "failed", new IllegalArgumentException()));
    }

    @Test
    void whatIsNoWarningMayRepeat() {
        assertEquals(FilterReply.NEUTRAL, say(Level.INFO, "logged in"));
        assertEquals(FilterReply.NEUTRAL, say(Level.INFO, "logged in"));
    }
}
