package org.jdbmail.sql.parts;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGEBLKS;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.parts.Repair;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Messages that DBMail 2 wrote and nobody has converted since: {@code dbmail_messageblks}, the header and then the body in
 * blocks, in the order of their ids. DBMail 3 reads them where a message has no parts. The table is missing where DBMail 3
 * made a MySQL database, and where somebody dropped it.
 *
 * <p>By hand: only the look for the table, since jOOQ asks no catalogue.
 */
final class OldBlocks {
    /** Null until somebody asked; a table that appears later is seen after a restart. */
    private volatile @Nullable Boolean there;

    Map<Long, Long> sizes(Db db, List<Long> physIds) {
        Map<Long, Long> sizes = new HashMap<>();
        if (isThere(db)) {
            db.dsl()
                    .select(DBMAIL_MESSAGEBLKS.PHYSMESSAGE_ID, DSL.sum(DBMAIL_MESSAGEBLKS.BLOCKSIZE))
                    .from(DBMAIL_MESSAGEBLKS)
                    .where(db.among(DBMAIL_MESSAGEBLKS.PHYSMESSAGE_ID, physIds))
                    .groupBy(DBMAIL_MESSAGEBLKS.PHYSMESSAGE_ID)
                    .forEach(row -> sizes.put(row.value1(), row.value2().longValue()));
        }
        return sizes;
    }

    Map<Long, MessageBytes> read(Db db, List<Long> physIds) {
        Map<Long, ByteArrayOutputStream> texts = new HashMap<>();
        if (isThere(db)) {
            db.dsl()
                    .select(DBMAIL_MESSAGEBLKS.PHYSMESSAGE_ID, DBMAIL_MESSAGEBLKS.MESSAGEBLK)
                    .from(DBMAIL_MESSAGEBLKS)
                    .where(db.among(DBMAIL_MESSAGEBLKS.PHYSMESSAGE_ID, physIds))
                    .orderBy(DBMAIL_MESSAGEBLKS.MESSAGEBLK_IDNR)
                    .forEach(row -> texts.computeIfAbsent(row.value1(), id -> new ByteArrayOutputStream())
                            .writeBytes(row.value2()));
        }
        Map<Long, MessageBytes> messages = new HashMap<>();
        texts.forEach((id, text) -> messages.put(id, MessageBytes.of(Repair.apply(text.toByteArray(), null))));
        return messages;
    }

    List<Long> next(Db db, long after, int count) {
        return isThere(db)
                ? db.dsl()
                        .selectDistinct(DBMAIL_MESSAGEBLKS.PHYSMESSAGE_ID)
                        .from(DBMAIL_MESSAGEBLKS)
                        .where(DBMAIL_MESSAGEBLKS.PHYSMESSAGE_ID.gt(after))
                        .orderBy(DBMAIL_MESSAGEBLKS.PHYSMESSAGE_ID)
                        .limit(count)
                        .fetch(DBMAIL_MESSAGEBLKS.PHYSMESSAGE_ID)
                : List.of();
    }

    void remove(Db db, List<Long> physIds) {
        if (isThere(db)) {
            db.dsl()
                    .deleteFrom(DBMAIL_MESSAGEBLKS)
                    .where(db.among(DBMAIL_MESSAGEBLKS.PHYSMESSAGE_ID, physIds))
                    .execute();
        }
    }

    private boolean isThere(Db db) {
        Boolean known = there;
        if (known == null) {
            known = db.first(db.dialect().isTable("{messageblks}"), row -> row.getInt(1))
                            .orElseThrow()
                    > 0;
            there = known;
        }
        return known;
    }
}
