package org.jdbmail.core.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jdbmail.core.store.Failures;
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

    /** Where somebody logged in is told to other servers once in so long. */
    private static final Duration KNOWN_WRITTEN = Duration.ofDays(1);

    /** The same wrong password counts once in so long. */
    private static final Duration TRIED = Duration.ofDays(1);

    /** What the table has room for. */
    private static final int MAX_SUBJECT = 320;

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

    /** What is told to other servers. */
    private record Subject(Failures.Kind kind, String name) {}

    /** How much has gone wrong, as of a moment. */
    private record Level(double height, Instant when, Instant barredUntil) {}

    private final ConcurrentMap<Subject, Failures.Row> news = new ConcurrentHashMap<>();
    private final Rules rules;
    private final Predicate<InetAddress> trusted;
    private final InstantSource clock;
    private final Cache<String, Level> networks = cache(Duration.ofDays(1));
    private final Cache<String, Level> accounts = cache(Duration.ofDays(1));
    private final Cache<Pair, Instant> known = cache(KNOWN);
    private final Cache<Pair, TriedPasswords> tried = cache(TRIED);

    /** @param trusted networks that are never barred, since the addresses of others are behind them: a webmail, a proxy */
    public Guard(Rules rules, Predicate<InetAddress> trusted, InstantSource clock) {
        this.rules = rules;
        this.trusted = trusted;
        this.clock = clock;
    }

    boolean isTrusted(InetAddress address) {
        return trusted.test(address);
    }

    private static <K, V> Cache<K, V> cache(Duration kept) {
        return Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(kept).build();
    }

    /** Whether an attempt is to be looked at. */
    Verdict ask(InetAddress source, String account) {
        Pair pair = pair(source, account);
        Instant now = clock.instant();
        Instant right = known.getIfPresent(pair);
        if (right != null && right.plus(KNOWN).isAfter(now)) {
            return new Verdict.Hear(Duration.ZERO);
        }
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
        if (mark != null) {
            String subject = pair.network + " " + HexFormat.of().formatHex(mark) + " " + pair.account;
            if (subject.length() <= MAX_SUBJECT) {
                keep(List.of(new Failures.Row(Failures.Kind.TRIED, subject, 0, now, Optional.empty())));
            }
        }
        Level ofAccount = accounts.asMap().compute(pair.account, (key, level) -> raised(level, now, false));
        note(Failures.Kind.ACCOUNT, pair.account, 1, ofAccount);
        if (trusted.test(source)) {
            return 1;
        }
        Level network = networks.asMap().compute(pair.network, (key, level) -> raised(level, now, true));
        note(Failures.Kind.NETWORK, pair.network, 1, network);
        return network.height < 4 ? 1 : network.height < 8 ? 2 : 4;
    }

    private Level raised(@Nullable Level level, Instant now, boolean bars) {
        double height = height(level, now) + 1;
        Instant before = level == null ? Instant.MIN : level.barredUntil;
        // One is forgiven when its whole time has passed.
        return new Level(height, now, bars && Math.ceil(height) >= rules.bar ? now.plus(rules.barred) : before);
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
            tried.invalidate(pair);
            Instant now = clock.instant();
            Instant before = known.asMap().put(pair, now);
            if (before == null || before.isBefore(now.minus(KNOWN_WRITTEN))) {
                String subject = pair.network + " " + pair.account;
                if (subject.length() <= MAX_SUBJECT) {
                    keep(List.of(new Failures.Row(Failures.Kind.KNOWN, subject, 0, now, Optional.empty())));
                }
            } else {
                known.put(pair, before);
            }
        }
    }

    private void note(Failures.Kind kind, String subject, double added, Level level) {
        if (subject.length() <= MAX_SUBJECT) {
            Optional<Instant> barred =
                    level.barredUntil.isAfter(level.when) ? Optional.of(level.barredUntil) : Optional.empty();
            keep(List.of(new Failures.Row(kind, subject, added, level.when, barred)));
        }
    }

    /** What happened here since the last call. */
    List<Failures.Row> news() {
        List<Failures.Row> all = new ArrayList<>();
        for (Subject subject : List.copyOf(news.keySet())) {
            Failures.Row row = news.remove(subject);
            if (row != null) {
                all.add(row);
            }
        }
        return all;
    }

    /** Remembers what is still to be told to others. */
    void keep(List<Failures.Row> rows) {
        for (Failures.Row row : rows) {
            if (news.size() < MOST) {
                news.merge(
                        new Subject(row.kind(), row.subject()),
                        row,
                        (one, other) -> new Failures.Row(
                                one.kind(),
                                one.subject(),
                                one.height() + other.height(),
                                one.when().isAfter(other.when()) ? one.when() : other.when(),
                                other.barredUntil().or(one::barredUntil)));
            }
        }
    }

    /** Takes over what all servers know together; what happened here meanwhile is added. */
    void absorb(List<Failures.Row> rows) {
        for (Failures.Row row : rows) {
            Failures.Row mine = news.get(new Subject(row.kind(), row.subject()));
            double height = row.height() + (mine == null ? 0 : mine.height());
            Level level = new Level(height, row.when(), row.barredUntil().orElse(Instant.MIN));
            switch (row.kind()) {
                case NETWORK -> networks.put(row.subject(), level);
                case ACCOUNT -> accounts.put(row.subject(), level);
                case TRIED -> tried(row);
                case CODE -> {} // counted where codes are looked at
                case KNOWN -> {
                    int blank = row.subject().indexOf(' ');
                    if (blank > 0) {
                        Pair pair = new Pair(
                                row.subject().substring(0, blank), row.subject().substring(blank + 1));
                        known.put(pair, row.when());
                    }
                }
            }
        }
    }

    /** A wrong password that another server has heard is none that is new here. */
    private void tried(Failures.Row row) {
        String[] parts = row.subject().split(" ", 3);
        boolean isLate = row.when().plus(TRIED).isBefore(clock.instant());
        if (parts.length == 3 && parts[1].matches("([0-9a-f]{2}){1,32}") && !isLate) {
            tried.get(new Pair(parts[0], parts[2]), key -> new TriedPasswords())
                    .isNew(ByteBuffer.wrap(HexFormat.of().parseHex(parts[1])));
        }
    }

    /** How long one wrong login counts. */
    long forgivingSeconds() {
        return Math.max(1, rules.forgiving.toSeconds());
    }

    /** A name is what somebody said who is not known: PostgreSQL keeps no NUL, and one row that can't be written would stop all others. */
    private static Pair pair(InetAddress source, String account) {
        return new Pair(Networks.of(source), account.toLowerCase(Locale.ROOT).replace('\0', '?'));
    }
}
