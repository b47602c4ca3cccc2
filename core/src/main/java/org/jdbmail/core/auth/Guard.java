package org.jdbmail.core.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps passwords from being guessed. Wrong ones are counted by network and by account; each minute forgives one. Refusals come later
 * the more there were; a network with too many is barred for a while, an account is never, so that nobody can lock its
 * owner out: attempts at it only wait. Who logged in from a network lately is heard from there whatever others
 * there did, and the same wrong password again, as a phone that nobody told of a new one sends it, counts once.
 *
 * <p>A network is an IPv4 address, or 64 bits of an IPv6 one, since a client has all of those. Safe for any number of threads.
 */
public final class Guard {
    /** Keeps track of no more networks, accounts and pairs than this, each. */
    private static final int MOST = 100_000;

    /** Where somebody logged in, wrong passwords of others don't count against him for so long. */
    private static final Duration KNOWN = Duration.ofDays(7);

    /** So much is forgiven in the time that {@link Rules#forgiving} says. */
    private static final double FORGIVEN = 1;

    /**
     * When it acts.
     *
     * @param bar how many different wrong logins bar a network
     * @param barred how long it is barred
     * @param forgiving how long one wrong login counts
     */
    public record Rules(int bar, Duration barred, Duration forgiving) {
        /** What holds unless a setting says otherwise. */
        public static final Rules USUAL = new Rules(20, Duration.ofMinutes(15), Duration.ofMinutes(1));
    }

    /** What is to be done with an attempt. */
    sealed interface Verdict {
        /** It is looked at, but not before so long. */
        record Hear(Duration delay) implements Verdict {}

        /** It is not looked at. */
        record Refuse(Duration remaining) implements Verdict {}
    }

    /** Who tries what: the two are counted together where one password is told from another. */
    private record Pair(String network, String account) {}

    /** How much has gone wrong, as of a moment. */
    private record Level(double height, Instant when, Instant barredUntil) {}

    private final Rules rules;
    private final Predicate<InetAddress> trusted;
    private final InstantSource clock;
    private final Cache<String, Level> networks = cache(Duration.ofDays(1));
    private final Cache<String, Level> accounts = cache(Duration.ofDays(1));
    private final Cache<Pair, Boolean> known = cache(KNOWN);
    private final Cache<Pair, TriedPasswords> tried = cache(Duration.ofDays(1));

    /** @param trusted networks that are never barred, since the addresses of others are behind them: a webmail, a proxy */
    public Guard(Rules rules, Predicate<InetAddress> trusted, InstantSource clock) {
        this.rules = rules;
        this.trusted = trusted;
        this.clock = clock;
    }

    private static <K, V> Cache<K, V> cache(Duration kept) {
        return Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(kept).build();
    }

    /** Whether an attempt is to be looked at. */
    Verdict ask(InetAddress source, String account) {
        Pair pair = pair(source, account);
        if (known.getIfPresent(pair) != null) {
            return new Verdict.Hear(Duration.ZERO);
        }
        Instant now = clock.instant();
        Level network = networks.getIfPresent(pair.network);
        if (network != null && network.barredUntil.isAfter(now)) {
            return new Verdict.Refuse(Duration.between(now, network.barredUntil));
        }
        return new Verdict.Hear(accountDelay(height(accounts.getIfPresent(pair.account), now)));
    }

    /** Behind a few wrong passwords for an account, whoever does not come from where it is known waits for a second, and up to eight. */
    private static Duration accountDelay(double height) {
        return Duration.ofSeconds((long) Math.clamp((height - 4) / 2, 0, 8));
    }

    /**
     * An attempt was wrong.
     *
     * @param mark of the password, the same for the same one; null where none was told
     * @return how many times longer than usual its refusal takes
     */
    int failed(InetAddress source, String account, byte @Nullable [] mark) {
        Pair pair = pair(source, account);
        Instant now = clock.instant();
        if (mark != null && !tried.get(pair, key -> new TriedPasswords()).isNew(ByteBuffer.wrap(mark))) {
            return 1;
        }
        accounts.asMap().compute(pair.account, (key, level) -> raised(level, now, false));
        if (trusted.test(source)) {
            return 1;
        }
        Level network = networks.asMap().compute(pair.network, (key, level) -> raised(level, now, true));
        return network.height < 4 ? 1 : network.height < 8 ? 2 : 4;
    }

    private Level raised(@Nullable Level level, Instant now, boolean bars) {
        double height = height(level, now) + 1;
        Instant before = level == null ? Instant.MIN : level.barredUntil;
        return new Level(height, now, bars && height >= rules.bar ? now.plus(rules.barred) : before);
    }

    private double height(@Nullable Level level, Instant now) {
        if (level == null) {
            return 0;
        }
        double passed = (double) Duration.between(level.when, now).toMillis() / rules.forgiving.toMillis();
        return Math.max(0, level.height - passed * FORGIVEN);
    }

    /** An attempt was right: from there, the account is heard from now on. */
    void succeeded(InetAddress source, String account) {
        // Everybody's attempts come from a webmail's address: that somebody is in says nothing of the next.
        if (!trusted.test(source)) {
            Pair pair = pair(source, account);
            known.put(pair, Boolean.TRUE);
            tried.invalidate(pair);
        }
    }

    private static Pair pair(InetAddress source, String account) {
        return new Pair(Networks.of(source), account.toLowerCase(Locale.ROOT));
    }
}
