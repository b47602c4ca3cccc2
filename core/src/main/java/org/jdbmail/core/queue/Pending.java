package org.jdbmail.core.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jdbmail.core.store.QueuedMail;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are ours and not yet begun. Who comes next is the first whose destination takes another, so that a destination that takes few at a time keeps back what is meant
 * for it alone. Not safe for several threads.
 */
final class Pending {
    /**
     * A message.
     *
     * @param owner whose leases it is under
     * @param lanes its destinations; none where nothing limits them
     */
    record Entry(QueuedMail mail, String owner, Set<String> lanes) {}

    /** Domains that are passed over at a time: they stand in a statement. */
    private static final int MOST_PASSED = 50;

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> begun = new HashMap<>();

    void add(Entry entry) {
        entries.add(entry);
    }

    int size() {
        return entries.size();
    }

    /**
     * The next that can begin, which counts as begun from now on; null if there is none.
     *
     * @param limit how many a destination takes at a time
     */
    @Nullable
    Entry next(ToIntFunction<String> limit) {
        Set<String> full = new HashSet<>();
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.lanes().isEmpty() || entry.lanes().stream().anyMatch(lane -> hasRoom(lane, limit, full))) {
                all.remove();
                entry.lanes().forEach(lane -> begun.merge(lane, 1, Integer::sum));
                return entry;
            }
        }
        return null;
    }

    /**
     * The domains of recipients who need not be looked for now, in small letters: their destination takes no more at the moment, and as many as it takes at a time are at hand. Only
     * of destinations that are a domain's own: where some addresses of a domain go another way, or those of some senders, the others must not wait for these.
     *
     * @param limit how many a destination takes at a time
     */
    Set<String> supplied(ToIntFunction<String> limit) {
        Set<String> full = new HashSet<>();
        Map<String, Integer> waiting = new HashMap<>();
        List<Entry> held = entries.stream()
                .filter(each ->
                        !each.lanes().isEmpty() && each.lanes().stream().noneMatch(lane -> hasRoom(lane, limit, full)))
                .toList();
        held.forEach(each -> each.lanes().forEach(lane -> waiting.merge(lane, 1, Integer::sum)));
        Set<String> domains = new HashSet<>();
        for (Entry each : held) {
            if (each.lanes().stream().allMatch(lane -> waiting.getOrDefault(lane, 0) >= limit.applyAsInt(lane))) {
                each.mail().recipients().stream()
                        .map(recipient -> recipient.address().domain().toLowerCase(Locale.ROOT))
                        .filter(domain -> each.lanes().stream()
                                .anyMatch(lane -> lane.equals(domain) || lane.startsWith(domain + ":")))
                        .limit(MOST_PASSED)
                        .forEach(domains::add);
            }
            if (domains.size() >= MOST_PASSED) {
                break;
            }
        }
        return domains;
    }

    private boolean hasRoom(String lane, ToIntFunction<String> limit, Set<String> full) {
        if (full.contains(lane)) {
            return false;
        }
        boolean has = begun.getOrDefault(lane, 0) < limit.applyAsInt(lane);
        if (!has) {
            full.add(lane);
        }
        return has;
    }

    /** One that has begun is over. */
    void over(Entry entry) {
        entry.lanes().forEach(lane -> begun.computeIfPresent(lane, (key, count) -> count > 1 ? count - 1 : null));
    }

    /** Takes out those that came last, down to so many. */
    List<Entry> cut(int left) {
        List<Entry> last = new ArrayList<>();
        while (entries.size() > left) {
            last.add(entries.removeLast());
        }
        return last;
    }
}
