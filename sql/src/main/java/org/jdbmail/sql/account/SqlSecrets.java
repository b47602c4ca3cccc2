package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_CREDENTIAL;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_SECRET;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.Secrets;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What accounts prove themselves by beside their password, over {@code jdbmail_credential}; and the server's own secrets. */
public final class SqlSecrets implements Secrets {
    /** The kind of keys that sign links; nothing that an account proves itself by. */
    private static final String LINK = "link";

    private final Db db;

    public SqlSecrets(Db db) {
        this.db = db;
    }

    @Override
    public List<Secret> of(long userId) {
        return db
                .dsl()
                .selectFrom(JDBMAIL_CREDENTIAL)
                .where(JDBMAIL_CREDENTIAL.USER_IDNR.eq(userId))
                .orderBy(JDBMAIL_CREDENTIAL.KIND, JDBMAIL_CREDENTIAL.NAME)
                .fetch()
                .stream()
                .flatMap(row -> secret(row).stream())
                .toList();
    }

    /** Empty for one of a kind that only a later version knows. */
    private static Optional<Secret> secret(Record row) {
        return Arrays.stream(Secret.Kind.values())
                .filter(kind -> kind.word().equals(row.get(JDBMAIL_CREDENTIAL.KIND)))
                .findFirst()
                .map(kind -> new Secret(
                        kind,
                        row.get(JDBMAIL_CREDENTIAL.NAME),
                        row.get(JDBMAIL_CREDENTIAL.ENCODED),
                        row.get(JDBMAIL_CREDENTIAL.BOUND_TO),
                        words(row.get(JDBMAIL_CREDENTIAL.SERVICES)),
                        instant(row.get(JDBMAIL_CREDENTIAL.CREATED)).orElse(Instant.EPOCH),
                        instant(row.get(JDBMAIL_CREDENTIAL.EXPIRES)),
                        instant(row.get(JDBMAIL_CREDENTIAL.LAST_USED))));
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.split(","))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<Instant> instant(@Nullable LocalDateTime utc) {
        return Optional.ofNullable(utc).map(time -> time.toInstant(ZoneOffset.UTC));
    }

    private static @Nullable LocalDateTime utc(Optional<Instant> when) {
        return when.map(Utc::of).orElse(null);
    }

    @Override
    public void put(long userId, Secret secret) {
        remove(userId, secret.kind(), secret.name());
        db.dsl()
                .insertInto(JDBMAIL_CREDENTIAL)
                .set(JDBMAIL_CREDENTIAL.USER_IDNR, userId)
                .set(JDBMAIL_CREDENTIAL.KIND, secret.kind().word())
                .set(JDBMAIL_CREDENTIAL.NAME, secret.name())
                .set(JDBMAIL_CREDENTIAL.ENCODED, secret.encoded())
                .set(JDBMAIL_CREDENTIAL.BOUND_TO, secret.boundTo())
                .set(JDBMAIL_CREDENTIAL.SERVICES, String.join(",", new TreeSet<>(secret.services())))
                .set(JDBMAIL_CREDENTIAL.CREATED, Utc.of(secret.created()))
                .set(JDBMAIL_CREDENTIAL.EXPIRES, utc(secret.expires()))
                .set(JDBMAIL_CREDENTIAL.LAST_USED, utc(secret.lastUsed()))
                .execute();
    }

    @Override
    public boolean remove(long userId, Secret.Kind kind, String name) {
        return db.dsl()
                        .deleteFrom(JDBMAIL_CREDENTIAL)
                        .where(is(userId, kind, name))
                        .execute()
                > 0;
    }

    private static Condition is(long userId, Secret.Kind kind, String name) {
        return JDBMAIL_CREDENTIAL
                .USER_IDNR
                .eq(userId)
                .and(JDBMAIL_CREDENTIAL.KIND.eq(kind.word()))
                .and(JDBMAIL_CREDENTIAL.NAME.eq(name));
    }

    @Override
    public void removeOfPassword(long userId) {
        db.dsl()
                .deleteFrom(JDBMAIL_CREDENTIAL)
                .where(JDBMAIL_CREDENTIAL.USER_IDNR.eq(userId))
                .and(JDBMAIL_CREDENTIAL.KIND.notIn(Secret.Kind.APP.word(), LINK))
                .execute();
    }

    @Override
    public void used(long userId, String name, Instant when) {
        db.dsl()
                .update(JDBMAIL_CREDENTIAL)
                .set(JDBMAIL_CREDENTIAL.LAST_USED, Utc.of(when))
                .where(is(userId, Secret.Kind.APP, name))
                .execute();
    }

