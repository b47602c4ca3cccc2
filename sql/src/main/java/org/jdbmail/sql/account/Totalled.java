package org.jdbmail.sql.account;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbmail.core.store.Paging;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * A page of rows, with how many there are. What is searched has to be read whole, so it is counted as it is read; of what is in the order of an
 * index only the page is read, and no more counted than {@link Paging#COUNTED}.
 *
 * @param total how many there are; one more than {@link Paging#COUNTED} stands for all that are more, where nobody searches
 */
public record Totalled<T>(long total, List<T> rows) {
    /** Which rows a page has. */
    public record Cut(int offset, int most) {}

    /**
     * Reads it.
     *
     * @param columns what is read of a row
     * @param of the tables
     * @param wanted which rows
     * @param isSearched whether the database has to look at all rows to know which
     * @param order in which they stand, no two alike
     * @param cut which of them
     * @param row makes one
     */
    public static <T> Totalled<T> read(
            Db db,
            List<? extends SelectField<?>> columns,
            Table<?> of,
            Condition wanted,
            boolean isSearched,
            List<? extends OrderField<?>> order,
            Cut cut,
            Function<Record, T> row) {
        int offset = Math.max(0, cut.offset());
        int most = Math.max(0, cut.most());
        Field<Integer> counted = DSL.count().over().as("counted");
        List<SelectField<?>> all = new ArrayList<>(columns);
        if (isSearched) {
            all.add(counted);
        }
        Result<Record> page = db.dsl()
                .select(all)
                .from(of)
                .where(wanted)
                .orderBy(order)
                .limit(most)
                .offset(offset)
                .fetch();
        long total = isSearched
                ? page.stream()
                        .mapToLong(record -> record.get(counted))
                        .findFirst()
                        .orElse(0)
                : counted(db, of, wanted, offset, most, page.size());
        return new Totalled<>(total, page.stream().map(row).toList());
    }

    private static long counted(Db db, Table<?> of, Condition wanted, int offset, int most, int found) {
        boolean isLast = found < most && (found > 0 || offset == 0);
        if (isLast || offset + (long) found > Paging.COUNTED) {
            return Math.min(offset + (long) found, Paging.COUNTED + 1L);
        }
        return db.dsl().fetchCount(DSL.selectOne().from(of).where(wanted).limit(Paging.COUNTED + 1));
    }
}
