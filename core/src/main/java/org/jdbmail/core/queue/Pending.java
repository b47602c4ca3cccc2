package org.jdbmail.core.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jdbmail.core.store.QueuedMail;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are ours and not yet begun. Who comes next is the first whose destination takes another, so that a destination that takes few at a time keeps back what is meant
 * for it alone. Safe for any number of threads.
 */
final class Pending {
    /**
     * A message.
     *
     * @param owner whose leases it is under
     * @param lanes its destinations; none where nothing limits them
     */
    record Entry(QueuedMail mail, String owner, Set<String> lanes) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> begun = new HashMap<>();

    synchronized void add(Entry entry) {
        entries.add(entry);
    }

    synchronized int size() {
        return entries.size();
    }

    /**
     * The next that can begin, which counts as begun from now on; null if there is none.
     *
     * @param limit how many a destination takes at a time
     */
    @Nullable
    synchronized Entry next(ToIntFunction<String> limit) {
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
     * The destinations for which nobody need be looked for now: they take no more at the moment, and as many as they take at a time are at hand.
     *
     * @param limit how many a destination takes at a time
     */
    synchronized Set<String> supplied(ToIntFunction<String> limit) {
        Set<String> full = new HashSet<>();
        Map<String, Integer> waiting = new HashMap<>();
        entries.stream()
                .filter(each ->
                        !each.lanes().isEmpty() && each.lanes().stream().noneMatch(lane -> hasRoom(lane, limit, full)))
                .forEach(each -> each.lanes().forEach(lane -> waiting.merge(lane, 1, Integer::sum)));
        waiting.entrySet().removeIf(each -> each.getValue() < limit.applyAsInt(each.getKey()));
        return Set.copyOf(waiting.keySet());
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
    synchronized void over(Entry entry) {
        entry.lanes().forEach(lane -> begun.computeIfPresent(lane, (key, count) -> count > 1 ? count - 1 : null));
    }

    /** Takes out those that came last, down to so many. */
    synchronized List<Entry> cut(int left) {
        List<Entry> last = new ArrayList<>();
        while (entries.size() > left) {
            last.add(entries.removeLast());
        }
        return last;
    }
}
