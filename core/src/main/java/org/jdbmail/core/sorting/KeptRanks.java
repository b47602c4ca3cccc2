package org.jdbmail.core.sorting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/** {@link Ranks} of mailboxes that were sorted lately, as many as there is room for. Safe for any number of threads. */
public final class KeptRanks {
    private record Order(long mailboxId, SortCriterion.Key key) {}

    private final Cache<Order, Ranks> kept;

    /** @param octets how much memory they may take */
    public KeptRanks(long octets) {
        this.kept = Caffeine.newBuilder()
                .maximumWeight(octets)
                .weigher((Order order, Ranks ranks) -> (int) Math.min(Integer.MAX_VALUE, ranks.octets()))
                .build();
    }

    /** Those of a mailbox by a criterion, which may lack messages that it has now; null if there are none. */
    public @Nullable Ranks of(long mailboxId, SortCriterion.Key key) {
        return kept.getIfPresent(new Order(mailboxId, key));
    }

    /** Keeps them for a while, instead of those that there were. */
    public void keep(long mailboxId, SortCriterion.Key key, Ranks ranks) {
        kept.put(new Order(mailboxId, key), ranks);
    }
}
