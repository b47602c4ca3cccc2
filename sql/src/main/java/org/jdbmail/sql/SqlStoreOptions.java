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
 * @param writing how contents are written
 * @param keeping for how long what was expunged stays
 * @param pollInterval how often other processes' commits are looked for on databases that can't tell of them, while anything
 *     is watched
 * @param connections put around the pools of connections; tests count and break connections with it
 */
public record SqlStoreOptions(
        Writing writing, Keeping keeping, Duration pollInterval, UnaryOperator<DataSource> connections) {

    /**
     * How the contents of new messages are written; every layout is always read.
     *
     * @param layout the layout, where it is not to be as the store itself says
     * @param hash the digest by which the layout {@code parts} finds what is stored already
     */
    public record Writing(Optional<Layout> layout, TextDigest hash) {
        /** In a layout whatever the store says, with DBMail's SHA-1. */
        public static Writing in(Layout layout) {
            return new Writing(Optional.of(layout), TextDigest.SHA1);
        }
    }

    /**
     * For how long what was expunged stays.
     *
     * @param expunged how long tombstones of expunged messages stay at least, where upkeep runs; twice that at most
     * @param undelete how long what was expunged can be had back, and so stays, whoever takes tombstones away
     */
    public record Keeping(Duration expunged, Duration undelete) {}

    /** The store's own layout, DBMail's SHA-1, a day, four looks a second. */
    public static final SqlStoreOptions DEFAULT = new SqlStoreOptions(
            new Writing(Optional.empty(), TextDigest.SHA1),
            new Keeping(Duration.ofDays(1), Duration.ZERO),
            Duration.ofMillis(250),
            UnaryOperator.identity());

    /** These options with another way to write. */
    public SqlStoreOptions with(Writing other) {
        return new SqlStoreOptions(other, keeping, pollInterval, connections);
    }

    /** These options with other times to keep what was expunged. */
    public SqlStoreOptions with(Keeping other) {
        return new SqlStoreOptions(writing, other, pollInterval, connections);
    }

    /** These options with something around the pools. */
    public SqlStoreOptions withConnections(UnaryOperator<DataSource> around) {
        return new SqlStoreOptions(writing, keeping, pollInterval, around);
    }
}
