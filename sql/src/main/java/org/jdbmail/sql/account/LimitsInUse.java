package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_DOMAIN;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUOTA;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.impl.DSL;

/**
 * Whether any account has a limit on its messages (RFC 9208 §5.2), and any domain one on its octets. Almost nobody has, so it is asked
 * once in a few seconds and no message waits for it. What this process changes counts at once, what another one does within that time.
 */
public final class LimitsInUse {
    private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();

    private final LongSupplier clock;
    private volatile Known known;

    /**
     * What is known until a time of the clock.
     *
     * @param messages whether any account has a limit on its messages
     * @param domains whether any domain has one on its octets
     */
    public record Known(boolean messages, boolean domains, long until) {}

    public LimitsInUse() {
        this(System::nanoTime);
    }

    LimitsInUse(LongSupplier clock) {
        this.clock = clock;
        this.known = new Known(true, true, clock.getAsLong());
    }

    /** What was found a moment ago; empty if it has to be asked for. */
    public Optional<Known> recent() {
        Known now = known;
        return clock.getAsLong() - now.until < 0 ? Optional.of(now) : Optional.empty();
    }

    /** What is so. */
    public Known ask(Db db) {
        return recent().orElseGet(() -> look(db));
    }

    private Known look(Db db) {
        Known now = db.dsl()
                .select(
                        DSL.field(DSL.exists(DSL.selectOne().from(JDBMAIL_QUOTA).where(JDBMAIL_QUOTA.MESSAGES.gt(0L)))),
                        DSL.field(
                                DSL.exists(DSL.selectOne().from(JDBMAIL_DOMAIN).where(JDBMAIL_DOMAIN.QUOTA.gt(0L)))))
                .fetchSingle(row -> new Known(row.value1(), row.value2(), clock.getAsLong() + KEPT_NANOS));
        known = now;
        return now;
    }

    /** Says that a limit is being changed: what was known is forgotten now, and after the commit what somebody read before it. */
    void changed(Db db) {
        forget();
        db.afterCommit(this::forget);
    }

    private void forget() {
        known = new Known(true, true, clock.getAsLong());
    }
}
