package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.Glob;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Users;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The accounts, over {@code dbmail_users}. */
public final class SqlUsers implements Users {
    private static final List<Field<?>> USER = List.of(
            DBMAIL_USERS.USER_IDNR,
            DBMAIL_USERS.USERID,
            DBMAIL_USERS.CLIENT_IDNR,
            DBMAIL_USERS.MAXMAIL_SIZE,
            DBMAIL_USERS.CURMAIL_SIZE,
            DBMAIL_USERS.ACTIVE);

    /** By hand: jOOQ asks MariaDB for the key by RETURNING, which Connector/J takes for no query. */
    private static final String INSERT =
            "INSERT INTO {users} (userid, passwd, encryption_type, client_idnr, maxmail_size) VALUES (?, ?, ?, ?, ?)";

    /** The latest that the default of {@code last_login} may be, whatever the database's zone. */
    private static final Instant NEVER = Instant.parse("1979-11-05T00:00:00Z");

    private final Db db;
    private final SqlMailboxes mailboxes;
    private final DomainCounts counts;

    /**
     * The accounts.
     *
     * @param mailboxes where large mailboxes of an account that is removed are set aside
     * @param counts what domains with a limit have
     */
    public SqlUsers(Db db, SqlMailboxes mailboxes, DomainCounts counts) {
        this.db = db;
        this.mailboxes = mailboxes;
        this.counts = counts;
    }

    private static User user(Record row) {
        return new User(
                row.get(DBMAIL_USERS.USER_IDNR),
                row.get(DBMAIL_USERS.USERID),
                row.get(DBMAIL_USERS.CLIENT_IDNR),
                row.get(DBMAIL_USERS.MAXMAIL_SIZE),
                row.get(DBMAIL_USERS.CURMAIL_SIZE),
                row.get(DBMAIL_USERS.ACTIVE) != 0);
    }

    private List<Login> logins(Condition condition) {
        return db.dsl()
                .select(USER)
                .select(DBMAIL_USERS.PASSWD, DBMAIL_USERS.ENCRYPTION_TYPE)
                .from(DBMAIL_USERS)
                .where(condition)
                .orderBy(DBMAIL_USERS.USER_IDNR)
                .fetch(row -> new Login(
                        user(row),
                        new Credential(row.get(DBMAIL_USERS.PASSWD), row.get(DBMAIL_USERS.ENCRYPTION_TYPE))));
    }

    @Override
    public Optional<User> find(String login) {
        return login(login).map(Login::user);
    }

    @Override
    public Optional<User> find(long id) {
        return logins(DBMAIL_USERS.USER_IDNR.eq(id)).stream().map(Login::user).findFirst();
    }

