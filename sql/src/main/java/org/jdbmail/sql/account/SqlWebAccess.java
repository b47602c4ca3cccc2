package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_WEB_ACCOUNT;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_WEB_LINK;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_WEB_SESSION;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_WEB_TOKEN;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbmail.core.store.WebAccess;
import org.jdbmail.mime.charset.Texts;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What the web front keeps, over {@code jdbmail_web_…}. */
public final class SqlWebAccess implements WebAccess {
    private static final int MOST_ADDRESS = 64;
    private static final int MOST_AGENT = 200;

    private final Db db;

    public SqlWebAccess(Db db) {
        this.db = db;
    }

    private static Instant instant(@Nullable LocalDateTime utc) {
        return Objects.requireNonNull(utc).toInstant(ZoneOffset.UTC);
    }

    private static Optional<Instant> maybe(@Nullable LocalDateTime utc) {
        return Optional.ofNullable(utc).map(time -> time.toInstant(ZoneOffset.UTC));
    }

    @Override
    public Standing standing(long userId) {
        return db.dsl()
                .selectFrom(JDBMAIL_WEB_ACCOUNT)
                .where(JDBMAIL_WEB_ACCOUNT.USER_IDNR.eq(userId))
                .fetchOptional(row -> new Standing(
                        row.get(JDBMAIL_WEB_ACCOUNT.ADMINISTRATOR) != 0,
                        Optional.of(row.get(JDBMAIL_WEB_ACCOUNT.TOTP)).filter(secret -> !secret.isEmpty()),
                        row.get(JDBMAIL_WEB_ACCOUNT.TOTP_STEP)))
                .orElse(Standing.USUAL);
    }

    private <T> void put(long userId, Field<T> column, T value) {
        boolean isThere = db.dsl()
                .fetchExists(DSL.selectOne().from(JDBMAIL_WEB_ACCOUNT).where(JDBMAIL_WEB_ACCOUNT.USER_IDNR.eq(userId)));
        if (isThere) {
            db.dsl()
                    .update(JDBMAIL_WEB_ACCOUNT)
                    .set(column, value)
                    .where(JDBMAIL_WEB_ACCOUNT.USER_IDNR.eq(userId))
                    .execute();
        } else {
            db.dsl()
                    .insertInto(JDBMAIL_WEB_ACCOUNT)
                    .set(JDBMAIL_WEB_ACCOUNT.USER_IDNR, userId)
                    .set(column, value)
                    .execute();
        }
    }

    @Override
    public void setAdministrator(long userId, boolean is) {
        put(userId, JDBMAIL_WEB_ACCOUNT.ADMINISTRATOR, (short) (is ? 1 : 0));
    }

    @Override
    public List<Long> administrators() {
        return db.dsl()
                .select(JDBMAIL_WEB_ACCOUNT.USER_IDNR)
                .from(JDBMAIL_WEB_ACCOUNT)
                .where(JDBMAIL_WEB_ACCOUNT.ADMINISTRATOR.ne((short) 0))
                .orderBy(JDBMAIL_WEB_ACCOUNT.USER_IDNR)
                .fetch(JDBMAIL_WEB_ACCOUNT.USER_IDNR);
    }

    @Override
    public void setTotp(long userId, Optional<String> secret) {
        put(userId, JDBMAIL_WEB_ACCOUNT.TOTP, secret.orElse(""));
    }

    @Override
    public boolean spendTotpStep(long userId, long step) {
        return db.dsl()
                        .update(JDBMAIL_WEB_ACCOUNT)
                        .set(JDBMAIL_WEB_ACCOUNT.TOTP_STEP, step)
                        .where(JDBMAIL_WEB_ACCOUNT.USER_IDNR.eq(userId))
                        .and(JDBMAIL_WEB_ACCOUNT.TOTP_STEP.lt(step))
                        .execute()
                > 0;
    }

