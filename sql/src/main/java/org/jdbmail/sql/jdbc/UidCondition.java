package org.jdbmail.sql.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jdbmail.core.mail.NumberSet;
import org.jspecify.annotations.Nullable;

/**
 * A set of numbers as an SQL condition. One range, the usual case, is two parameters: the statement is then the same for every
 * range, and prepared once. The ranges of other sets stand in the text: they are numbers, so nothing can be smuggled in, and no
 * database has to bind thousands of values. A condition is kept so short that every database parses it quickly; a set with more
 * ranges is cut into several.
 */
public final class UidCondition {
    /** Ranges and single numbers in one condition. SQLite allows expressions of a depth of 1000. */
    public static final int MAX_RANGES = 500;

    private final String text;
    private final List<Long> parameters;

    private UidCondition(String text, List<Long> parameters) {
        this.text = text;
        this.parameters = parameters;
    }

    /** Conditions that a column is in the set; together they cover it, and none overlaps another. Empty for no number. */
    public static List<UidCondition> of(String column, NumberSet set) {
        if (set.ranges() == 1) {
            return List.of(new UidCondition("(" + column + " BETWEEN ? AND ?)", List.of(set.low(0), set.high(0))));
        }
        List<UidCondition> conditions = new ArrayList<>(1 + set.ranges() / MAX_RANGES);
        for (int from = 0; from < set.ranges(); from += MAX_RANGES) {
            String text = text(column, set, from, Math.min(set.ranges(), from + MAX_RANGES));
            conditions.add(new UidCondition(text, List.of()));
        }
        return conditions;
    }

    /** The condition, in brackets. */
    String text() {
        return text;
    }

    /** Whether the text is the same for all sets that look like this one. */
    boolean isConstant() {
        return !parameters.isEmpty();
    }

    /** A statement's parameters with this condition's behind them. */
    @Nullable
    Object[] behind(@Nullable Object... others) {
        @Nullable Object[] all = Arrays.copyOf(others, others.length + parameters.size());
        for (int i = 0; i < parameters.size(); i++) {
            all[others.length + i] = parameters.get(i);
        }
        return all;
    }

    private static String text(String column, NumberSet set, int from, int to) {
        StringBuilder ranges = new StringBuilder();
        StringBuilder singles = new StringBuilder();
        for (int i = from; i < to; i++) {
            long low = set.low(i);
            long high = set.high(i);
            if (low == high) {
                singles.append(singles.isEmpty() ? "" : ",").append(low);
            } else {
                ranges.append(ranges.isEmpty() ? "" : " OR ").append(column);
                ranges.append(" BETWEEN ").append(low).append(" AND ").append(high);
            }
        }
        if (!singles.isEmpty()) {
            ranges.append(ranges.isEmpty() ? "" : " OR ").append(column);
            ranges.append(" IN (").append(singles).append(')');
        }
        return "(" + ranges + ")";
    }

    /** A list of numbers, {@code 1,2,3}; for {@code IN (…)}. */
    public static String list(Collection<Long> numbers) {
        StringBuilder list = new StringBuilder(numbers.size() * 8);
        for (long number : numbers) {
            list.append(list.isEmpty() ? "" : ",").append(number);
        }
        return list.toString();
    }

    /** Cuts a list into pieces that {@link #list} may be made of. */
    public static List<List<Long>> chunks(Collection<Long> numbers, int size) {
        List<Long> all = List.copyOf(numbers);
        List<List<Long>> chunks = new ArrayList<>(1 + all.size() / size);
        for (int from = 0; from < all.size(); from += size) {
            chunks.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return chunks;
    }
}
