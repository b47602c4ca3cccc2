package org.jdbmail.sql.upkeep;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_UPKEEP;

import java.time.Duration;
import java.time.Instant;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Utc;

/** When tasks were done last, by whichever process, over {@code jdbmail_upkeep}. */
final class UpkeepTask {
    private UpkeepTask() {}

    /** Notes that a task is done now, if it was done so long ago; of several that ask at the same time, one is told so. */
    static boolean claim(Db db, String task, Instant now, Duration every) {
        return db.dsl()
                        .update(JDBMAIL_UPKEEP)
                        .set(JDBMAIL_UPKEEP.DONE, Utc.of(now))
                        .where(JDBMAIL_UPKEEP.TASK.eq(task))
                        .and(JDBMAIL_UPKEEP.DONE.le(Utc.of(now.minus(every))))
                        .execute()
                > 0;
    }

    /** Notes a task for the first time; false if it was noted before. */
    static boolean begin(Db db, String task, Instant now) {
        return db.dsl()
                        .insertInto(JDBMAIL_UPKEEP, JDBMAIL_UPKEEP.TASK, JDBMAIL_UPKEEP.DONE)
                        .values(task, Utc.of(now))
                        .onDuplicateKeyIgnore()
                        .execute()
                > 0;
    }
}
