package org.jdbmail.core.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.sorting.SortCriterion;
import org.jdbmail.core.sorting.Sortable;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.listing.SortKeys;
import org.jspecify.annotations.Nullable;

/** Gets messages of a mailbox ready to be sorted or threaded. */
public final class Sortables {
    private static final SortKeys NO_KEYS = new SortKeys("", false, "", "", "", "", "", null, List.of(), null, "");

    private Sortables() {}

    /** With what threads are made of; messages that are gone meanwhile are left out. */
    public static List<Sortable> forThreads(
            Readings readings, MailboxSnapshot told, int[] places, Checkpoint checkpoint) {
        return list(told, places, readings.summaries().sortKeys(ids(told, places), checkpoint), null);
    }

    /** With what these criteria compare; messages that are gone meanwhile are left out. */
    public static List<Sortable> forOrder(
            Readings readings,
            MailboxSnapshot told,
            int[] places,
            List<SortCriterion> criteria,
            Checkpoint checkpoint) {
        boolean keys = criteria.stream().anyMatch(each -> each.key().isOfMessage());
        boolean sizes =
                criteria.stream().anyMatch(each -> each.key() == SortCriterion.Key.SIZE) && lacksSize(told, places);
        List<Long> ids = keys || sizes ? ids(told, places) : List.of();
        return list(
                told,
                places,
                keys ? readings.summaries().sortKeys(ids, checkpoint) : null,
                sizes ? readings.summaries().sizes(ids) : null);
    }

    static boolean lacksSize(MailboxSnapshot told, int[] places) {
        for (int place : places) {
            if (told.octets(place) < 0) {
                return true;
            }
        }
        return false;
    }

    private static List<Long> ids(MailboxSnapshot told, int[] places) {
        List<Long> ids = new ArrayList<>(places.length);
        for (int place : places) {
            ids.add(told.physId(place));
        }
        return ids;
    }

    private static List<Sortable> list(
            MailboxSnapshot told, int[] places, @Nullable Map<Long, SortKeys> keys, @Nullable Map<Long, Long> sizes) {
        List<Sortable> list = new ArrayList<>(places.length);
        for (int place : places) {
            long id = told.physId(place);
            SortKeys own = keys == null ? NO_KEYS : keys.get(id);
            Long octets = sizes == null ? Long.valueOf(told.octets(place)) : sizes.get(id);
            if (own != null && octets != null) {
                list.add(new Sortable(place, told.internalDate(place), octets, own));
            }
        }
        return list;
    }
}
