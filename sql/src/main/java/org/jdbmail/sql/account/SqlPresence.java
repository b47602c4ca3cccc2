package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_PROCESS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_SESSION;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.store.Presence;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.jdbc.Utc;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Who is there now, over {@code jdbmail_process} and {@code jdbmail_session}. */
public final class SqlPresence implements Presence {
    /** Ids in one statement. */
    private static final int CHUNK = 500;

    /** Rows in one insert: their values are below what SQLite takes. */
    private static final int ROWS = 100;

    /** A process that has not said so for that long is not there. */
    private static final Duration SILENT = Duration.ofSeconds(90);

    private final Db db;

    public SqlPresence(Db db) {
        this.db = db;
    }

    private static final List<Field<?>> SEEN = List.of(
            JDBMAIL_SESSION.ID,
            JDBMAIL_SESSION.NUMBER,
            JDBMAIL_SESSION.USER_IDNR,
            JDBMAIL_SESSION.SERVICE,
            JDBMAIL_SESSION.ADDRESS,
            JDBMAIL_SESSION.PORT,
            JDBMAIL_SESSION.SINCE,
            JDBMAIL_SESSION.ENDED,
            JDBMAIL_PROCESS.HOST,
            JDBMAIL_PROCESS.PID,
            DBMAIL_USERS.USERID);

    /** Sessions with their processes and accounts. */
    private static Table<Record> all() {
        return JDBMAIL_SESSION
                .join(JDBMAIL_PROCESS)
                .on(JDBMAIL_PROCESS.ID.eq(JDBMAIL_SESSION.PROCESS))
                .join(DBMAIL_USERS)
                .on(DBMAIL_USERS.USER_IDNR.eq(JDBMAIL_SESSION.USER_IDNR));
    }

    private static Condition isThere(Instant now) {
        return JDBMAIL_PROCESS.SEEN.ge(Utc.of(now.minus(SILENT)));
    }

    private static Seen seen(Record row) {
        return new Seen(
                row.get(JDBMAIL_SESSION.ID),
                row.get(DBMAIL_USERS.USERID),
                new Session(
                        row.get(JDBMAIL_SESSION.NUMBER),
                        row.get(JDBMAIL_SESSION.USER_IDNR),
                        row.get(JDBMAIL_SESSION.SERVICE),
                        row.get(JDBMAIL_SESSION.ADDRESS),
                        row.get(JDBMAIL_SESSION.PORT),
                        row.get(JDBMAIL_SESSION.SINCE).toInstant(ZoneOffset.UTC)),
                row.get(JDBMAIL_PROCESS.HOST),
                row.get(JDBMAIL_PROCESS.PID),
                row.get(JDBMAIL_SESSION.ENDED) != 0);
    }

    @Override
    public List<Seen> sessions(String login, Instant now) {
        return db.dsl()
                .select(SEEN)
                .from(all())
                .where(isThere(now))
                .and(login.isEmpty() ? DSL.noCondition() : Folded.equal(db, DBMAIL_USERS.USERID, login))
                .orderBy(DBMAIL_USERS.USERID, JDBMAIL_SESSION.ID)
                .fetch(SqlPresence::seen);
    }

    @Override
    public Optional<Seen> session(long id, Instant now) {
        return db.dsl()
                .select(SEEN)
                .from(all())
                .where(JDBMAIL_SESSION.ID.eq(id))
                .and(isThere(now))
                .fetchOptional(SqlPresence::seen);
    }

    @Override
    public Page page(Search search, Instant now) {
        String glob = "*" + search.text() + "*";
        Condition wanted = search.text().isEmpty()
                ? isThere(now)
                : isThere(now)
                        .and(Folded.glob(db, DBMAIL_USERS.USERID, glob)
                                .or(Folded.globInOurs(
                                        DSL.concat(
                                                JDBMAIL_SESSION.SERVICE,
                                                DSL.inline(" "),
                                                JDBMAIL_SESSION.ADDRESS,
                                                DSL.inline(" "),
                                                JDBMAIL_PROCESS.HOST),
                                        glob)));
        List<Field<?>> by = switch (search.order()) {
            case LOGIN -> List.of(DBMAIL_USERS.USERID, JDBMAIL_SESSION.ID);
            // As they were noted, which is within seconds of when they began.
            case SINCE -> List.of(JDBMAIL_SESSION.ID);
            case SERVICE -> List.of(JDBMAIL_SESSION.SERVICE, JDBMAIL_SESSION.ID);
            case ADDRESS -> List.of(JDBMAIL_SESSION.ADDRESS, JDBMAIL_SESSION.ID);
            case SERVER -> List.of(JDBMAIL_PROCESS.HOST, JDBMAIL_SESSION.ID);
        };
        Totalled<Seen> page = Totalled.read(
                db,
                SEEN,
                all(),
                wanted,
                !search.text().isEmpty(),
                by.stream()
                        .map(field -> search.isDescending() ? field.desc() : field.asc())
                        .toList(),
                new Totalled.Cut(search.offset(), search.most()),
                SqlPresence::seen);
        return new Page(page.total(), page.rows());
    }

