package org.jdbmail.core.index;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts a snapshot's chunks together from messages and from whole chunks of others. A chunk is taken as it is where that leaves no
 * small one before it, so that a mailbox of which messages are expunged one by one does not fall into crumbs.
 */
final class Chunks {
    private static final int SMALL = Chunk.MOST / 4;

    private final List<Chunk> done = new ArrayList<>();
    private final Columns open = new Columns(Chunk.MOST);

    /** Adds a message. */
    void add(long uid, long physId, long octets, long date, int systemFlags, long modseq, int keywordSet) {
        if (open.size == Chunk.MOST) {
            seal();
        }
        open.add(uid, physId, octets, date, systemFlags, modseq, keywordSet);
    }

    /** Adds a message that was gathered. */
    void add(Columns from, int i) {
        add(
                from.uids[i],
                from.physIds[i],
                from.sizes[i],
                from.dates[i],
                from.flags[i],
                from.modseqs[i],
                from.keywordSets[i]);
    }

    /** Adds a message of a chunk. */
    void add(Chunk from, int i) {
        add(from, i, from.keywordSets[i]);
    }

    /** Adds a message of a chunk, whose set of keywords has another number. */
    void add(Chunk from, int i, int keywordSet) {
        add(from.uids[i], from.physIds[i], from.sizes[i], from.dates[i], from.flags[i], from.modseqs[i], keywordSet);
    }

    /** Adds all messages of a chunk. */
    void addAll(Chunk chunk) {
        int sum = open.size + chunk.size;
        if (open.size > 0 && sum <= Chunk.MOST) {
            addSome(chunk, 0, chunk.size);
        } else if (open.size > 0 && open.size < SMALL) {
            int half = sum / 2 - open.size;
            addSome(chunk, 0, half);
            seal();
            addSome(chunk, half, chunk.size);
            seal();
        } else {
            seal();
            done.add(chunk);
        }
    }

    private void addSome(Chunk chunk, int from, int to) {
        for (int i = from; i < to; i++) {
            add(chunk, i);
        }
    }

    private void seal() {
        if (open.size > 0) {
            done.add(Chunk.of(open));
            open.size = 0;
        }
    }

    /** What was put together; nothing can be added any more. */
    Chunk[] build() {
        seal();
        return done.toArray(Chunk[]::new);
    }
}
