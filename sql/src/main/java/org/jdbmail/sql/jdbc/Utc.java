package org.jdbmail.sql.jdbc;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as columns hold them: in UTC, whole seconds. */
public final class Utc {
    private Utc() {}

    /** A time for a column. */
    public static LocalDateTime of(Instant when) {
        return LocalDateTime.ofEpochSecond(when.getEpochSecond(), 0, ZoneOffset.UTC);
    }

    /** What a column says. */
    public static Instant instant(LocalDateTime column) {
        return column.toInstant(ZoneOffset.UTC);
    }
}
