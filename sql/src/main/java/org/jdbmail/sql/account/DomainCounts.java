package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_ALIASES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Domains.Domain;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Condition;
import org.jooq.Record1;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Whether a domain with a limit has room for more accounts or aliases. To count them is to look at all that there are, of every domain, so what was counted
 * is kept for a few seconds, and only what has come since is counted beside it: by its id, whichever process made it. What has gone since makes
 * such a count too large and never too small; so nothing is refused before all was counted anew. Only what another process renames into the domain is
 * noticed late, by those few seconds.
 */
public final class DomainCounts {
    private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();

    /** What there is so many of. */
    enum Kind {
        ACCOUNTS,
        ALIASES;

        private TableField<?, Long> id() {
            return switch (this) {
                case ACCOUNTS -> DBMAIL_USERS.USER_IDNR;
                case ALIASES -> DBMAIL_ALIASES.ALIAS_IDNR;
            };
        }

        private TableField<?, String> address() {
            return switch (this) {
                case ACCOUNTS -> DBMAIL_USERS.USERID;
                case ALIASES -> DBMAIL_ALIASES.ALIAS;
            };
        }

        /** How many of them a domain may have; 0 for no limit. */
        long most(Domain domain) {
            return switch (this) {
                case ACCOUNTS -> domain.accounts();
                case ALIASES -> domain.aliases();
            };
        }

        private String word() {
            return switch (this) {
                case ACCOUNTS -> "accounts";
                case ALIASES -> "aliases";
            };
        }
    }

    private record Key(Kind kind, String domain) {}

    /**
     * What was counted.
     *
     * @param last the largest id that there was, in any domain
     * @param until the time of the clock until which it is of use
     * @param uncommitted by whom it was counted, and for whom alone it is, as long as what he has done may never come to be
     */
    private record Count(
            long number, long last, long until, @Nullable Db uncommitted) {
        private boolean isFor(Db db, long now) {
            return now - until < 0 && (uncommitted == null || uncommitted == db);
        }
    }

    private final Map<Key, Count> known = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    public DomainCounts() {
        this(System::nanoTime);
    }

    DomainCounts(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Whether there is room in the domain of a name.
     *
     * @param address of an account or alias; one without a domain is not counted
     * @throws Refusal LIMIT if that domain would have more than it may
     */
    void requireRoom(Db db, Kind kind, String address, long more) {
        String domain = SqlDomains.domain(address);
        if (domain.isEmpty()) {
            return;
        }
        long most = new SqlDomains(db).find(domain).map(kind::most).orElse(0L);
        if (most > 0 && !hasRoom(db, new Key(kind, domain), most, more)) {
            throw new Refusal(
                    Reason.LIMIT, "the domain " + domain + " may have " + most + " " + kind.word() + ", no more");
        }
    }

    private boolean hasRoom(Db db, Key key, long most, long more) {
        Count before = known.get(key);
        if (before != null
                && before.isFor(db, clock.getAsLong())
                && before.number + since(db, key, before.last) + more <= most) {
            return true;
        }
        Count counted = count(db, key);
        keep(key, counted);
        db.afterCommit(() -> keep(key, new Count(counted.number, counted.last, counted.until, null)));
        return counted.number + more <= most;
    }

    private void keep(Key key, Count counted) {
        known.values().removeIf(count -> clock.getAsLong() - count.until >= 0);
        known.put(key, counted);
    }

    private Count count(Db db, Key key) {
        TableField<?, Long> id = key.kind.id();
        Table<?> table = Objects.requireNonNull(id.getTable());
        return db.dsl()
                .select(
                        DSL.count(),
                        DSL.field(DSL.select(DSL.coalesce(DSL.max(id), 0L)).from(table)))
                .from(table)
                .where(isOf(db, key))
                .fetchSingle(row -> new Count(row.value1(), row.value2(), clock.getAsLong() + KEPT_NANOS, db));
    }

    private static long since(Db db, Key key, long last) {
        TableField<?, Long> id = key.kind.id();
        return db.dsl()
                .select(DSL.count())
                .from(Objects.requireNonNull(id.getTable()))
                .where(id.gt(last))
                .and(isOf(db, key))
                .fetchSingle(Record1::value1);
    }

    private static Condition isOf(Db db, Key key) {
        return SqlDomains.of(db, key.kind.address(), key.domain);
    }

    /** Says that names come into the domain of this one other than by a new id, or that ids go which may be given again. */
    void changed(Db db, Kind kind, String address) {
        Key key = new Key(kind, SqlDomains.domain(address));
        known.remove(key);
        db.afterCommit(() -> known.remove(key));
    }

    /** The same of all domains. */
    void changed(Db db, Kind kind) {
        forget(kind);
        db.afterCommit(() -> forget(kind));
    }

    private void forget(Kind kind) {
        known.keySet().removeIf(key -> key.kind == kind);
    }
}
