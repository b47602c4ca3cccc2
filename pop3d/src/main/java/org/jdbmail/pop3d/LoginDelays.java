package org.jdbmail.pop3d;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;

/** When accounts may log in again (RFC 2449 §6.5). Safe for any number of threads. */
final class LoginDelays {
    private static final int MOST = 100_000;

    private final boolean isOff;
    private final Cache<Long, Boolean> lately;

    /** @param delay between two logins of an account; zero for none */
    LoginDelays(Duration delay) {
        this.isOff = delay.isZero();
        this.lately = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(isOff ? Duration.ofSeconds(1) : delay)
                .build();
    }

    /** Whether an account logged in lately; if not, it has now. */
    boolean isTooEarly(long userId) {
        return !isOff && lately.asMap().putIfAbsent(userId, Boolean.TRUE) != null;
    }
}
