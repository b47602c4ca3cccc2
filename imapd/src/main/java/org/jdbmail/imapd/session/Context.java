package org.jdbmail.imapd.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.SequenceSet;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.search.SearchKey;
import org.jdbmail.core.search.Searcher;
import org.jdbmail.core.search.Sortables;
import org.jdbmail.core.sorting.SortCriterion;
import org.jdbmail.core.sorting.Sortable;
import org.jdbmail.core.sorting.Sorter;
import org.jdbmail.core.work.Progress;
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.Untagged;

/** One search or sort whose client wants to hear how its result changes (RFC 5267 §4.3). */
public final class Context {
    private final String tag;
    private final boolean uid;
    private final SearchKey key;
    private final List<SortCriterion> criteria;
    private final List<FetchItem> items;
    private final long mailboxId;

    /** What was looked at last. */
    private MailboxSnapshot known;

    /** UIDs of the result; in order, where it is sorted. */
    private long[] result;

    /** By UID, where it is sorted. */
    private final Map<Long, Sortable> sortables = new HashMap<>();

    /** What has become of a result. */
    record News(NumberSet joined, Map<String, String> items) {}

    /**
     * @param uid whether it is told in UIDs
     * @param key without sequence numbers, which mean what they meant when the search came
     * @param criteria none for a search
     * @param items what to tell of new messages
     * @param places of the result, in its order
     */
    public Context(
            Session session,
            String tag,
            boolean uid,
            SearchKey key,
            List<SortCriterion> criteria,
            List<FetchItem> items,
            int[] places) {
        this.tag = tag;
        this.uid = uid;
        this.criteria = criteria;
        this.items = items;
        this.mailboxId = session.selected().mailbox().id();
        this.known = session.selected().view().told();
        this.key = fixed(key, known, session.saved());
        this.result = Arrays.stream(places).mapToLong(known::uid).toArray();
        if (!criteria.isEmpty()) {
            remember(session, places);
        }
    }

    String tag() {
        return tag;
    }

    boolean uid() {
        return uid;
    }

    List<FetchItem> items() {
        return items;
    }

    MailboxSnapshot known() {
        return known;
    }

    /** RFC 5267 §4.3: sequence numbers are those of the time at which the command came; so is what was saved. */
    private static SearchKey fixed(SearchKey key, MailboxSnapshot told, NumberSet saved) {
        return switch (key) {
            case SearchKey.And and ->
                new SearchKey.And(and.keys().stream()
                        .map(part -> fixed(part, told, saved))
                        .toList());
            case SearchKey.Or or -> new SearchKey.Or(fixed(or.left(), told, saved), fixed(or.right(), told, saved));
            case SearchKey.Not not -> new SearchKey.Not(fixed(not.key(), told, saved));
            case SearchKey.Fuzzy fuzzy -> new SearchKey.Fuzzy(fixed(fuzzy.key(), told, saved));
            case SearchKey.Sequence sequence ->
                among(
                        sequence.set().isSaved()
                                ? saved
                                : uids(told, sequence.set().resolve(told.size())));
            case SearchKey.Uid uids when uids.set().isSaved() -> among(saved);
            default -> key;
        };
    }

    private static NumberSet uids(MailboxSnapshot told, NumberSet numbers) {
        NumberSet.Builder uids = new NumberSet.Builder();
        for (int place = 0; place < told.size(); place++) {
            if (numbers.contains(place + 1L)) {
                uids.add(told.uid(place));
            }
        }
        return uids.build();
    }

    private static SearchKey among(NumberSet uids) {
        List<SequenceSet.Range> ranges = new ArrayList<>();
        for (int r = 0; r < uids.ranges(); r++) {
            ranges.add(SequenceSet.Range.between(uids.low(r), uids.high(r)));
        }
        return ranges.isEmpty() ? new SearchKey.Not(new SearchKey.All()) : new SearchKey.Uid(new SequenceSet(ranges));
    }

    private void remember(Session session, int[] places) {
        Readings readings = session.work().readings();
        MailboxSnapshot told = session.selected().view().told();
        for (Sortable message : Sortables.forOrder(readings, told, places, criteria, () -> {})) {
            sortables.put(told.uid(message.place()), message);
        }
    }

    /** REMOVEFROM for messages that are about to be told to be gone; nothing where none was in the result. */
    Map<String, String> expunging(int[] sequences, long[] uids) {
        Map<Long, Integer> numbers = new HashMap<>();
        for (int i = 0; i < uids.length; i++) {
            numbers.put(uids[i], sequences[i]);
        }
        return removed(numbers.keySet(), one -> numbers.getOrDefault(one, 0));
    }

