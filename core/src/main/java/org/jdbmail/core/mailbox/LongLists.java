package org.jdbmail.core.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;

/**
 * Remembers which users may know so many mailboxes, or ones of such long names, that to read and tell the list of all takes
 * milliseconds: so long nobody else should have to wait. Safe for any number of threads.
 */
public final class LongLists {
    /** What is longer takes some milliseconds. */
    private static final long LONG = 20_000;

    /** A name counts for so many characters, however short it is: its row is read, too. */
    private static final long EACH = 60;

    private static final int REMEMBERED = 100_000;

    private final Cache<Long, Boolean> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** Whether the list of that user was long when it was read last; false if it was never read. */
    public boolean isLong(long userId) {
        return known.getIfPresent(userId) != null;
    }

    /** The list of that user was read, and has these names. */
    public void note(long userId, Collection<String> names) {
        if (names.stream().mapToLong(name -> EACH + name.length()).sum() >= LONG) {
            known.put(userId, true);
        } else if (isLong(userId)) {
            known.invalidate(userId);
        }
    }
}
