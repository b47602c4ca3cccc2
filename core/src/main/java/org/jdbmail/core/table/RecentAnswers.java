package org.jdbmail.core.table;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A table in a database that is asked for the same keys again and again: what it said counts for a moment, that it has no value for a key too. What it could not say is
 * asked again.
 */
final class RecentAnswers implements LookupTable {
    private static final int MOST = 10_000;

    private record Question(String key, boolean isPart) {}

    private final LookupTable table;
    private final Cache<Question, Optional<String>> answers;

    /** @param kept for how long */
    RecentAnswers(LookupTable table, Duration kept) {
        this.table = table;
        this.answers =
                Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(kept).build();
    }

    @Override
    public Optional<String> find(String key, boolean isPart) {
        Question question = new Question(key.toLowerCase(Locale.ROOT), isPart);
        Optional<String> known = answers.getIfPresent(question);
        if (known == null) {
            // Not under the cache's lock: a database that is slow for one key would hold up others.
            known = table.find(key, isPart);
            answers.put(question, known);
        }
        return known;
    }
}
