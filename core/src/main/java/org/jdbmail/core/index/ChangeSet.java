package org.jdbmail.core.index;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.store.MessageSink;
import org.jdbmail.core.store.Messages.State;

/** Gathers what changed in a mailbox, in ascending order of UID, and brings a snapshot forward by it. */
final class ChangeSet implements MessageSink {
    private final Columns changed = new Columns(16);
    private final BitSet expunged = new BitSet();
    private final Map<Long, TreeSet<String>> keywords = new HashMap<>();

    @Override
    public void message(
            long uid,
            long physId,
            int flags,
            boolean recent,
            long modseq,
            long size,
            long internalDate,
            boolean isExpunged) {
        if (isExpunged) {
            expunged.set(changed.size);
        }
        changed.add(uid, physId, size, internalDate, flags | (recent ? MailboxSnapshot.RECENT : 0), modseq, 0);
    }

    @Override
    public void keyword(long uid, String keyword) {
        // Whatever somebody may have typed into the table: what is no keyword can't be told.
        if (!FlagSet.isKeyword(keyword)) {
            return;
        }
        keywords.computeIfAbsent(uid, u -> new TreeSet<>(AsciiCase.ORDER)).add(keyword);
    }

    /** The snapshot of a whole mailbox, of which all messages were gathered. */
    MailboxSnapshot whole(State state, KeywordTable known) {
        KeywordTable table = number(known);
        Chunks chunks = new Chunks();
        for (int i = 0; i < changed.size; i++) {
            addUnlessExpunged(chunks, i);
        }
        return MailboxSnapshot.of(state, chunks.build(), table, 0);
    }

    /** A snapshot brought forward: only the chunks in which something changed are made anew. */
    MailboxSnapshot applyTo(MailboxSnapshot base, State state) {
        if (changed.size == 0) {
            return base.at(state);
        }
        KeywordTable table = number(base.keywords);
        Chunks result = new Chunks();
        int from = 0;
        for (int c = 0; c < base.chunks.length; c++) {
            Chunk chunk = base.chunks[c];
            int to = c + 1 < base.chunks.length ? firstFrom(base.chunks[c + 1].firstUid(), from) : changed.size;
            if (from == to) {
                result.addAll(chunk);
            } else if (changesFlagsOnly(chunk, from, to)) {
                result.addAll(withFlags(chunk, from, to));
            } else {
                merge(chunk, from, to, result);
            }
            from = to;
        }
        while (from < changed.size) {
            addUnlessExpunged(result, from++);
        }
        return MailboxSnapshot.of(state, result.build(), table, base.claimedTo);
    }

    /** The index of the first change from an index on that is of that UID or a greater one. */
    private int firstFrom(long uid, int from) {
        int found = Arrays.binarySearch(changed.uids, from, changed.size, uid);
        return found < 0 ? -1 - found : found;
    }

    private boolean changesFlagsOnly(Chunk chunk, int from, int to) {
        for (int i = from; i < to; i++) {
            if (expunged.get(i) || chunk.find(changed.uids[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private Chunk withFlags(Chunk chunk, int from, int to) {
        byte[] flags = chunk.flags.clone();
        long[] modseqs = chunk.modseqs.clone();
        int[] keywordSets = chunk.keywordSets.clone();
        for (int i = from; i < to; i++) {
            int place = chunk.find(changed.uids[i]);
            flags[place] = changed.flags[i];
            modseqs[place] = changed.modseqs[i];
            keywordSets[place] = changed.keywordSets[i];
        }
        return chunk.with(flags, modseqs, keywordSets);
    }

    private void merge(Chunk chunk, int from, int to, Chunks result) {
        int i = from;
        for (int place = 0; place < chunk.size; place++) {
            while (i < to && changed.uids[i] < chunk.uids[place]) {
                addUnlessExpunged(result, i++);
            }
            if (i < to && changed.uids[i] == chunk.uids[place]) {
                addUnlessExpunged(result, i++);
            } else {
                result.add(chunk, place);
            }
        }
        while (i < to) {
            addUnlessExpunged(result, i++);
        }
    }

    private void addUnlessExpunged(Chunks result, int i) {
        if (!expunged.get(i)) {
            result.add(changed, i);
        }
    }

    /** Gives each changed message the number of its set of keywords. */
    private KeywordTable number(KeywordTable known) {
        if (keywords.isEmpty()) {
            return known;
        }
        KeywordTable.Growing growing = new KeywordTable.Growing(known);
        for (int i = 0; i < changed.size; i++) {
            TreeSet<String> set = keywords.get(changed.uids[i]);
            changed.keywordSets[i] = set == null ? 0 : growing.number(set);
        }
        return growing.table();
    }
}
