package org.jdbmail.core.table;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the tables that the settings name, each once. Safe for any number of threads. */
public final class LookupTables {
    private static final Logger LOG = LoggerFactory.getLogger(LookupTables.class);

    /** For how long the answers of a database count where that is good enough. */
    private static final Duration KEPT = Duration.ofSeconds(1);

    private final QueryTables queries;
    private final Map<TableName.Source, LookupTable> open = new ConcurrentHashMap<>();
    private final Map<TableName.Source, LookupTable> recent = new ConcurrentHashMap<>();

    /** @param queries opens those that are in databases */
    public LookupTables(QueryTables queries) {
        this.queries = queries;
    }

    /** The tables of a name as one: a key is looked for in all of them before a part of it is in any. */
    public LookupTable open(TableName name) {
        return joined(name.sources().stream().map(this::open).toList());
    }

    /**
     * As {@link #open(Optional)}, for a table that is asked for the same several times for each message, when a recipient is named and when he is sent to: what a database has
     * said counts for a second.
     */
    public LookupTable openForBursts(Optional<TableName> name) {
        return name.map(all -> joined(all.sources().stream().map(this::recent).toList()))
                .orElse(LookupTable.EMPTY);
    }

    private LookupTable recent(TableName.Source source) {
        return switch (source.kind()) {
            case TEXT, PATTERNS, NETWORKS, STATIC -> open(source);
            case PGSQL, MYSQL, SQLITE -> recent.computeIfAbsent(source, key -> new RecentAnswers(open(key), KEPT));
        };
    }

    private static LookupTable joined(List<LookupTable> all) {
        if (all.size() == 1) {
            return all.getFirst();
        }
        return (key, isPart) -> {
            Optional<String> found = Optional.empty();
            for (int i = 0; i < all.size() && found.isEmpty(); i++) {
                found = all.get(i).find(key, isPart);
            }
            return found;
        };
    }

    /** As before; one with nothing in it where there is no name. */
    public LookupTable open(Optional<TableName> name) {
        return name.map(this::open).orElse(LookupTable.EMPTY);
    }

    private LookupTable open(TableName.Source source) {
        return open.computeIfAbsent(source, key -> switch (key.kind()) {
            case TEXT -> new TextTable(Path.of(key.place()));
            case PATTERNS -> new PatternTable(Path.of(key.place()));
            case NETWORKS -> new NetworkTable(Path.of(key.place()));
            case PGSQL, MYSQL, SQLITE -> query(key);
            case STATIC -> (asked, isPart) -> isPart ? Optional.empty() : Optional.of(key.place());
        });
    }

    /** A table whose description is read again when it changes. */
    private LookupTable query(TableName.Source source) {
        WatchedFile<Optional<LookupTable>> file = new WatchedFile<>(Path.of(source.place()), lines -> {
            try {
                return Optional.of(queries.open(source.kind(), QueryFile.parse(lines)));
            } catch (IllegalArgumentException e) {
                LOG.warn("{} is not understood: {}", source, e.getMessage());
                return Optional.empty();
            }
        });
        return (key, isPart) -> file.meaning()
                .orElseThrow(() -> new Refusal(Reason.UNAVAILABLE, "a table of this server can't be read now"))
                .find(key, isPart);
    }
}
