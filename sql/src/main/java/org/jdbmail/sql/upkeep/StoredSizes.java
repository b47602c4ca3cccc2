package org.jdbmail.sql.upkeep;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MIMEPARTS;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_PARTLISTS;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_PHYSMESSAGE;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_BLOB;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_CONTENT_PIECE;

import java.math.BigDecimal;
import org.jdbmail.core.store.Maintenance.Sizes;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** How much a store holds. */
final class StoredSizes {
    /** How many rows, and how many octets together. */
    private record Sum(long rows, long octets) {
        Sum plus(Sum other) {
            return new Sum(rows + other.rows, octets + other.octets);
        }
    }

    private StoredSizes() {}

    static Sizes of(Db db) {
        Condition isShown = DBMAIL_MESSAGES.STATUS.lt(DSL.inline((short) 2));
        Sum shown = sum(
                db,
                DBMAIL_PHYSMESSAGE.MESSAGESIZE,
                DBMAIL_MESSAGES.join(DBMAIL_PHYSMESSAGE).on(DBMAIL_PHYSMESSAGE.ID.eq(DBMAIL_MESSAGES.PHYSMESSAGE_ID)),
                isShown);
        Sum expunged = sum(db, DSL.inline(0L), DBMAIL_MESSAGES, DBMAIL_MESSAGES.STATUS.gt(DSL.inline((short) 1)));
        Sum stored = sum(db, DBMAIL_PHYSMESSAGE.MESSAGESIZE, DBMAIL_PHYSMESSAGE, DSL.noCondition());
        Sum shared = sum(db, JDBMAIL_BLOB.SIZE, JDBMAIL_BLOB, DSL.noCondition())
                .plus(sum(db, DBMAIL_MIMEPARTS.SIZE, DBMAIL_MIMEPARTS, DSL.noCondition()));
        Sum uses = sum(
                        db,
                        JDBMAIL_BLOB.SIZE,
                        JDBMAIL_CONTENT_PIECE.join(JDBMAIL_BLOB).on(JDBMAIL_BLOB.ID.eq(JDBMAIL_CONTENT_PIECE.BLOB_ID)),
                        DSL.noCondition())
                .plus(sum(
                        db,
                        DBMAIL_MIMEPARTS.SIZE,
                        DBMAIL_PARTLISTS.join(DBMAIL_MIMEPARTS).on(DBMAIL_MIMEPARTS.ID.eq(DBMAIL_PARTLISTS.PART_ID)),
                        DSL.noCondition()));
        return new Sizes(
                shown.rows,
                shown.octets,
                expunged.rows,
                stored.rows,
                stored.octets,
                shared.rows,
                shared.octets,
                uses.rows,
                uses.octets);
    }

    private static Sum sum(Db db, Field<Long> octets, Table<?> table, Condition which) {
        return db.dsl()
                .select(DSL.count().coerce(Long.class), DSL.coalesce(DSL.sum(octets), BigDecimal.ZERO))
                .from(table)
                .where(which)
                .fetchSingle(row -> new Sum(row.value1(), row.value2().longValue()));
    }
}
