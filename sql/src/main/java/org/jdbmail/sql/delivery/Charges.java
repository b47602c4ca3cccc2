package org.jdbmail.sql.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jdbmail.sql.message.Quota;
import org.jspecify.annotations.Nullable;

/**
 * What accounts are charged for by a delivery. A single charge is one statement; for more, the accounts' rows are locked in ascending
 * order, and changed all at once.
 *
 * <p>By hand: each delivery runs it, which {@code ./x bench --only lmtp} measures.
 */
final class Charges {
    /** Ids in one statement. */
    private static final int CHUNK = 1_000;

    private record Room(long quota, long used) {}

    private final Db db;
    private final Map<Long, Room> rooms = new HashMap<>();
    private final Map<Long, Long> charged = new HashMap<>();
    private boolean isSingle;

    Charges(Db db) {
        this.db = db;
    }

    /**
     * Locks the accounts that are there.
     *
     * @param isOnce whether {@link #charge} is called once at most
     */
    void lock(Collection<Long> users, boolean isOnce) {
        if (isOnce && new TreeSet<>(users).size() == 1) {
            isSingle = true;
            return;
        }
        for (List<Long> chunk : UidCondition.chunks(new TreeSet<>(users), CHUNK)) {
            db.eachOnce(
                    "SELECT user_idnr, maxmail_size, curmail_size FROM {users} WHERE user_idnr IN ("
                            + db.dialect().ids(chunk) + ") ORDER BY user_idnr"
                            + db.dialect().forUpdate(),
                    row -> rooms.put(row.getLong(1), new Room(row.getLong(2), row.getLong(3))));
        }
    }

    /** Charges several accounts if each is there and has room; otherwise none, and tells why. */
    @Nullable
    Refusal charge(Map<Long, Long> octets) {
        if (isSingle) {
            return chargeSingle(octets);
        }
        for (Map.Entry<Long, Long> each : octets.entrySet()) {
            Room room = rooms.get(each.getKey());
            if (room == null) {
                return Refusals.noAccount();
            }
            long used = room.used + charged.getOrDefault(each.getKey(), 0L) + each.getValue();
            if (room.quota != 0 && used > room.quota) {
                return Refusals.full();
            }
        }
        octets.forEach((user, size) -> charged.merge(user, size, Long::sum));
        return null;
    }

    private @Nullable Refusal chargeSingle(Map<Long, Long> octets) {
        for (Map.Entry<Long, Long> each : octets.entrySet()) {
            if (!new Quota(db).charge(each.getKey(), each.getValue())) {
                return Refusals.notCharged(db, each.getKey());
            }
        }
        return null;
    }

    /** Writes what was charged. */
    void write() {
        // Most are charged the same. Not a batch: MySQL's driver makes one text of several UPDATEs, and MariaDB can't
        // prepare it.
        Map<Long, List<Long>> usersByOctets = new TreeMap<>();
        charged.forEach((user, octets) ->
                usersByOctets.computeIfAbsent(octets, none -> new ArrayList<>()).add(user));
        usersByOctets.forEach((octets, users) -> {
            for (List<Long> chunk : UidCondition.chunks(users, CHUNK)) {
                db.updateOnce(
                        "UPDATE {users} SET curmail_size = curmail_size + ? WHERE user_idnr IN ("
                                + db.dialect().ids(chunk) + ")",
                        octets);
            }
        });
    }
}
