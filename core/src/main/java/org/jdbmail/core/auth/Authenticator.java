package org.jdbmail.core.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Users;
import org.jdbmail.core.store.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks names and passwords against the accounts of the store. A right one costs one small read, and once a minute for each
 * account a write of {@code last_login}. A wrong one costs at least the time of one Argon2 computation, whether or not there
 * is such an account, so that names cannot be tried out by the clock; making the client wait longer, and ending its
 * connection after some failures, is for the protocol to do.
 */
public final class Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

    /** {@code last_login} is not written more often than this. */
    private static final Duration LAST_LOGIN_EVERY = Duration.ofMinutes(1);

    private static final int MAX_NAME = 250;

    /** DBMail's own accounts have an empty password, which matches nothing; this holds if somebody gives them one. */
    private static final Set<String> NEVER = Set.of(User.ANYONE, User.PUBLIC, User.INTERNAL_DELIVERY);

    private final Store store;
    private final Passwords passwords;
    private final boolean keepsLog;
    private final InstantSource clock;
    private final Credential nobody;
    private final OpenSessions sessions;
    private final RecentLogins recent = new RecentLogins();
    private final Cache<Long, Boolean> lastLoginWritten = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(LAST_LOGIN_EVERY)
            .build();

    /**
     * @param keepsLog whether logins and their ends are written to {@code dbmail_authlog}
     * @param maxSessions how many sessions one account may have open at a time
     */
    public Authenticator(Store store, Passwords passwords, boolean keepsLog, int maxSessions, InstantSource clock) {
        this.sessions = new OpenSessions(maxSessions);
        this.store = store;
        this.passwords = passwords;
        this.keepsLog = keepsLog;
        this.clock = clock;
        this.nobody = passwords.encode(Password.of("nobody has this one"), Passwords.DEFAULT);
    }

    /**
     * Checks a name, whatever its case, and a password. Who is let in has a session until {@link #closed} ends it.
     *
     * @throws Refusal LIMIT when the password is right and the account has too many sessions open; UNAVAILABLE when the
     *     database cannot be asked: that is no answer about the password
     */
    public Login login(String name, Password password, Attempt attempt) {
        Optional<Users.Login> found =
                isPossible(name) ? store.look(tx -> tx.users().login(name)) : Optional.empty();
        if (found.isPresent() && isRight(found.get(), password)) {
            return accept(found.get().user(), attempt);
        }
        if (found.isEmpty() || !isSlow(found.get().credential())) {
            passwords.matches(password, nobody);
        }
        LOG.info("a login by {} from {} was refused", attempt.service(), attempt.source());
        if (keepsLog) {
            write(tx -> opened(tx, name, attempt, true));
        }
        return new Login.Denied();
    }

    private Login.Accepted accept(User user, Attempt attempt) {
        if (!sessions.begin(user.id())) {
            LOG.warn(
                    "{} has too many sessions: a login by {} from {} was refused",
                    user.login(),
                    attempt.service(),
                    attempt.source());
            throw new Refusal(Reason.LIMIT, "you have too many sessions, close one first");
        }
        boolean accepted = false;
        try {
            LOG.info("{} logged in by {} from {}", user.login(), attempt.service(), attempt.source());
            Login.Accepted login = new Login.Accepted(user, note(user, attempt));
            accepted = true;
            return login;
        } finally {
            if (!accepted) {
                sessions.end(user.id());
            }
        }
    }

    /**
     * Ends the session of a login, once, and notes that where a log is kept. Trouble with the database is only logged.
     */
    public void closed(Login.Accepted login, long octetsReceived, long octetsSent) {
        sessions.end(login.user().id());
        login.logRow()
                .ifPresent(row -> write(tx -> {
                    tx.authLog().closed(row, octetsReceived, octetsSent, clock.instant());
                    return OptionalLong.empty();
                }));
    }

    private static boolean isPossible(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME && name.indexOf('\0') < 0;
    }

    private boolean isRight(Users.Login account, Password password) {
        User user = account.user();
        ByteBuffer mark = recent.mark(user.id(), account.credential(), password);
        boolean matches = recent.contains(mark) || passwords.matches(password, account.credential());
        if (!matches || !user.active() || NEVER.contains(user.login())) {
            return false;
        }
        recent.remember(mark);
        return true;
    }

    private static boolean isSlow(Credential credential) {
        return credential.scheme().equals(Passwords.DEFAULT.storedName());
    }

    /** Writes what is due after a login, in one transaction. */
    private OptionalLong note(User user, Attempt attempt) {
        boolean isDue = lastLoginWritten.asMap().putIfAbsent(user.id(), Boolean.TRUE) == null;
        if (!isDue && !keepsLog) {
            return OptionalLong.empty();
        }
        return write(tx -> {
            if (isDue) {
                tx.users().setLastLogin(user.id(), clock.instant());
            }
            return keepsLog ? opened(tx, user.login(), attempt, false) : OptionalLong.empty();
        });
    }

    private OptionalLong opened(Tx tx, String name, Attempt attempt, boolean failed) {
        return OptionalLong.of(tx.authLog()
                .opened(name, attempt.service(), attempt.source(), attempt.target(), failed, clock.instant()));
    }

    /** Writes what is only a note: a login is right or wrong whether or not it can be written down. */
    private OptionalLong write(Work<OptionalLong> note) {
        try {
            return store.write(note);
        } catch (Refusal trouble) {
            LOG.warn("a note about a login could not be written: {}", trouble.text());
            return OptionalLong.empty();
        }
    }
}
