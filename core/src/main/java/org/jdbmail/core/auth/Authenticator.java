package org.jdbmail.core.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbmail.core.directory.Account;
import org.jdbmail.core.directory.Directory;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who is let in. A mechanism {@linkplain #candidate names} somebody, has something proved, and {@linkplain #decide tells
 * whether it was}. A right login costs one small read, and once a minute for each account a write of {@code last_login}.
 *
 * <p>A refusal comes at the same time after the start of the attempt, whatever was wrong, and then only: so the clock does
 * not tell whether there is such an account. What is not there to be compared is computed all the same, in the same queue, so
 * that this holds while the machine is busy.
 */
public final class Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

    /** {@code last_login} is not written more often than this. */
    private static final Duration LAST_LOGIN_EVERY = Duration.ofMinutes(1);

    /** {@code dbmail_pbsp} is not written more often than this. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    /** Who logs in again and again is a line in the log when so long nothing came. */
    private static final Duration TOLD_EVERY = Duration.ofMinutes(10);

    private static final String SENDING = "smtp";

    private final Store store;
    private final Directory directory;
    private final Guard guard;
    private final LoginOptions options;
    private final LoginJournal journal;
    private final Revocations revocations;
    private final InstantSource clock;
    private final PasswordCheck check;
    private final OpenSessions sessions;
    private final RecentLogins recent = new RecentLogins();
    private final Cache<String, byte[]> ownSecrets = Caffeine.newBuilder().build();
    private final Cache<Long, Boolean> lastLoginWritten = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(LAST_LOGIN_EVERY)
            .build();
    private final Cache<String, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(SEEN_EVERY)
            .build();
    private final Cache<String, Boolean> told = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(TOLD_EVERY)
            .build();

    /**
     * @param store where secrets are
     * @param directory where accounts are found
     * @param hashing where slow hashes are computed
     * @param journal where logins are noted
     * @param revocations ends sessions whose account may no longer be used
     */
    public Authenticator(
            Store store,
            Directory directory,
            Passwords passwords,
            Hashing hashing,
            Guard guard,
            LoginOptions options,
            LoginJournal journal,
            Revocations revocations,
            InstantSource clock) {
        this.store = store;
        this.directory = directory;
        this.guard = guard;
        this.options = options;
        this.journal = journal;
        this.revocations = revocations;
        this.clock = clock;
        this.sessions = new OpenSessions(options.maxSessions());
        this.check = new PasswordCheck(
                store,
                passwords,
                hashing,
                new SecurityActions(options.securityActions()),
                new PasswordCheck.Renewal(options.scheme(), options.rehash(), options.scramKeys()),
                clock,
                recent);
    }

    /**
     * Checks a name, whatever its case, and a password. Who is let in has a session until {@link #closed} ends it. Takes a while if
     * it is refused.
     *
     * @param actAs the account that is wanted; the name's own where it is empty
     * @throws Refusal LIMIT when the password is right and the account has too many sessions open; UNAVAILABLE when the
     *     database cannot be asked: that is no answer about the password
     */
    public LoginResult login(String name, String actAs, Password password, Peer peer) {
        try {
            Candidate candidate = candidate(name, peer);
            return decide(candidate, actAs, isRight(candidate, password), mark(name, password));
        } catch (BarredException barred) {
            return barred.answer();
        }
    }

    /**
     * Looks for who is named. That there is nobody is part of the answer, and not to be told.
     *
     * @throws BarredException if nothing of that peer is looked at now
     * @throws Refusal UNAVAILABLE
     */
    public Candidate candidate(String name, Peer peer) throws BarredException {
        long began = System.nanoTime();
        InetAddress source = peer.source().getAddress();
        switch (guard.ask(source, name)) {
            case Guard.Verdict.Hear(Duration delay) -> sleep(delay);
            case Guard.Verdict.Refuse(Duration remaining) -> {
                LOG.info(
                        "login barred: user=\"{}\" service={} rip={}",
                        LogText.of(name),
                        peer.service(),
                        source.getHostAddress());
                throw new BarredException(remaining);
            }
        }
        return new Candidate(name, directory.find(name, peer.target()), peer, began);
    }

    /**
     * Lets somebody in or not, after what was proved. Takes a while if not.
     *
     * @param actAs the account that is wanted; the candidate's own where it is empty
     * @param mark of what was tried, the same for the same; null where that can't be told
     */
    public LoginResult decide(Candidate candidate, String actAs, boolean proved, byte @Nullable [] mark) {
        Peer peer = candidate.peer();
        InetAddress source = peer.source().getAddress();
        Optional<User> user = candidate.account().map(Account::user).filter(found -> proved && found.active());
        if (user.isEmpty()) {
            int longer = guard.failed(source, candidate.name(), mark);
            // contrib/fail2ban reads this line.
            LOG.info(
                    "login refused: user=\"{}\" service={} rip={}",
                    LogText.of(candidate.name()),
                    peer.service(),
                    source.getHostAddress());
            journal.opened(new OpenLogin(0, null, entry(candidate.name(), peer, true)));
            waitUntilRefusal(candidate.began(), options.refusalTime().multipliedBy(longer));
            return new LoginResult.Denied();
        }
        guard.succeeded(source, candidate.name());
        if (actAs.isEmpty()
                || actAs.equalsIgnoreCase(candidate.name())
                || actAs.equalsIgnoreCase(user.get().login())) {
            return accept(user.get(), fingerprint(candidate), holds(candidate), peer);
        }
        return actAs(user.get(), actAs, peer);
    }

    /** Unknown where the password was just stored anew. */
    private @Nullable Fingerprint fingerprint(Candidate candidate) {
        return candidate
                .account()
                .filter(account -> !account.isElsewhere()
                        && !check.hasRenewed(account.user().id()))
                .map(account -> Fingerprint.of(account.stored()))
                .orElse(null);
    }

    // RFC 4422 §2: the authorization identity.
    private LoginResult actAs(User master, String name, Peer peer) {
        boolean may = options.masters().contains(master.login().toLowerCase(Locale.ROOT));
        Optional<User> other =
                may ? directory.find(name, peer.target()).map(Account::user).filter(User::active) : Optional.empty();
        if (other.isEmpty()) {
            LOG.warn(
                    "{} may not act as \"{}\", by {} from {}",
                    master.login(),
                    LogText.of(name),
                    peer.service(),
                    peer.source());
            return new LoginResult.NotAuthorized();
        }
        LOG.info("{} acts as {}", master.login(), other.get().login());
        return accept(other.get(), null, null, peer);
    }

    /** Whether an account that is kept elsewhere is there what it was; null for one of ours, whose row tells. */
    private @Nullable BooleanSupplier holds(Candidate candidate) {
        Account then = candidate.account().orElse(null);
        return then == null || !then.isElsewhere()
                ? null
                : () -> directory
                        .find(candidate.name(), candidate.peer().target())
                        .filter(now -> now.user().active() && now.stored().equals(then.stored()))
                        .isPresent();
    }

    private LoginResult.Accepted accept(
            User user, @Nullable Fingerprint fingerprint, @Nullable BooleanSupplier holds, Peer peer) {
        if (holdsSession(peer.service()) && !sessions.begin(user.id())) {
            LOG.warn(
                    "{} has too many sessions: a login by {} from {} was refused",
                    user.login(),
                    peer.service(),
                    peer.source());
            throw new Refusal(Reason.LIMIT, "you have too many sessions, close one first");
        }
        String address = peer.source().getAddress().getHostAddress();
        String who = user.login() + " by " + peer.service() + " from " + address;
        // A webmail logs in for every page that it shows.
        if (told.asMap().putIfAbsent(who, Boolean.TRUE) == null) {
            LOG.info("{} logged in by {} from {}", user.login(), peer.service(), address);
        } else {
            LOG.debug("{} logged in by {} from {} again", user.login(), peer.service(), address);
        }
        OpenLogin open = new OpenLogin(user.id(), fingerprint, entry(user.login(), peer, false), holds);
        journal.opened(open);
        if (lastLoginWritten.asMap().putIfAbsent(user.id(), Boolean.TRUE) == null) {
            journal.lastLogin(user.id());
        }
        if (options.beforeSmtp().contains(peer.service()) && seen.asMap().putIfAbsent(address, Boolean.TRUE) == null) {
            journal.seen(peer.source().getAddress());
        }
        revocations.opened(open);
        return new LoginResult.Accepted(user, open);
    }

    /** Who sends mail takes no room of those who read it. */
    private static boolean holdsSession(String service) {
        return !service.equals(SENDING);
    }

    private OpenLogin.Entry entry(String name, Peer peer, boolean failed) {
        return new OpenLogin.Entry(name, peer.service(), peer.source(), peer.target(), failed, clock.instant());
    }

    /** Ends the session of a login, once, and notes that where a log is kept. */
    public void closed(LoginResult.Accepted login, long octetsReceived, long octetsSent) {
        if (holdsSession(login.open().entry().service())) {
            sessions.end(login.user().id());
        }
        revocations.closed(login.open());
        journal.closed(login.open(), octetsReceived, octetsSent);
    }

    /** For how long yet nothing of a network is looked at; empty where it is heard. For secrets that are no account's. */
    public Optional<Duration> barred(InetAddress source) {
        return guard.ask(source, "") instanceof Guard.Verdict.Refuse(Duration remaining)
                ? Optional.of(remaining)
                : Optional.empty();
    }

    /** Whether other people's clients are behind an address, so that it is believed when it tells theirs: a webmail, a proxy. */
    public boolean isTrusted(InetAddress address) {
        return guard.isTrusted(address);
    }

    /** Whether the password is the candidate's. Where there is none to compare with, as much is computed. */
    public boolean isRight(Candidate candidate, Password password) {
        return check.isRight(candidate, password);
    }

    /** What tells one wrong proof for a name from another, and is the same for the same one. */
    public byte[] mark(String name, byte[] tried) {
        return mark(name, Password.of(tried));
    }

    private byte[] mark(String name, Password password) {
        return RecentLogins.shortMark(ownSecret("login-marks"), name, password);
    }

    /**
     * A secret of the server's own, the same for all its processes and for ever.
     *
     * @throws Refusal UNAVAILABLE
     */
    public byte[] ownSecret(String name) {
        return ownSecrets.get(name, this::findOwnSecret);
    }

    private byte[] findOwnSecret(String name) {
        Optional<String> found = store.look(tx -> tx.secrets().own(name));
        String hex = found.orElseGet(() -> {
            byte[] made = new byte[32];
            new SecureRandom().nextBytes(made);
            return store.write(tx -> tx.secrets().own(name, () -> HexFormat.of().formatHex(made), clock.instant()));
        });
        return HexFormat.of().parseHex(hex);
    }

    /** Waits for the next whole multiple of a time since the start. */
    private static void waitUntilRefusal(long began, Duration step) {
        long passed = System.nanoTime() - began;
        long nanos = step.toNanos();
        sleep(Duration.ofNanos(nanos - passed % nanos));
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Reason.UNAVAILABLE, "the server is stopping");
        }
    }
}
