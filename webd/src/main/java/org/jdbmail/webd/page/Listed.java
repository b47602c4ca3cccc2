package org.jdbmail.webd.page;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jdbmail.webd.site.Visit;

/**
 * The part of a list in memory that a page shows: searched, sorted and cut as its query says.
 *
 * @param total how many were found in all
 */
record Listed<T>(List<T> rows, int total) {
    /**
     * Cuts a list.
     *
     * @param all as it is without any wish
     * @param text what of a row is searched, whatever the case
     * @param orders by the name of a column
     */
    static <T> Listed<T> of(Visit visit, List<T> all, Function<T, String> text, Map<String, Comparator<T>> orders) {
        String wanted = visit.parameter("q").toLowerCase(Locale.ROOT);
        List<T> found = wanted.isEmpty()
                ? all
                : all.stream()
                        .filter(row -> text.apply(row).toLowerCase(Locale.ROOT).contains(wanted))
                        .toList();
        found = sorted(visit, found, orders);
        int from = Math.min(found.size(), Lists.offset(visit));
        return new Listed<>(List.copyOf(found.subList(from, Math.min(found.size(), from + Lists.MOST))), found.size());
    }

    /**
     * Sorts a list that is never longer than a page, as the query says.
     *
     * @param orders by the name of a column, which no other table of the page has
     */
    static <T> List<T> sorted(Visit visit, List<T> all, Map<String, Comparator<T>> orders) {
        Comparator<T> order = orders.get(visit.parameter("sort"));
        return order == null
                ? all
                : all.stream()
                        .sorted(Lists.isDescending(visit) ? order.reversed() : order)
                        .toList();
    }
}
