package org.jdbmail.core.index;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.store.MessageSink;
import org.jdbmail.core.store.Messages.State;
import org.jspecify.annotations.Nullable;

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
        keywords.computeIfAbsent(uid, u -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER))
                .add(keyword);
    }

    /** The snapshot of a whole mailbox, of which all messages were gathered. */
    MailboxSnapshot whole(State state, KeywordTable known) {
        KeywordTable table = number(known);
        Columns all = changed;
        if (!expunged.isEmpty()) {
            all = new Columns(changed.size);
            for (int i = 0; i < changed.size; i++) {
                if (!expunged.get(i)) {
                    all.add(changed, i);
                }
            }
        }
        return MailboxSnapshot.of(state, all, table);
    }

    /**
     * The snapshot brought forward.
     *
     * @param base the newest snapshot of its mailbox: the arrays' free ends are written to
     */
    MailboxSnapshot applyTo(MailboxSnapshot base, State state) {
        if (changed.size == 0) {
            return base.at(state);
        }
        KeywordTable table = number(base.keywords);
        Columns result = applyInPlace(base);
        return MailboxSnapshot.of(state, result == null ? merge(base) : result, table);
    }

    /** For changed flags and new messages at the end; null if there is more than that. */
    private @Nullable Columns applyInPlace(MailboxSnapshot base) {
        long last = base.lastUid();
        boolean flagsChange = false;
        for (int i = 0; i < changed.size; i++) {
            boolean known = base.placeOf(changed.uids[i]) >= 0;
            if (expunged.get(i) ? known : !known && changed.uids[i] < last) {
                return null;
            }
            flagsChange |= known;
        }
        Columns result = Columns.sharing(base);
        if (flagsChange) {
            result.ownFlags();
        }
        for (int i = 0; i < changed.size; i++) {
            int place = base.placeOf(changed.uids[i]);
            if (place >= 0) {
                result.flags[place] = changed.flags[i];
                result.modseqs[place] = changed.modseqs[i];
                result.keywordSets[place] = changed.keywordSets[i];
            } else if (!expunged.get(i)) {
                result.add(changed, i);
            }
        }
        return result;
    }

    private Columns merge(MailboxSnapshot base) {
        Columns old = Columns.sharing(base);
        Columns result = new Columns(base.size + changed.size);
        result.claimedTo = base.claimedTo;
        int i = 0;
        for (int place = 0; place < base.size; place++) {
            while (i < changed.size && changed.uids[i] < base.uids[place]) {
                addUnlessExpunged(result, i++);
            }
            if (i < changed.size && changed.uids[i] == base.uids[place]) {
                addUnlessExpunged(result, i++);
            } else {
                result.add(old, place);
            }
        }
        while (i < changed.size) {
            addUnlessExpunged(result, i++);
        }
        return result;
    }

    private void addUnlessExpunged(Columns result, int i) {
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