    private Map<String, String> removed(Set<Long> uids, java.util.function.LongToIntFunction number) {
        StringBuilder pairs = new StringBuilder();
        NumberSet.Builder all = new NumberSet.Builder();
        long[] left = new long[result.length];
        int n = result.length;
        // From the end: the positions before stay what they are.
        for (int i = result.length - 1; i >= 0; i--) {
            if (!uids.contains(result[i])) {
                left[--n] = result[i];
            } else {
                long shown = uid ? result[i] : number.applyAsInt(result[i]);
                pairs.append(pairs.isEmpty() ? "" : " ")
                        .append(i + 1)
                        .append(' ')
                        .append(shown);
            }
        }
        if (n == 0) {
            return Map.of();
        }
        if (criteria.isEmpty()) {
            for (long one : result) {
                if (uids.contains(one)) {
                    all.add(uid ? one : number.applyAsInt(one));
                }
            }
        }
        sortables.keySet().removeAll(uids);
        result = Arrays.copyOfRange(left, n, left.length);
        return Map.of("REMOVEFROM", criteria.isEmpty() ? "(0 " + all.build() + ")" : "(" + pairs + ")");
    }

    /**
     * Looks at messages that are new or have changed.
     *
     * @param newer their UIDs
     */
    News refresh(Session session, NumberSet newer) {
        MailboxSnapshot told = session.selected().view().told();
        SearchKey narrow = new SearchKey.And(List.of(among(newer), key));
        Readings readings = session.work().readings();
        int[] places = Searcher.isBrief(session.selected().view(), narrow)
                ? find(session, readings, narrow, Progress.UNLIMITED)
                : session.work().atLength(progress -> find(session, readings, narrow, progress));
        Set<Long> matching = new HashSet<>();
        for (int place : places) {
            matching.add(told.uid(place));
        }
        Set<Long> before = new HashSet<>();
        Set<Long> leaving = new HashSet<>();
        for (long one : result) {
            // Of the others, which may be a million, nothing is asked.
            if (newer.contains(one)) {
                before.add(one);
                if (!matching.contains(one)) {
                    leaving.add(one);
                }
            }
        }
        int[] joining = Arrays.stream(places)
                .filter(place -> !before.contains(told.uid(place)))
                .toArray();
        Map<String, String> items = new LinkedHashMap<>(removed(leaving, one -> told.placeOf(one) + 1));
        known = told;
        if (joining.length > 0) {
            items.put("ADDTO", added(session, told, joining));
        }
        return new News(told.uidsAt(joining), items);
    }

    private int[] find(Session session, Readings readings, SearchKey narrow, Progress progress) {
        return new Searcher(readings, session.selected().view(), mailboxId, narrow, NumberSet.EMPTY, progress).run();
    }

    private String added(Session session, MailboxSnapshot told, int[] joining) {
        long[] joined = Arrays.stream(joining).mapToLong(told::uid).toArray();
        long[] all = Arrays.copyOf(result, result.length + joined.length);
        System.arraycopy(joined, 0, all, result.length, joined.length);
        if (criteria.isEmpty()) {
            Arrays.sort(all);
            result = all;
            return "(0 " + Untagged.set(shown(told, joined)) + ")";
        }
        remember(session, joining);
        List<Sortable> messages = new ArrayList<>();
        for (long one : all) {
            Sortable message = sortables.get(one);
            if (message != null && told.placeOf(one) >= 0) {
                messages.add(message.at(told.placeOf(one)));
            }
        }
        result = Arrays.stream(Sorter.sort(messages, criteria, () -> {}))
                .mapToLong(told::uid)
                .toArray();
        Set<Long> fresh = new HashSet<>();
        Arrays.stream(joined).forEach(fresh::add);
        List<String> pairs = new ArrayList<>();
        int i = 0;
        while (i < result.length) {
            int end = i;
            while (end < result.length && fresh.contains(result[end])) {
                end++;
            }
            if (end > i) {
                // Those before it are where they belong by now: the position is the one that it has in the end.
                pairs.add((i + 1) + " " + Untagged.set(shown(told, Arrays.copyOfRange(result, i, end))));
            }
            i = Math.max(end, i + 1);
        }
        return "(" + String.join(" ", pairs) + ")";
    }

    private long[] shown(MailboxSnapshot told, long[] uids) {
        return uid
                ? uids
                : Arrays.stream(uids).map(one -> told.placeOf(one) + 1L).toArray();
    }
}
