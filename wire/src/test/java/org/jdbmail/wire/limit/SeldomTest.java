package org.jdbmail.wire.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SeldomTest {
    @Test
    void oneLineAMinuteTellsOfTheOthers() {
        AtomicLong now = new AtomicLong(-5);
        Seldom seldom = new Seldom(now::get);
        assertEquals(0, seldom.cause());
        assertEquals(-1, seldom.cause());
        now.addAndGet(TimeUnit.SECONDS.toNanos(60) - 1);
        assertEquals(-1, seldom.cause());
        now.addAndGet(1);
        assertEquals(2, seldom.cause());
        assertEquals(-1, seldom.cause());
        now.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertEquals(1, seldom.cause());
        assertEquals(" (and 2 more since the last such line)", Seldom.andMore(2));
        assertEquals("", Seldom.andMore(0));
    }
}