    @Override
    public Optional<Login> login(String login) {
        List<Login> found = named(login);
        // DBMail may have let in two names that differ in case only; then the exact one is meant.
        return found.stream()
                .filter(row -> row.user().login().equals(login))
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    private List<Login> named(String login) {
        return logins(Folded.equal(db, DBMAIL_USERS.USERID, login)).stream()
                .filter(row -> AsciiCase.same(row.user().login(), login))
                .toList();
    }

    @Override
    public Optional<Security> security(long id) {
        return db.dsl()
                .select(DBMAIL_USERS.SPASSWD, DBMAIL_USERS.SACTION)
                .from(DBMAIL_USERS)
                .where(DBMAIL_USERS.USER_IDNR.eq(id))
                .fetchOptional(row -> new Security(row.value1(), row.value2()));
    }

    @Override
    public Map<Long, Login> logins(Collection<Long> ids) {
        return logins(DBMAIL_USERS.USER_IDNR.in(ids)).stream()
                .collect(Collectors.toMap(login -> login.user().id(), login -> login));
    }

    @Override
    public List<User> list(String glob) {
        Glob wanted = new Glob(glob);
        return db
                .dsl()
                .select(USER)
                .from(DBMAIL_USERS)
                .where(Folded.glob(db, DBMAIL_USERS.USERID, glob))
                .and(DBMAIL_USERS.USERID.notIn(User.INTERNAL_DELIVERY, User.ANYONE, User.PUBLIC))
                .orderBy(DBMAIL_USERS.USER_IDNR)
                .fetch(SqlUsers::user)
                .stream()
                .filter(user -> wanted.matches(user.login()))
                .toList();
    }

    @Override
    public Page search(Search search) {
        Condition wanted = DBMAIL_USERS
                .USERID
                .notIn(User.INTERNAL_DELIVERY, User.ANYONE, User.PUBLIC)
                .and(search.domains()
                        .map(domains -> domains.stream()
                                .map(domain -> SqlDomains.of(db, DBMAIL_USERS.USERID, domain))
                                .reduce(DSL.falseCondition(), Condition::or))
                        .orElse(DSL.noCondition()))
                .and(
                        search.text().isEmpty()
                                ? DSL.noCondition()
                                : Folded.glob(db, DBMAIL_USERS.USERID, "*" + search.text() + "*"));
        Field<?> column = switch (search.order()) {
            case LOGIN -> DBMAIL_USERS.USERID;
            case USED -> DBMAIL_USERS.CURMAIL_SIZE;
            case QUOTA -> DBMAIL_USERS.MAXMAIL_SIZE;
            case LAST_LOGIN -> DBMAIL_USERS.LAST_LOGIN;
        };
        List<Field<?>> columns = new ArrayList<>(USER);
        columns.add(DBMAIL_USERS.LAST_LOGIN);
        Totalled<Row> page = Totalled.read(
                db,
                columns,
                DBMAIL_USERS,
                wanted,
                search.domains().isPresent() || !search.text().isEmpty(),
                List.of(search.isDescending() ? column.desc() : column.asc(), DBMAIL_USERS.USER_IDNR),
                new Totalled.Cut(search.offset(), search.most()),
                row -> new Row(user(row), lastLogin(row.get(DBMAIL_USERS.LAST_LOGIN))));
        return new Page(page.total(), page.rows());
    }

    /** DBMail's moment of birth stands for never. */
    private static Optional<Instant> lastLogin(LocalDateTime utc) {
        return Optional.of(utc.toInstant(ZoneOffset.UTC)).filter(NEVER::isBefore);
    }

    @Override
    public Optional<Instant> lastLogin(long id) {
        return db.dsl()
                .select(DBMAIL_USERS.LAST_LOGIN)
                .from(DBMAIL_USERS)
                .where(DBMAIL_USERS.USER_IDNR.eq(id))
                .fetchOptional(DBMAIL_USERS.LAST_LOGIN)
                .flatMap(SqlUsers::lastLogin);
    }

    @Override
    public long create(String login, Credential credential, long clientId, long quota) {
        refuseTaken(login, 0);
        counts.requireRoom(db, DomainCounts.Kind.ACCOUNTS, login, 1);
        long id = UniqueNames.write(() ->
                db.insert(INSERT, "user_idnr", login, credential.encoded(), credential.scheme(), clientId, quota));
        db.leaves(later -> isThere(later, id, login));
        return id;
    }

    private static boolean isThere(Db db, long id, String login) {
        return db.dsl()
                .select(DBMAIL_USERS.USERID)
                .from(DBMAIL_USERS)
                .where(DBMAIL_USERS.USER_IDNR.eq(id))
                .fetchOptional(DBMAIL_USERS.USERID)
                .filter(login::equals)
                .isPresent();
    }

    @Override
    public long create(long id, String login, Credential credential, long clientId, long quota) {
        refuseTaken(login, 0);
        counts.changed(db, DomainCounts.Kind.ACCOUNTS, login);
        UniqueNames.write(() -> db.dsl()
                .insertInto(DBMAIL_USERS)
                .set(DBMAIL_USERS.USER_IDNR, id)
                .set(DBMAIL_USERS.USERID, login)
                .set(DBMAIL_USERS.PASSWD, credential.encoded())
                .set(DBMAIL_USERS.ENCRYPTION_TYPE, credential.scheme())
                .set(DBMAIL_USERS.CLIENT_IDNR, clientId)
                .set(DBMAIL_USERS.MAXMAIL_SIZE, quota)
                .execute());
        return id;
    }

    private void refuseTaken(String login, long ownId) {
        boolean taken = named(login).stream().anyMatch(other -> other.user().id() != ownId);
        if (taken) {
            throw new Refusal(Reason.ALREADY_EXISTS, "an account of that name exists already");
        }
    }

    @Override
    public void delete(long id) {
        List<Long> owned = db.dsl()
                .select(DBMAIL_MAILBOXES.MAILBOX_IDNR)
                .from(DBMAIL_MAILBOXES)
                .where(DBMAIL_MAILBOXES.OWNER_IDNR.eq(id))
                .fetch(DBMAIL_MAILBOXES.MAILBOX_IDNR);
        owned.forEach(db::touch);
        // Large ones are left for the pieces; the others go with the account.
        owned.stream().filter(mailboxes::isLarge).forEach(mailboxes::setAside);
        counts.changed(db, DomainCounts.Kind.ACCOUNTS);
        db.dsl().deleteFrom(DBMAIL_USERS).where(DBMAIL_USERS.USER_IDNR.eq(id)).execute();
    }

    @Override
    public void rename(long id, String login) {
        refuseTaken(login, id);
        boolean stays = find(id).filter(user -> SqlDomains.domain(user.login()).equals(SqlDomains.domain(login)))
                .isPresent();
        if (!stays) {
            counts.requireRoom(db, DomainCounts.Kind.ACCOUNTS, login, 1);
            counts.changed(db, DomainCounts.Kind.ACCOUNTS, login);
        }
        UniqueNames.write(() -> set(id, DBMAIL_USERS.USERID, login));
    }

    @Override
    public void setCredential(long id, Credential credential) {
        db.dsl()
                .update(DBMAIL_USERS)
                .set(DBMAIL_USERS.PASSWD, credential.encoded())
                .set(DBMAIL_USERS.ENCRYPTION_TYPE, credential.scheme())
                .where(DBMAIL_USERS.USER_IDNR.eq(id))
                .execute();
    }

    @Override
    public void setSecurityPassword(long id, String encodedPassword) {
        set(id, DBMAIL_USERS.SPASSWD, encodedPassword);
    }

    @Override
    public void setSecurityAction(long id, int action) {
        set(id, DBMAIL_USERS.SACTION, (short) action);
    }

    @Override
    public void setClient(long id, long clientId) {
        set(id, DBMAIL_USERS.CLIENT_IDNR, clientId);
    }

    @Override
    public void setQuota(long id, long quota) {
        set(id, DBMAIL_USERS.MAXMAIL_SIZE, quota);
    }

    @Override
    public void setActive(long id, boolean active) {
        set(id, DBMAIL_USERS.ACTIVE, (short) (active ? 1 : 0));
    }

    private <T> int set(long id, Field<T> column, T value) {
        return db.dsl()
                .update(DBMAIL_USERS)
                .set(column, DSL.val(value, column))
                .where(DBMAIL_USERS.USER_IDNR.eq(id))
                .execute();
    }

    @Override
    public void setLastLogin(long id, Instant when) {
        set(id, DBMAIL_USERS.LAST_LOGIN, Utc.of(when));
    }
}
