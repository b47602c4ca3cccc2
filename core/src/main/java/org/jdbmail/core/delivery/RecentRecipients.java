package org.jdbmail.core.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a moment whom an address meant. Mail comes in bursts, many messages for the same few, and looking each
 * recipient up would cost a round trip for every message.
 *
 * <p>The moment is to be no longer than what lies between RCPT and the end of DATA of a large message, so that nothing can
 * happen here that could not happen without: whether the mailbox is still there and whether the account has room is seen
 * when the message is stored. Only what leads straight to mailboxes is remembered; who is refused is looked up each time, so
 * that a new account, a new alias and freed room count at once.
 */
final class RecentRecipients {
    private static final int MOST = 10_000;

    private final Cache<EnvelopeAddress, Resolution.Found> found;

    /** @param kept how long; zero for not at all */
    RecentRecipients(Duration kept) {
        this.found =
                Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(kept).build();
    }

    Resolution.@Nullable Found find(EnvelopeAddress address) {
        return found.getIfPresent(address);
    }

    /** What was remembered has shown itself to be out of date. */
    void forget(EnvelopeAddress address) {
        found.invalidate(address);
    }

    /** Remembers it if it leads to mailboxes alone. */
    void remember(EnvelopeAddress address, Resolution.Found meaning) {
        if (meaning.forwards().isEmpty()
                && meaning.targets().stream()
                        .allMatch(target -> target.mailboxId().isPresent())) {
            found.put(address, meaning);
        }
    }
}
