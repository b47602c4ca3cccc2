package org.jdbmail.core.reception;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * Asks whom it does not know to come again in a few minutes, which programs that send spam mostly don't. Remembered in the memory of this
 * process alone: after a start everybody is new again, and each of several servers gets to know a client by itself.
 */
final class Greylist {
    private static final int MOST = 500_000;
    private static final Duration WAIT = Duration.ofMinutes(5);
    private static final Duration WINDOW = Duration.ofDays(1);
    private static final Duration KEPT = Duration.ofDays(35);

    private final InstantSource clock;
    private final Cache<String, Instant> waiting =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(WINDOW).build();
    private final Cache<String, Boolean> known =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(KEPT).build();

    Greylist(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether mail from that network and sender for that recipient may come. */
    boolean admits(String network, EnvelopeAddress sender, EnvelopeAddress recipient) {
        String key = network + '\0' + folded(sender) + '\0' + recipient.plain().toLowerCase(Locale.ROOT);
        if (known.getIfPresent(key) != null) {
            return true;
        }
        Instant now = clock.instant();
        Instant first = waiting.get(key, made -> now);
        if (now.isBefore(first.plus(WAIT))) {
            return false;
        }
        waiting.invalidate(key);
        known.put(key, true);
        return true;
    }

    /** Mailing lists have another number in the sender of each message. */
    private static String folded(EnvelopeAddress sender) {
        return sender.localPart().replaceAll("\\d+", "#").toLowerCase(Locale.ROOT) + "@"
                + sender.domain().toLowerCase(Locale.ROOT);
    }
}