    @Override
    public int end(Collection<Long> ids) {
        int told = 0;
        for (List<Long> chunk : UidCondition.chunks(new ArrayList<>(ids), CHUNK)) {
            told += db.dsl()
                    .update(JDBMAIL_SESSION)
                    .set(JDBMAIL_SESSION.ENDED, (short) 1)
                    .where(JDBMAIL_SESSION.ID.in(chunk))
                    .execute();
        }
        return told;
    }

    @Override
    public boolean alive(Host process, Instant now) {
        boolean isKnown =
                db.dsl().fetchExists(DSL.selectOne().from(JDBMAIL_PROCESS).where(JDBMAIL_PROCESS.ID.eq(process.id())));
        if (isKnown) {
            db.dsl()
                    .update(JDBMAIL_PROCESS)
                    .set(JDBMAIL_PROCESS.SEEN, Utc.of(now))
                    .where(JDBMAIL_PROCESS.ID.eq(process.id()))
                    .execute();
        } else {
            db.dsl()
                    .insertInto(JDBMAIL_PROCESS)
                    .set(JDBMAIL_PROCESS.ID, process.id())
                    .set(JDBMAIL_PROCESS.HOST, process.host())
                    .set(JDBMAIL_PROCESS.PID, process.pid())
                    .set(JDBMAIL_PROCESS.STARTED, Utc.of(process.started()))
                    .set(JDBMAIL_PROCESS.SEEN, Utc.of(now))
                    .execute();
        }
        return isKnown;
    }

    @Override
    public void begun(String processId, Collection<Session> sessions) {
        List<Session> all = List.copyOf(sessions);
        for (int from = 0; from < all.size(); from += ROWS) {
            var insert = db.dsl()
                    .insertInto(
                            JDBMAIL_SESSION,
                            JDBMAIL_SESSION.PROCESS,
                            JDBMAIL_SESSION.NUMBER,
                            JDBMAIL_SESSION.USER_IDNR,
                            JDBMAIL_SESSION.SERVICE,
                            JDBMAIL_SESSION.ADDRESS,
                            JDBMAIL_SESSION.PORT,
                            JDBMAIL_SESSION.SINCE);
            for (Session session : all.subList(from, Math.min(all.size(), from + ROWS))) {
                insert = insert.values(
                        processId,
                        session.number(),
                        session.userId(),
                        session.service(),
                        session.address(),
                        session.port(),
                        Utc.of(session.since()));
            }
            insert.execute();
        }
    }

    @Override
    public void ended(String processId, Collection<Long> numbers) {
        for (List<Long> chunk : UidCondition.chunks(new ArrayList<>(numbers), CHUNK)) {
            db.dsl()
                    .deleteFrom(JDBMAIL_SESSION)
                    .where(JDBMAIL_SESSION.PROCESS.eq(processId))
                    .and(JDBMAIL_SESSION.NUMBER.in(chunk))
                    .execute();
        }
    }

    @Override
    public List<Long> toEnd(String processId) {
        return db.dsl()
                .select(JDBMAIL_SESSION.NUMBER)
                .from(JDBMAIL_SESSION)
                .where(JDBMAIL_SESSION.PROCESS.eq(processId))
                .and(JDBMAIL_SESSION.ENDED.ne((short) 0))
                .fetch(JDBMAIL_SESSION.NUMBER);
    }

    @Override
    public void gone(String processId) {
        db.dsl()
                .deleteFrom(JDBMAIL_PROCESS)
                .where(JDBMAIL_PROCESS.ID.eq(processId))
                .execute();
    }

    @Override
    public int forget(Instant before) {
        return db.dsl()
                .deleteFrom(JDBMAIL_PROCESS)
                .where(JDBMAIL_PROCESS.SEEN.lt(Utc.of(before)))
                .execute();
    }
}
