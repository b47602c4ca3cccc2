package org.jdbmail.sql;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.digest.TextDigest;

/**
 * What can be chosen of a store beside its database.
 *
 * @param layout how the contents of new messages are written, where it is not to be as the store itself says; every
 *     layout is always read
 * @param hash the digest by which the layout {@code parts} finds what is stored already
 * @param expunged how long tombstones of expunged messages stay at least, where upkeep runs; twice that at most
 * @param undelete how long what was expunged can be had back, and so stays, whoever takes tombstones away
 * @param pollInterval how often other processes' commits are looked for on databases that can't tell of them, while anything
 *     is watched
 * @param connections put around the pools of connections; tests count and break connections with it
 */
public record SqlStoreOptions(
        Optional<Layout> layout,
        TextDigest hash,
        Duration expunged,
        Duration undelete,
        Duration pollInterval,
        UnaryOperator<DataSource> connections) {
    /** The store's own layout, DBMail's SHA-1, a day, four looks a second. */
    public static final SqlStoreOptions DEFAULT = new SqlStoreOptions(
            Optional.empty(),
            TextDigest.SHA1,
            Duration.ofDays(1),
            Duration.ZERO,
            Duration.ofMillis(250),
            UnaryOperator.identity());

    /** These options with another layout. */
    public SqlStoreOptions withLayout(Layout other) {
        return new SqlStoreOptions(Optional.of(other), hash, expunged, undelete, pollInterval, connections);
    }

    /** These options with another digest. */
    public SqlStoreOptions withHash(TextDigest other) {
        return new SqlStoreOptions(layout, other, expunged, undelete, pollInterval, connections);
    }

    /** These options with another lifetime of tombstones. */
    public SqlStoreOptions withExpunged(Duration other) {
        return new SqlStoreOptions(layout, hash, other, undelete, pollInterval, connections);
    }

    /** These options with another time for which expunged messages can be had back. */
    public SqlStoreOptions withUndelete(Duration other) {
        return new SqlStoreOptions(layout, hash, expunged, other, pollInterval, connections);
    }

    /** These options with something around the pools. */
    public SqlStoreOptions withConnections(UnaryOperator<DataSource> around) {
        return new SqlStoreOptions(layout, hash, expunged, undelete, pollInterval, around);
    }
}
