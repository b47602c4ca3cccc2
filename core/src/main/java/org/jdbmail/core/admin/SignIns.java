package org.jdbmail.core.admin;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Failures;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Users;
import org.jdbmail.core.store.WebAccess;

/**
 * Who is signed in to the web front. That a password was right was found out elsewhere; here a session begins with a word that only the
 * browser keeps, goes on while the account and its password are what they were, and ends after a day, or some time of silence.
 */
public final class SignIns {
    /** A session lasts no longer. */
    public static final Duration LONGEST = Duration.ofHours(24);

    /** A session that was silent for so long is over. */
    public static final Duration SILENCE = Duration.ofHours(2);

    /** So long after the password the second factor must be given. */
    private static final Duration HALF = Duration.ofMinutes(10);

    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);
    private static final int WORD_OCTETS = 32;

    /** So many wrong codes of a second factor, after which none is looked at until one is forgiven. */
    private static final int MOST_CODES = 8;

    /** For so long one of them counts: eight in a quarter of an hour. */
    private static final Duration CODE_FORGIVEN = Duration.ofSeconds(112);

    private final Store store;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public SignIns(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A session that has begun.
     *
     * @param word what the browser keeps, and nobody else
     * @param isWhole whether there is no second factor to be given
     */
    public record Begun(String word, boolean isWhole) {
        /** Leaves the word out. */
        @Override
        public String toString() {
            return "Begun[" + isWhole + "]";
        }
    }

    /**
     * Somebody who is signed in.
     *
     * @param isWhole whether the second factor was given, where there is one; who has not given it may do nothing else
     * @param digest names the session
     */
    public record SignedIn(Actor actor, WebAccess.Standing standing, boolean isWhole, String digest) {}

    /** A word that nobody can guess. */
    public String newWord() {
        byte[] octets = new byte[WORD_OCTETS];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** What is stored of a word. */
    public static String digest(String word) {
        return TextDigest.SHA256.of(word);
    }

    /** What a form of this session must bring along, and nobody else can know. */
    public static String formWord(String word) {
        return TextDigest.SHA256.of("form\0" + word);
    }

    /** Begins a session of an account whose password was right. */
    public Begun begin(User user, String address, String agent) {
        return begin(user, address, agent, false);
    }

    private Begun begin(User user, String address, String agent, boolean hasGivenCode) {
        String word = newWord();
        Instant now = clock.instant();
        return store.write(tx -> {
            Credential credential = tx.users()
                    .login(user.login())
                    .map(Users.Login::credential)
                    .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no such account"));
            boolean isWhole =
                    hasGivenCode || tx.web().standing(user.id()).totp().isEmpty();
            tx.web().forget(now);
            tx.web()
                    .begin(new WebAccess.Session(
                            digest(word),
                            user.id(),
                            mark(credential),
                            isWhole,
                            address,
                            agent,
                            now,
                            now,
                            now.plus(isWhole ? LONGEST : HALF)));
            return new Begun(word, isWhole);
        });
    }

    private static String mark(Credential credential) {
        return TextDigest.SHA256.of(credential.scheme() + "\0" + credential.encoded());
    }

    /** Who has that word; empty for nobody any more. */
    public Optional<SignedIn> resume(String word, String address) {
        Instant now = clock.instant();
        String digest = digest(word);
        Optional<WebAccess.Session> session = store.look(tx -> tx.web().session(digest, now));
        if (session.isEmpty() || session.get().seen().isBefore(now.minus(SILENCE))) {
            return Optional.empty();
        }
        Optional<SignedIn> found = store.look(tx -> account(tx, session.get()).map(user -> {
            Actor actor = Actor.of(tx, user, address);
            return new SignedIn(
                    actor, tx.web().standing(user.id()), session.get().isWhole(), digest);
        }));
        if (found.isPresent() && session.get().seen().isBefore(now.minus(SEEN_EVERY))) {
            store.write(tx -> {
                tx.web().seen(digest, now);
                return true;
            });
        }
        return found;
    }

    private static Optional<User> account(Tx tx, WebAccess.Session session) {
        Map<Long, Users.Login> logins = tx.users().logins(java.util.List.of(session.userId()));
        return Optional.ofNullable(logins.get(session.userId()))
                .filter(login -> login.user().active())
                .filter(login -> mark(login.credential()).equals(session.boundTo()))
                .map(Users.Login::user);
    }

    /**
     * Takes the code of the second factor. The session becomes another one, with another word.
     *
     * @return empty if the code is wrong, or was used before
     * @throws Refusal LIMIT after too many wrong ones
     */
    public Optional<Begun> giveCode(SignedIn half, String code, String agent) {
        User user = half.actor().user();
        String subject = Long.toString(user.id());
        if (!mayTry(subject)) {
            throw new Refusal(Reason.LIMIT, "too many wrong codes; try again in a quarter of an hour");
        }
        if (!isRightCode(half.standing(), user.id(), code)) {
            return Optional.empty();
        }
        store.write(tx -> {
            tx.failures().forgive(Failures.Kind.CODE, subject, clock.instant());
            return true;
        });
        end(user.id(), half.digest());
        return Optional.of(begin(user, half.actor().address(), agent, true));
    }

    /** Counts a code before it is looked at, for all processes at once: so that no number of tries side by side is looked at uncounted. */
    private boolean mayTry(String subject) {
        Instant now = clock.instant();
        return store.write(tx -> {
            Failures failures = tx.failures();
            double height = failures.find(Failures.Kind.CODE, subject)
                    .map(row -> row.height()
                            - (double) Duration.between(row.when(), now).toSeconds() / CODE_FORGIVEN.toSeconds())
                    .orElse(0.0);
            if (height > MOST_CODES - 1) {
                return false;
            }
            failures.add(
                    new Failures.Row(Failures.Kind.CODE, subject, 1, now, Optional.empty()),
                    CODE_FORGIVEN.toSeconds(),
                    now);
            return failures.find(Failures.Kind.CODE, subject)
                    .map(row -> row.height() <= MOST_CODES)
                    .orElse(false);
        });
    }

    private boolean isRightCode(WebAccess.Standing standing, long userId, String code) {
        OptionalLong step = standing.totp()
                .map(secret -> Totp.stepOf(secret, code, clock.instant()))
                .orElse(OptionalLong.empty());
        return step.isPresent() && store.write(tx -> tx.web().spendTotpStep(userId, step.getAsLong()));
    }

    /** Ends a session of an account; returns whether there was one. */
    public boolean end(long userId, String digest) {
        return store.write(tx -> tx.web().end(userId, digest));
    }

    /** Makes a link that makes an administrator, once; returns its word. */
    public String newLink(Duration lasts) {
        String word = newWord();
        store.write(tx -> {
            tx.web().addLink(digest(word), clock.instant().plus(lasts));
            return true;
        });
        return word;
    }

    /** Whether a link works still. */
    public boolean isLink(String word) {
        return store.look(tx -> tx.web().hasLink(digest(word), clock.instant()));
    }

    /** Uses a link up for an account whose password was right. @throws Refusal NOT_FOUND if it does not work any more */
    public void useLink(String word, User user, String address) {
        store.write(tx -> {
            if (!tx.web().useLink(digest(word), clock.instant())) {
                throw new Refusal(Reason.NOT_FOUND, "that link works no more");
            }
            tx.web().setAdministrator(user.id(), true);
            new Actor(user, new Power.Everything(), address)
                    .note(tx, clock.instant(), "account.administrator", user.login(), "by a link");
            return true;
        });
    }
}
