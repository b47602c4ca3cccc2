package org.jdbmail.core.auth;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many sessions each account has open in this process, whatever their protocol. Safe for any number of threads. */
final class OpenSessions {
    private final int most;
    private final ConcurrentMap<Long, Integer> open = new ConcurrentHashMap<>();

    /** @param most sessions of one account at a time */
    OpenSessions(int most) {
        this.most = most;
    }

    /** Counts one more, unless there are too many; what was counted is to be {@link #end ended} once. */
    boolean begin(long userId) {
        // Who adds one to a full account takes it away again: nobody can be let in on its place meanwhile.
        if (open.merge(userId, 1, Integer::sum) <= most) {
            return true;
        }
        end(userId);
        return false;
    }

    void end(long userId) {
        open.computeIfPresent(userId, (id, count) -> count == 1 ? null : count - 1);
    }
}
