package org.jdbmail.imapd.command;

import java.util.List;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.search.SearchKey;
import org.jdbmail.core.search.Searcher;
import org.jdbmail.core.sorting.Sortable;
import org.jdbmail.core.work.Progress;
import org.jdbmail.imapd.session.Session;

/** Searches in a mailbox, at once or, where that may take long, among the long work. */
final class Finding {
    private Finding() {}

    /**
     * What was found.
     *
     * @param places ascending
     * @param scores by place, of a search with FUZZY; else none
     */
    @SuppressWarnings("ArrayRecordComponent") // made once and never compared
    record Found(int[] places, int[] scores) {
        /** How well the message at a place matches, from 1 to 100. */
        int score(int place) {
            return place < scores.length ? scores[place] : 0;
        }

        /** The messages with their scores. */
        List<Sortable> scored(List<Sortable> messages) {
            return messages.stream()
                    .map(message -> message.scored(score(message.place())))
                    .toList();
        }
    }

    /** Searches in the selected mailbox. */
    static Found find(Session session, SearchKey key, NumberSet saved) {
        SessionView view = session.selected().view();
        return Searcher.isBrief(view, key)
                ? find(session, view, key, saved, Progress.UNLIMITED)
                : session.work().atLength(progress -> find(session, view, key, saved, progress));
    }

    /** Searches in a mailbox that is open, at once. */
    static Found find(Session session, SessionView view, SearchKey key, NumberSet saved, Progress progress) {
        Readings readings = session.work().readings();
        Searcher searcher = new Searcher(readings, view, view.index().mailboxId(), key, saved, progress);
        return new Found(searcher.run(), searcher.scores());
    }
}
