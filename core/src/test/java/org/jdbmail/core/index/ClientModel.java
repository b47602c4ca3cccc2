package org.jdbmail.core.index;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.core.mail.FlagSet;

/** What a client believes that hears all news and nothing else; it objects to news that can't be. */
class ClientModel implements Announcer<RuntimeException> {
    /** A message as the client knows it; the flags are null until it is told them. */
    static final class Known {
        FlagSet flags;
        long modseq;
    }

    final List<Known> messages = new ArrayList<>();
    final Set<String> keywords = new HashSet<>();
    int recent;
    boolean mayExpunge;
    private int lastExpunged = Integer.MAX_VALUE;

    /** An update begins. */
    void begin(boolean expunges) {
        mayExpunge = expunges;
        lastExpunged = Integer.MAX_VALUE;
    }

    @Override
    public void keywords(List<String> all) {
        all.forEach(keyword -> keywords.add(keyword.toLowerCase(Locale.ROOT)));
    }

    @Override
    public void expunged(int[] sequences, long[] uids) {
        if (sequences.length == 0 || sequences.length != uids.length) {
            throw new AssertionError("nothing is expunged, or not everything has a UID");
        }
        for (int sequence : sequences) {
            expunged(sequence);
        }
    }

    private void expunged(int sequence) {
        if (!mayExpunge || sequence >= lastExpunged || sequence > messages.size()) {
            throw new AssertionError("EXPUNGE " + sequence + " of " + messages.size());
        }
        lastExpunged = sequence;
        messages.remove(sequence - 1);
    }

    @Override
    public void exists(int count) {
        if (count < messages.size()) {
            throw new AssertionError("EXISTS fell to " + count + " from " + messages.size());
        }
        while (messages.size() < count) {
            messages.add(new Known());
        }
    }

    @Override
    public void recent(int count) {
        recent = count;
    }

    @Override
    public boolean hearsModseqs() {
        return true;
    }

    @Override
    public void flags(int sequence, MailboxSnapshot snapshot, int place) {
        Known known = messages.get(sequence - 1);
        if (snapshot.flags(place).equals(known.flags) && snapshot.modseq(place) == known.modseq) {
            throw new AssertionError("it knew that");
        }
        known.flags = snapshot.flags(place);
        known.modseq = snapshot.modseq(place);
        for (String keyword : known.flags.keywords()) {
            if (!keywords.contains(keyword.toLowerCase(Locale.ROOT))) {
                throw new AssertionError("keyword " + keyword + " was never told");
            }
        }
    }
}
