package org.jdbmail.core.search;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.sorting.Ranks;
import org.jdbmail.core.sorting.SortColumns;
import org.jdbmail.core.sorting.SortCriterion;
import org.jdbmail.core.sorting.Sortable;
import org.jdbmail.core.sorting.Sorter;
import org.jdbmail.mime.Checkpoint;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages of a mailbox into order. Once most of a mailbox was sorted by what its messages say, their ranks are kept: as long as no
 * message comes, it is then sorted again without looking at any of them.
 */
public final class MailboxOrder {
    private final Readings readings;
    private final long mailboxId;
    private final MailboxSnapshot told;
    private final List<SortCriterion> criteria;
    private final Checkpoint checkpoint;

    /** @param criteria without RELEVANCY, which is not a mailbox's */
    public MailboxOrder(
            Readings readings,
            long mailboxId,
            MailboxSnapshot told,
            List<SortCriterion> criteria,
            Checkpoint checkpoint) {
        this.readings = readings;
        this.mailboxId = mailboxId;
        this.told = told;
        this.criteria = criteria;
        this.checkpoint = checkpoint;
    }

    /**
     * The places in order; those of messages that are gone meanwhile may be left out.
     *
     * @param places ascending
     */
    public int[] of(int[] places) {
        int[] again = again(places);
        if (again != null) {
            return again;
        }
        List<Sortable> messages = Sortables.forOrder(readings, told, places, criteria, checkpoint);
        // Of few messages it would not be worth it, and would push out what is kept of many. Where one has nothing left
        // to go by, it would be in vain.
        if (messages.size() == places.length && places.length * 2L >= told.size()) {
            keepRanks(messages);
            int[] order = again(places);
            if (order != null) {
                return order;
            }
        }
        return Sorter.sort(messages, criteria, checkpoint);
    }

    /** By what is kept; null if something is lacking. */
    private int @Nullable [] again(int[] places) {
        List<long[]> columns = new ArrayList<>();
        for (SortCriterion criterion : criteria) {
            long[] column = column(criterion.key(), places);
            if (column == null) {
                return null;
            }
            for (int i = 0; criterion.reverse() && i < column.length; i++) {
                column[i] = -column[i];
            }
            columns.add(column);
        }
        int[] order = SortColumns.order(places.length, columns);
        for (int i = 0; order != null && i < order.length; i++) {
            order[i] = places[order[i]];
        }
        return order;
    }

    private long @Nullable [] column(SortCriterion.Key key, int[] places) {
        return switch (key) {
            case ARRIVAL -> numbers(places, told::internalDate);
            case SIZE -> Sortables.lacksSize(told, places) ? null : numbers(places, told::octets);
            case RELEVANCY -> null;
            case CC, DATE, FROM, SUBJECT, TO, DISPLAYFROM, DISPLAYTO -> {
                Ranks ranks = readings.ranks().of(mailboxId, key);
                yield ranks == null ? null : ranks.all(places.length, i -> told.physId(places[i]));
            }
        };
    }

    private static long[] numbers(int[] places, IntToLongFunction number) {
        long[] numbers = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            numbers[i] = number.applyAsLong(places[i]);
        }
        return numbers;
    }

    private void keepRanks(List<Sortable> messages) {
        Map<SortCriterion.Key, Ranks> made = new EnumMap<>(SortCriterion.Key.class);
        for (SortCriterion criterion : criteria) {
            if (criterion.key().isOfMessage()) {
                made.computeIfAbsent(criterion.key(), key -> Ranks.of(messages, key, told::physId, checkpoint));
            }
        }
        made.forEach((key, ranks) -> readings.ranks().keep(mailboxId, key, ranks));
    }
}
