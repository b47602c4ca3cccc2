package org.jdbmail.sql.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets few deliveries to one account go to the database at a time. They could only wait for the account's row there, each with a
 * connection in its hands, until none is left for the deliveries to others.
 */
public final class AccountGate {
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Map<Long, Integer> inside = new HashMap<>();

    /** @param most how many at a time for each account: one that has the row, and one that has it next, keep it busy */
    public AccountGate(int most) {
        this.most = most;
    }

    /** Does something for accounts, after waiting until there is room for each of them. */
    <T> T through(Collection<Long> accounts, Supplier<T> work) {
        List<Long> distinct = accounts.stream().distinct().toList();
        enter(distinct);
        try {
            return work.get();
        } finally {
            leave(distinct);
        }
    }

    private void enter(List<Long> accounts) {
        lock.lock();
        try {
            // All at once, so that nobody holds the place of one while waiting for another.
            while (accounts.stream().anyMatch(account -> inside.getOrDefault(account, 0) >= most)) {
                left.awaitUninterruptibly();
            }
            accounts.forEach(account -> inside.merge(account, 1, Integer::sum));
        } finally {
            lock.unlock();
        }
    }

    private void leave(List<Long> accounts) {
        lock.lock();
        try {
            accounts.forEach(account -> inside.computeIfPresent(account, (id, count) -> count == 1 ? null : count - 1));
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
