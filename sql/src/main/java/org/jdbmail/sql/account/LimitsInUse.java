package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUOTA;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Whether any account has a limit on its messages (RFC 9208 §5.2), and which domains keep as many octets as they may. Almost nobody has such limits, so it is
 * asked once in a few seconds and no message waits for it. What this process changes of limits counts at once, what another one does, and
 * that a domain comes to be full, within that time.
 */
public final class LimitsInUse {
    private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();

    private final LongSupplier clock;
    private volatile @Nullable Known known;

    /**
     * What is known until a time of the clock.
     *
     * @param messages whether any account has a limit on its messages
     * @param fullDomains those that have no room for another octet
     */
    public record Known(boolean messages, List<String> fullDomains, long until) {}

    public LimitsInUse() {
        this(System::nanoTime);
    }

    LimitsInUse(LongSupplier clock) {
        this.clock = clock;
    }

    /** What was found a moment ago; empty if it has to be asked for. */
    public Optional<Known> recent() {
        return Optional.ofNullable(known).filter(found -> clock.getAsLong() - found.until < 0);
    }

    /** What is so. */
    public Known ask(Db db) {
        return recent().orElseGet(() -> look(db));
    }

    private Known look(Db db) {
        boolean messages =
                db.dsl().fetchExists(DSL.selectOne().from(JDBMAIL_QUOTA).where(JDBMAIL_QUOTA.MESSAGES.gt(0L)));
        Known now = new Known(messages, new SqlDomains(db).full(), clock.getAsLong() + KEPT_NANOS);
        known = now;
        return now;
    }

    /** Says that a limit is being changed: what was known is forgotten now, and after the commit what somebody read before it. */
    void changed(Db db) {
        forget();
        db.afterCommit(this::forget);
    }

    private void forget() {
        known = null;
    }
}
