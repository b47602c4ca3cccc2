package org.jdbmail.sql.content;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.store.Contents;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.Listing;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.mime.listing.SortKeys;
import org.jdbmail.sql.jdbc.Db;

/** What is inside of messages, in whatever layout they lie. */
public final class SqlContents implements Contents {
    private final Db db;
    /** The first comes again at the end: a converter may move a message out of a later one between two statements. */
    private final List<ContentLayout> asked;

    /** @param layouts asked in this order; a message is in the first that knows it */
    public SqlContents(Db db, List<ContentLayout> layouts) {
        this.db = db;
        this.asked = new ArrayList<>(layouts);
        this.asked.add(layouts.getFirst());
    }

    @Override
    public Map<Long, MessageBytes> read(List<Long> physIds, long byteBudget) {
        if (physIds.size() == 1 || byteBudget == Long.MAX_VALUE) {
            return inOrder(physIds, readAny(physIds));
        }
        Map<Long, MessageBytes> found = new HashMap<>();
        List<Long> wanted = new ArrayList<>();
        place(physIds, byteBudget, wanted).forEach((layout, ids) -> found.putAll(layout.read(db, ids)));
        List<Long> moved = without(wanted, found);
        if (!moved.isEmpty()) {
            found.putAll(readAny(moved));
        }
        return inOrder(wanted, found);
    }

    private static Map<Long, MessageBytes> inOrder(List<Long> ids, Map<Long, MessageBytes> found) {
        Map<Long, MessageBytes> ordered = LinkedHashMap.newLinkedHashMap(found.size());
        for (Long id : ids) {
            MessageBytes message = found.get(id);
            if (message != null) {
                ordered.put(id, message);
            }
        }
        return ordered;
    }

    private Map<Long, MessageBytes> readAny(List<Long> physIds) {
        Map<Long, MessageBytes> found = asked.getFirst().read(db, physIds);
        List<Long> rest = without(physIds, found);
        for (int i = 1; i < asked.size() && !rest.isEmpty(); i++) {
            found.putAll(asked.get(i).read(db, rest));
            rest = without(rest, found);
        }
        return found;
    }

    private static List<Long> without(Collection<Long> ids, Map<Long, ?> found) {
        List<Long> rest = new ArrayList<>();
        for (Long id : ids) {
            if (!found.containsKey(id)) {
                rest.add(id);
            }
        }
        return rest;
    }

    /** Finds which layout holds which message, and takes as many as fit. */
    private Map<ContentLayout, List<Long>> place(List<Long> physIds, long byteBudget, List<Long> wanted) {
        Map<Long, Long> sizes = new HashMap<>();
        Map<Long, ContentLayout> layoutOf = new HashMap<>();
        List<Long> rest = physIds;
        for (ContentLayout layout : asked) {
            layout.sizes(db, rest).forEach((id, size) -> {
                sizes.put(id, size);
                layoutOf.put(id, layout);
            });
            rest = without(rest, sizes);
            if (rest.isEmpty()) {
                break;
            }
        }
        Map<ContentLayout, List<Long>> places = new LinkedHashMap<>();
        long left = byteBudget;
        for (Long id : physIds) {
            ContentLayout layout = layoutOf.get(id);
            if (layout == null) {
                continue;
            }
            left -= sizes.getOrDefault(id, 0L);
            if (left < 0 && !wanted.isEmpty()) {
                break;
            }
            wanted.add(id);
            places.computeIfAbsent(layout, key -> new ArrayList<>()).add(id);
        }
        return places;
    }

    @Override
    public Map<Long, byte[]> heads(Collection<Long> physIds) {
        Map<Long, byte[]> heads = new HashMap<>();
        Collection<Long> rest = physIds;
        for (ContentLayout layout : asked) {
            heads.putAll(layout.heads(db, rest));
            rest = without(rest, heads);
            if (rest.isEmpty()) {
                break;
            }
        }
        return heads;
    }

    @Override
    public Map<Long, Listing> listings(Collection<Long> physIds) {
        return SummaryRows.listings(db, physIds);
    }

    @Override
    public Map<Long, SortKeys> sortKeys(Collection<Long> physIds) {
        return SummaryRows.sortKeys(db, physIds);
    }

    @Override
    public Map<Long, String> previews(Collection<Long> physIds) {
        return SummaryRows.previews(db, physIds);
    }

    @Override
    public void putSummaries(Map<Long, MessageSummary> summaries) {
        SummaryRows.insertMissing(db, summaries);
    }
}