    @Override
    public boolean allMeet(Need need) {
        Condition any = DBMAIL_USERS
                .ACTIVE
                .ne((short) 0)
                .and(DBMAIL_USERS.PASSWD.ne(""))
                .and(DBMAIL_USERS.USERID.notIn(User.INTERNAL_DELIVERY, User.ANYONE, User.PUBLIC));
        Condition lacking = any.andNot(isPlain());
        Condition without = switch (need) {
            case PLAINTEXT -> lacking;
            case CRAM_MD5 -> lacking.andNot(hasPrefix("CRAM-MD5"));
            case DIGEST_MD5 -> lacking.andNot(hasPrefix("DIGEST-MD5"));
            case SCRAM_SHA_1 -> lacking.andNot(hasKeys(Secret.Kind.SCRAM_SHA_1, "SCRAM-SHA-1"));
            case SCRAM_SHA_256 -> lacking.andNot(hasKeys(Secret.Kind.SCRAM_SHA_256, "SCRAM-SHA-256"));
            case SCRAM_SHA_512 -> lacking.andNot(hasKeys(Secret.Kind.SCRAM_SHA_512, "SCRAM-SHA-512"));
        };
        // Where there is nobody yet, nobody's password tells how the first one's will be stored.
        return !exists(without) && exists(any);
    }

    private boolean exists(Condition which) {
        return db.dsl().fetchExists(db.dsl().selectOne().from(DBMAIL_USERS).where(which));
    }

    /** Plain text, but not with a prefix that says otherwise; or with the prefix that says so. */
    private static Condition isPlain() {
        return DBMAIL_USERS
                .ENCRYPTION_TYPE
                .eq("")
                .and(DBMAIL_USERS.PASSWD.notLike("{%}%"))
                .or(hasPrefix("PLAIN"))
                .or(hasPrefix("CLEARTEXT"));
    }

    private static Condition hasPrefix(String name) {
        return DBMAIL_USERS.PASSWD.like("{" + name + "}%");
    }

    private static Condition hasKeys(Secret.Kind kind, String prefix) {
        return hasPrefix(prefix)
                .or(DSL.exists(DSL.selectOne()
                        .from(JDBMAIL_CREDENTIAL)
                        .where(JDBMAIL_CREDENTIAL.USER_IDNR.eq(DBMAIL_USERS.USER_IDNR))
                        .and(JDBMAIL_CREDENTIAL.KIND.eq(kind.word()))
                        // DBMail's own programs change a password and not what was made of the old one.
                        .and(JDBMAIL_CREDENTIAL.BOUND_TO.eq(DBMAIL_USERS.PASSWD))));
    }

    @Override
    public Optional<String> linkKey(long userId, long mailboxId) {
        return db.dsl()
                .select(JDBMAIL_CREDENTIAL.ENCODED)
                .from(JDBMAIL_CREDENTIAL)
                .where(isLink(userId))
                .and(JDBMAIL_CREDENTIAL.NAME.eq(Long.toString(mailboxId)))
                .fetchOptional(JDBMAIL_CREDENTIAL.ENCODED);
    }

    private static Condition isLink(long userId) {
        return JDBMAIL_CREDENTIAL.USER_IDNR.eq(userId).and(JDBMAIL_CREDENTIAL.KIND.eq(LINK));
    }

    @Override
    public void putLinkKey(long userId, long mailboxId, String key, Instant when) {
        String name = Long.toString(mailboxId);
        db.dsl()
                .deleteFrom(JDBMAIL_CREDENTIAL)
                .where(isLink(userId))
                .and(JDBMAIL_CREDENTIAL.NAME.eq(name))
                .execute();
        db.dsl()
                .insertInto(JDBMAIL_CREDENTIAL)
                .set(JDBMAIL_CREDENTIAL.USER_IDNR, userId)
                .set(JDBMAIL_CREDENTIAL.KIND, LINK)
                .set(JDBMAIL_CREDENTIAL.NAME, name)
                .set(JDBMAIL_CREDENTIAL.ENCODED, key)
                .set(JDBMAIL_CREDENTIAL.BOUND_TO, "")
                .set(JDBMAIL_CREDENTIAL.SERVICES, "")
                .set(JDBMAIL_CREDENTIAL.CREATED, Utc.of(when))
                .execute();
    }

    @Override
    public void removeLinkKeys(long userId) {
        db.dsl().deleteFrom(JDBMAIL_CREDENTIAL).where(isLink(userId)).execute();
    }

    @Override
    public String own(String name, Supplier<String> ifNone, Instant when) {
        return own(name).orElseGet(() -> {
            String made = ifNone.get();
            db.dsl()
                    .insertInto(JDBMAIL_SECRET)
                    .set(JDBMAIL_SECRET.NAME, name)
                    .set(JDBMAIL_SECRET.SECRET, made)
                    .set(JDBMAIL_SECRET.CREATED, Utc.of(when))
                    .execute();
            return made;
        });
    }

    @Override
    public Optional<String> own(String name) {
        return db.dsl()
                .select(JDBMAIL_SECRET.SECRET)
                .from(JDBMAIL_SECRET)
                .where(JDBMAIL_SECRET.NAME.eq(name))
                .fetchOptional(JDBMAIL_SECRET.SECRET);
    }
}
