package org.jdbmail.sql.delivery;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jdbmail.sql.transaction.Transactions;

/**
 * Ids for physical messages on PostgreSQL, drawn from their sequence many at a time: who knows them beforehand can send all rows
 * of a message at once. They say nothing of order; ids that are not used when the process ends are never used.
 *
 * <p>By hand: each delivery runs it, which {@code ./x bench --only lmtp} measures.
 */
final class PhysicalIds {
    /** To draw some takes a sync of the log, while deliveries wait. */
    private static final int BLOCK = 1024;

    private static final String DRAW =
            "SELECT nextval('{physmessage}_id_seq') FROM generate_series(1, " + BLOCK + ") ORDER BY 1";

    private final Transactions transactions;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Long> drawn = new ArrayDeque<>();

    PhysicalIds(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The next ones, in ascending order. */
    List<Long> take(int number) {
        lock.lock();
        try {
            while (drawn.size() < number) {
                drawn.addAll(transactions.writeOnce(db -> db.list(DRAW, row -> row.getLong(1))));
            }
            return Stream.generate(drawn::remove).limit(number).toList();
        } finally {
            lock.unlock();
        }
    }
}
