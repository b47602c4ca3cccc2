package org.jdbmail.core.reading;

import org.jdbmail.core.sorting.KeptRanks;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.work.Worker;

/** What is needed to read messages of a store: one for all that read, since it holds what was read a moment ago. */
public record Readings(
        Store store, Summaries summaries, Structures structures, Damaged damaged, ReadingRoom room, KeptRanks ranks) {
    /** How much memory the summaries of recently listed messages may take. */
    private static final long SUMMARY_OCTETS = 48L << 20;

    /** How much memory the sort keys of recently sorted messages may take. */
    private static final long KEY_OCTETS = 48L << 20;

    /** How much memory the structures of large messages may take. */
    private static final long STRUCTURE_OCTETS = 16L << 20;

    /** How much memory messages may take that clients are written. */
    private static final long CLIENTS_OCTETS = 48L << 20;

    /** How much memory may be taken by the order in which messages were sorted lately. */
    private static final long RANK_OCTETS = 24L << 20;

    /** Of a store, with the usual limits on memory. */
    public static Readings of(Store store) {
        return new Readings(
                store,
                new Summaries(store, SUMMARY_OCTETS, KEY_OCTETS),
                new Structures(STRUCTURE_OCTETS),
                new Damaged(),
                new ReadingRoom(CLIENTS_OCTETS),
                new KeptRanks(RANK_OCTETS));
    }

    /** The same, with the same memory, for somebody for whom that one computes. */
    public Readings by(Worker worker) {
        return new Readings(store, summaries.by(worker), structures, damaged, room, ranks);
    }
}