    @Override
    public void begin(Session session) {
        db.dsl()
                .insertInto(JDBMAIL_WEB_SESSION)
                .set(JDBMAIL_WEB_SESSION.DIGEST, session.digest())
                .set(JDBMAIL_WEB_SESSION.USER_IDNR, session.userId())
                .set(JDBMAIL_WEB_SESSION.BOUND_TO, session.boundTo())
                .set(JDBMAIL_WEB_SESSION.WHOLE, (short) (session.isWhole() ? 1 : 0))
                .set(JDBMAIL_WEB_SESSION.ADDRESS, Texts.cut(session.address(), MOST_ADDRESS))
                .set(JDBMAIL_WEB_SESSION.AGENT, Texts.cut(session.agent(), MOST_AGENT))
                .set(JDBMAIL_WEB_SESSION.CREATED, Utc.of(session.created()))
                .set(JDBMAIL_WEB_SESSION.SEEN, Utc.of(session.seen()))
                .set(JDBMAIL_WEB_SESSION.EXPIRES, Utc.of(session.expires()))
                .execute();
    }

    private static Session session(Record row) {
        return new Session(
                row.get(JDBMAIL_WEB_SESSION.DIGEST),
                row.get(JDBMAIL_WEB_SESSION.USER_IDNR),
                row.get(JDBMAIL_WEB_SESSION.BOUND_TO),
                row.get(JDBMAIL_WEB_SESSION.WHOLE) != 0,
                row.get(JDBMAIL_WEB_SESSION.ADDRESS),
                row.get(JDBMAIL_WEB_SESSION.AGENT),
                instant(row.get(JDBMAIL_WEB_SESSION.CREATED)),
                instant(row.get(JDBMAIL_WEB_SESSION.SEEN)),
                instant(row.get(JDBMAIL_WEB_SESSION.EXPIRES)));
    }

    private List<Session> sessions(Condition condition, Instant now) {
        return db.dsl()
                .selectFrom(JDBMAIL_WEB_SESSION)
                .where(condition)
                .and(JDBMAIL_WEB_SESSION.EXPIRES.gt(Utc.of(now)))
                .orderBy(JDBMAIL_WEB_SESSION.SEEN.desc(), JDBMAIL_WEB_SESSION.DIGEST)
                .fetch(SqlWebAccess::session);
    }

    @Override
    public Optional<Session> session(String digest, Instant now) {
        return sessions(JDBMAIL_WEB_SESSION.DIGEST.eq(digest), now).stream().findFirst();
    }

    @Override
    public List<Session> sessions(long userId, Instant now) {
        return sessions(JDBMAIL_WEB_SESSION.USER_IDNR.eq(userId), now);
    }

    @Override
    public void seen(String digest, Instant now) {
        db.dsl()
                .update(JDBMAIL_WEB_SESSION)
                .set(JDBMAIL_WEB_SESSION.SEEN, Utc.of(now))
                .where(JDBMAIL_WEB_SESSION.DIGEST.eq(digest))
                .execute();
    }

    @Override
    public boolean end(long userId, String digest) {
        return db.dsl()
                        .deleteFrom(JDBMAIL_WEB_SESSION)
                        .where(JDBMAIL_WEB_SESSION.DIGEST.eq(digest))
                        .and(JDBMAIL_WEB_SESSION.USER_IDNR.eq(userId))
                        .execute()
                > 0;
    }

    @Override
    public int endAll(long userId, String except) {
        return db.dsl()
                .deleteFrom(JDBMAIL_WEB_SESSION)
                .where(JDBMAIL_WEB_SESSION.USER_IDNR.eq(userId))
                .and(JDBMAIL_WEB_SESSION.DIGEST.ne(except))
                .execute();
    }

    @Override
    public long addToken(Token token) {
        db.dsl()
                .insertInto(JDBMAIL_WEB_TOKEN)
                .set(JDBMAIL_WEB_TOKEN.USER_IDNR, token.userId())
                .set(JDBMAIL_WEB_TOKEN.NAME, Texts.cut(token.name(), 64))
                .set(JDBMAIL_WEB_TOKEN.DIGEST, token.digest())
                .set(JDBMAIL_WEB_TOKEN.SCOPES, String.join(",", new TreeSet<>(token.scopes())))
                .set(JDBMAIL_WEB_TOKEN.CREATED, Utc.of(token.created()))
                .set(JDBMAIL_WEB_TOKEN.EXPIRES, token.expires().map(Utc::of).orElse(null))
                .execute();
        return db.dsl()
                .select(JDBMAIL_WEB_TOKEN.ID)
                .from(JDBMAIL_WEB_TOKEN)
                .where(JDBMAIL_WEB_TOKEN.DIGEST.eq(token.digest()))
                .fetchSingle(JDBMAIL_WEB_TOKEN.ID);
    }

