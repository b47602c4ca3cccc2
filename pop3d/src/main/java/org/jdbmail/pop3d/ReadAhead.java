package org.jdbmail.pop3d;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.mime.MessageBytes;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages for RETR, several at once where the client will probably want them: it has asked already, or has asked for
 * one after the other so far. So a whole maildrop costs a few dozen reads and not one for each message.
 */
final class ReadAhead {
    private static final int MOST_MESSAGES = 200;
    private static final long MOST_OCTETS = 512 * 1024;

    private final Store store;
    private final Maildrop maildrop;
    private final Map<Long, MessageBytes> held = new HashMap<>();
    private int last;
    private int window = 1;

    ReadAhead(Store store, Maildrop maildrop) {
        this.store = store;
        this.maildrop = maildrop;
    }

    /**
     * The message of that number; null if its content is gone.
     *
     * @param moreAsked whether the client's next command is there already
     */
    @Nullable
    MessageBytes get(int number, boolean moreAsked) {
        boolean isNext = number == last + 1;
        last = number;
        long physId = maildrop.message(number).physId();
        MessageBytes already = held.remove(physId);
        if (already != null) {
            return already;
        }
        held.clear();
        window = moreAsked ? MOST_MESSAGES : isNext ? Math.min(MOST_MESSAGES, window * 2) : 1;
        List<Long> wanted = wanted(number);
        held.putAll(store.read(tx -> tx.contents().read(wanted, MOST_OCTETS)));
        return held.remove(physId);
    }

    private List<Long> wanted(int first) {
        Set<Long> ids = new LinkedHashSet<>();
        long octets = 0;
        for (int number = first; number <= maildrop.count() && ids.size() < window && octets < MOST_OCTETS; number++) {
            if (maildrop.has(number)) {
                ids.add(maildrop.message(number).physId());
                octets += Math.max(0, maildrop.message(number).size());
            }
        }
        return List.copyOf(ids);
    }
}
