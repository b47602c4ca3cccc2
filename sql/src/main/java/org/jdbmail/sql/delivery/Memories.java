package org.jdbmail.sql.delivery;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.store.Memory;
import org.jdbmail.core.store.ReplyMemory;
import org.jdbmail.mime.charset.Texts;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/**
 * What deliveries remember: {@code jdbmail_memory}, and for replies {@code dbmail_replycache}.
 *
 * <p>By hand: deliveries with scripts run it, which {@code ./x bench sieve} measures.
 */
final class Memories {
    /** Characters that the columns of {@code dbmail_replycache} hold on every database. */
    private static final int MOST = 100;

    private final Db db;
    private final Set<Memory> noted = new HashSet<>();

    Memories(Db db) {
        this.db = db;
    }

    /** Whether it is remembered, or was noted by this delivery. */
    boolean has(Memory memory, Instant now) {
        return noted.contains(memory)
                || db.first(
                                "SELECT 1 FROM {+memory} WHERE user_idnr = ? AND digest = ? AND kept_until > ?",
                                row -> true,
                                memory.userId(),
                                memory.digest(),
                                now)
                        .isPresent();
    }

    /** Remembers something from now on, be it for a longer time than before. */
    void note(@Nullable Memory memory) {
        if (memory == null || !noted.add(memory)) {
            return;
        }
        int changed = db.update(
                "UPDATE {+memory} SET kept_until = ? WHERE user_idnr = ? AND digest = ?",
                memory.until(),
                memory.userId(),
                memory.digest());
        if (changed == 0) {
            db.update(
                    db.dialect().insertIgnore() + " {+memory} (user_idnr, digest, kept_until) VALUES (?, ?, ?)"
                            + db.dialect().orIgnore(),
                    memory.userId(),
                    memory.digest(),
                    memory.until());
        }
    }

    /** Whether a reply is due, which is then noted: of several that ask at the same time, one is told so. */
    boolean isDue(@Nullable ReplyMemory reply) {
        if (reply == null) {
            return true;
        }
        String to = cut(reply.to());
        String from = cut(reply.from());
        String handle = cut(reply.handle());
        int changed = db.update(
                "UPDATE {replycache} SET lastseen = ? WHERE to_addr = ? AND from_addr = ? AND handle = ? AND lastseen <= ?",
                reply.now(),
                to,
                from,
                handle,
                reply.since());
        return changed > 0
                || db.update(
                                db.dialect().insertIgnore()
                                        + " {replycache} (to_addr, from_addr, handle, lastseen) VALUES (?, ?, ?, ?)"
                                        + db.dialect().orIgnore(),
                                to,
                                from,
                                handle,
                                reply.now())
                        > 0;
    }

    /** What is too long for its column still differs from others that begin the same. */
    private static String cut(String text) {
        return text.length() <= MOST ? text : Texts.cut(text, MOST - 33) + "~" + TextDigest.MD5.of(text);
    }
}
