package org.jdbmail.core.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Rules;
import org.jdbmail.core.store.Store;

/**
 * What the tables say of new mail, remembered for a moment as recipients are. Where the tables are empty, as they mostly are, a delivery
 * does not look into them; a row that is written counts within that moment.
 */
public final class RecentRules {
    private static final Rules.Found NOTHING = new Rules.Found(List.of(), Optional.empty(), Optional.empty());
    private static final int MOST = 10_000;

    private final Store store;
    private final Cache<Boolean, Rules.Present> present;
    private final Cache<Long, Rules.Found> found;

    /** @param kept how long; zero for not at all */
    public RecentRules(Store store, Duration kept) {
        this.store = store;
        this.present = Caffeine.newBuilder().expireAfterWrite(kept).build();
        this.found =
                Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(kept).build();
    }

    /** The addresses that lead straight to an account. Asked for where an answer may be due, so not remembered. */
    List<EnvelopeAddress> addresses(long userId) {
        return store.look(tx -> tx.aliases().deliveringTo(Long.toString(userId))).stream()
                .map(alias -> EnvelopeAddress.ofPlain(alias.alias()))
                .toList();
    }

    /** What there is for an account. */
    Rules.Found of(long userId) {
        Rules.Present any = present.get(true, key -> store.look(tx -> tx.rules().present()));
        return any == null || !(any.filters() || any.notices() || any.replies())
                ? NOTHING
                : found.get(
                        userId, id -> store.look(tx -> tx.rules().of(id, LocalDateTime.now(ZoneId.systemDefault()))));
    }
}