    private static Token token(Record row) {
        return new Token(
                row.get(JDBMAIL_WEB_TOKEN.ID),
                row.get(JDBMAIL_WEB_TOKEN.USER_IDNR),
                row.get(JDBMAIL_WEB_TOKEN.NAME),
                row.get(JDBMAIL_WEB_TOKEN.DIGEST),
                words(row.get(JDBMAIL_WEB_TOKEN.SCOPES)),
                instant(row.get(JDBMAIL_WEB_TOKEN.CREATED)),
                maybe(row.get(JDBMAIL_WEB_TOKEN.EXPIRES)),
                maybe(row.get(JDBMAIL_WEB_TOKEN.LAST_USED)));
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.split(","))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Optional<Token> token(String digest, Instant now) {
        return db.dsl()
                .selectFrom(JDBMAIL_WEB_TOKEN)
                .where(JDBMAIL_WEB_TOKEN.DIGEST.eq(digest))
                .and(JDBMAIL_WEB_TOKEN.EXPIRES.isNull().or(JDBMAIL_WEB_TOKEN.EXPIRES.gt(Utc.of(now))))
                .fetchOptional(SqlWebAccess::token);
    }

    @Override
    public List<Token> tokens(long userId) {
        return db.dsl()
                .selectFrom(JDBMAIL_WEB_TOKEN)
                .where(JDBMAIL_WEB_TOKEN.USER_IDNR.eq(userId))
                .orderBy(JDBMAIL_WEB_TOKEN.NAME, JDBMAIL_WEB_TOKEN.ID)
                .fetch(SqlWebAccess::token);
    }

    @Override
    public boolean removeToken(long userId, long id) {
        return db.dsl()
                        .deleteFrom(JDBMAIL_WEB_TOKEN)
                        .where(JDBMAIL_WEB_TOKEN.ID.eq(id))
                        .and(JDBMAIL_WEB_TOKEN.USER_IDNR.eq(userId))
                        .execute()
                > 0;
    }

    @Override
    public int removeTokens(long userId) {
        return db.dsl()
                .deleteFrom(JDBMAIL_WEB_TOKEN)
                .where(JDBMAIL_WEB_TOKEN.USER_IDNR.eq(userId))
                .execute();
    }

    @Override
    public void tokenUsed(long id, Instant when) {
        db.dsl()
                .update(JDBMAIL_WEB_TOKEN)
                .set(JDBMAIL_WEB_TOKEN.LAST_USED, Utc.of(when))
                .where(JDBMAIL_WEB_TOKEN.ID.eq(id))
                .execute();
    }

    @Override
    public void addLink(String digest, Instant expires) {
        db.dsl()
                .insertInto(JDBMAIL_WEB_LINK)
                .set(JDBMAIL_WEB_LINK.DIGEST, digest)
                .set(JDBMAIL_WEB_LINK.EXPIRES, Utc.of(expires))
                .execute();
    }

    @Override
    public boolean hasLink(String digest, Instant now) {
        return db.dsl()
                .fetchExists(DSL.selectOne()
                        .from(JDBMAIL_WEB_LINK)
                        .where(JDBMAIL_WEB_LINK.DIGEST.eq(digest))
                        .and(JDBMAIL_WEB_LINK.EXPIRES.gt(Utc.of(now))));
    }

    @Override
    public boolean useLink(String digest, Instant now) {
        return db.dsl()
                        .deleteFrom(JDBMAIL_WEB_LINK)
                        .where(JDBMAIL_WEB_LINK.DIGEST.eq(digest))
                        .and(JDBMAIL_WEB_LINK.EXPIRES.gt(Utc.of(now)))
                        .execute()
                > 0;
    }

    @Override
    public int forget(Instant now) {
        return db.dsl()
                        .deleteFrom(JDBMAIL_WEB_SESSION)
                        .where(JDBMAIL_WEB_SESSION.EXPIRES.le(Utc.of(now)))
                        .execute()
                + db.dsl()
                        .deleteFrom(JDBMAIL_WEB_LINK)
                        .where(JDBMAIL_WEB_LINK.EXPIRES.le(Utc.of(now)))
                        .execute();
    }
}
