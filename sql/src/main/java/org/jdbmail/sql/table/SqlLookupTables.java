package org.jdbmail.sql.table;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.table.LookupTable;
import org.jdbmail.core.table.QueryFile;
import org.jdbmail.core.table.QueryTables;
import org.jdbmail.core.table.TableName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tables that queries of Postfix's files make of databases, which are only read. Tables of one database share its connections. */
public final class SqlLookupTables implements QueryTables, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqlLookupTables.class);

    /** Connections at a time to one database: a look takes a moment. */
    private static final int CONNECTIONS = 4;

    private static final long PATIENCE_MILLIS = 4_000;
    private static final long IDLE_MILLIS = 60_000;

    /** Where a database is, and as whom it is read. */
    private record Place(String url, String user, String password) {
        @Override
        public String toString() {
            return url;
        }
    }

    private final Map<Place, HikariDataSource> pools = new HashMap<>();
    private boolean isClosed;

    @Override
    public LookupTable open(TableName.Kind kind, QueryFile file) {
        TableQuery query = TableQuery.of(file.query());
        Place place = place(kind, file);
        return (key, isPart) -> {
            String asked = key.toLowerCase(Locale.ROOT);
            Optional<List<String>> values = file.isFor(asked) ? query.values(asked) : Optional.empty();
            return values.isEmpty()
                    ? Optional.empty()
                    : file.joined(asked, ask(place, query, values.get(), file.most()));
        };
    }

    private static Place place(TableName.Kind kind, QueryFile file) {
        String hosts = file.hosts().isEmpty() ? "localhost" : String.join(",", file.hosts());
        return switch (kind) {
            // What Postfix writes between quotes has no type before it is compared.
            case PGSQL ->
                new Place(
                        "jdbc:postgresql://" + hosts + "/" + file.database() + "?stringtype=unspecified"
                                + "&connectTimeout=4&socketTimeout=20&ApplicationName=jdbmail",
                        file.user(),
                        file.password());
            case MYSQL ->
                new Place(
                        "jdbc:mysql://" + hosts + "/" + file.database() + "?characterEncoding=UTF-8"
                                + "&connectTimeout=4000&socketTimeout=20000&allowPublicKeyRetrieval=true",
                        file.user(),
                        file.password());
            case SQLITE -> new Place("jdbc:sqlite:file:" + file.database() + "?mode=ro", "", "");
            case TEXT, PATTERNS, NETWORKS, STATIC -> throw new IllegalArgumentException(kind + " is no database");
        };
    }

    private synchronized HikariDataSource pool(Place place) {
        if (isClosed) {
            throw new Refusal(Reason.UNAVAILABLE, "the server is stopping");
        }
        return pools.computeIfAbsent(place, key -> {
            var hikari = new HikariConfig();
            hikari.setPoolName("jdbmail-table");
            hikari.setJdbcUrl(key.url());
            if (!key.user().isEmpty()) {
                hikari.setUsername(key.user());
                hikari.setPassword(key.password());
            }
            hikari.setReadOnly(!key.url().startsWith("jdbc:sqlite:"));
            hikari.setMaximumPoolSize(CONNECTIONS);
            hikari.setMinimumIdle(0);
            hikari.setIdleTimeout(IDLE_MILLIS);
            hikari.setConnectionTimeout(PATIENCE_MILLIS);
            // A database that is away is asked again with each look-up.
            hikari.setInitializationFailTimeout(-1);
            return new HikariDataSource(hikari);
        });
    }

    private List<String> ask(Place place, TableQuery query, List<String> values, int most) {
        List<String> found = new ArrayList<>();
        try (Connection connection = pool(place).getConnection();
                PreparedStatement prepared = connection.prepareStatement(query.sql())) {
            for (int i = 0; i < values.size(); i++) {
                prepared.setString(i + 1, values.get(i));
            }
            try (ResultSet rows = prepared.executeQuery()) {
                while (rows.next()) {
                    String value = rows.getString(1);
                    found.add(value == null ? "" : value);
                    if (most > 0 && found.size() > most) {
                        throw new Refusal(Reason.LIMIT, "stands for too many others");
                    }
                }
            }
            return found;
        } catch (SQLException e) {
            LOG.warn("a table in {} can't be asked: {}", place, e.getMessage());
            throw new Refusal(Reason.UNAVAILABLE, "a table of this server can't be read now", e);
        }
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        pools.values().forEach(HikariDataSource::close);
        pools.clear();
    }
}
