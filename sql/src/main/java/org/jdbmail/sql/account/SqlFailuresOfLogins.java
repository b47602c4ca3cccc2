package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_GUARD;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.store.Failures;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jooq.Condition;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Where passwords were wrong lately, over {@code jdbmail_guard}. */
public final class SqlFailuresOfLogins implements Failures {
    private final Db db;

    public SqlFailuresOfLogins(Db db) {
        this.db = db;
    }

    @Override
    public void add(Row added, long forgiving, Instant now) {
        Optional<Row> known = find(added.kind(), added.subject());
        LocalDateTime barred = known.flatMap(Row::barredUntil)
                .filter(until -> added.barredUntil().isEmpty()
                        || until.isAfter(added.barredUntil().get()))
                .or(added::barredUntil)
                .map(Utc::of)
                .orElse(null);
        if (known.isEmpty()) {
            db.dsl()
                    .insertInto(JDBMAIL_GUARD)
                    .set(JDBMAIL_GUARD.KIND, added.kind().word())
                    .set(JDBMAIL_GUARD.SUBJECT, added.subject())
                    .set(JDBMAIL_GUARD.HEIGHT, added.height())
                    .set(JDBMAIL_GUARD.FAILED, Utc.of(added.when()))
                    .set(JDBMAIL_GUARD.BARRED_UNTIL, barred)
                    .set(JDBMAIL_GUARD.CHANGED, Utc.of(now))
                    .execute();
            return;
        }
        double passed =
                (double) Duration.between(known.get().when(), added.when()).toSeconds() / forgiving;
        double left = Math.max(0, known.get().height() - Math.max(0, passed));
        // What others add meanwhile counts too.
        db.dsl()
                .update(JDBMAIL_GUARD)
                .set(
                        JDBMAIL_GUARD.HEIGHT,
                        JDBMAIL_GUARD.HEIGHT.plus(left - known.get().height() + added.height()))
                .set(JDBMAIL_GUARD.FAILED, Utc.of(added.when()))
                .set(JDBMAIL_GUARD.BARRED_UNTIL, barred)
                .set(JDBMAIL_GUARD.CHANGED, Utc.of(now))
                .where(is(added.kind(), added.subject()))
                .execute();
    }

    private static Condition is(Kind kind, String subject) {
        return JDBMAIL_GUARD.KIND.eq(kind.word()).and(JDBMAIL_GUARD.SUBJECT.eq(subject));
    }

    private static Optional<Row> row(Record row) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.word().equals(row.get(JDBMAIL_GUARD.KIND)))
                .findFirst()
                .map(kind -> new Row(
                        kind,
                        row.get(JDBMAIL_GUARD.SUBJECT),
                        row.get(JDBMAIL_GUARD.HEIGHT),
                        instant(row.get(JDBMAIL_GUARD.FAILED)).orElse(Instant.EPOCH),
                        instant(row.get(JDBMAIL_GUARD.BARRED_UNTIL))));
    }

    private static Optional<Instant> instant(@Nullable LocalDateTime utc) {
        return Optional.ofNullable(utc).map(time -> time.toInstant(ZoneOffset.UTC));
    }

    private List<Row> rows(Condition condition) {
        return db
                .dsl()
                .selectFrom(JDBMAIL_GUARD)
                .where(condition)
                .orderBy(JDBMAIL_GUARD.KIND, JDBMAIL_GUARD.SUBJECT)
                .fetch()
                .stream()
                .flatMap(row -> row(row).stream())
                .toList();
    }

    @Override
    public Optional<Row> find(Kind kind, String subject) {
        return rows(is(kind, subject)).stream().findFirst();
    }

    @Override
    public void forgive(Kind kind, String subject, Instant now) {
        db.dsl()
                .update(JDBMAIL_GUARD)
                .set(JDBMAIL_GUARD.HEIGHT, 0.0)
                .setNull(JDBMAIL_GUARD.BARRED_UNTIL)
                .set(JDBMAIL_GUARD.CHANGED, Utc.of(now))
                .where(is(kind, subject))
                .execute();
    }

    @Override
    public List<Row> since(Instant moment) {
        return rows(JDBMAIL_GUARD.CHANGED.ge(Utc.of(moment)));
    }

    @Override
    public List<Row> barred(Instant now) {
        return rows(JDBMAIL_GUARD.BARRED_UNTIL.gt(Utc.of(now)));
    }

    @Override
    public boolean lift(String subject, Instant now) {
        return db.dsl()
                        .update(JDBMAIL_GUARD)
                        .set(JDBMAIL_GUARD.HEIGHT, 0.0)
                        .setNull(JDBMAIL_GUARD.BARRED_UNTIL)
                        .set(JDBMAIL_GUARD.CHANGED, Utc.of(now))
                        .where(JDBMAIL_GUARD.SUBJECT.eq(subject))
                        .and(JDBMAIL_GUARD.KIND.in(Kind.NETWORK.word(), Kind.ACCOUNT.word()))
                        .execute()
                > 0;
    }

    @Override
    public int forget(Instant before) {
        return db.dsl()
                .deleteFrom(JDBMAIL_GUARD)
                .where(JDBMAIL_GUARD.CHANGED.lt(Utc.of(before)))
                .execute();
    }
}
