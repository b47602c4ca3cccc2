package org.jdbmail.core.search;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.reading.Slice;
import org.jdbmail.core.reading.SliceReader;
import org.jdbmail.core.work.Progress;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.Listing;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages that match a key, cheap evidence first: all messages are tried with the index alone, those that
 * are not decided by it with their sizes or heads, and only what is left with their whole text.
 */
public final class Searcher {
    /** As many looks at a message take a few milliseconds. */
    private static final long BRIEF = 100_000;

    private final Readings readings;
    private final MailboxSnapshot told;
    private final Matching matching;
    private final SearchKey key;
    private final Progress progress;
    private final int[] scores;

    /**
     * @param mailboxId the mailbox that the view is of
     * @param saved UIDs that {@code $} stands for
     * @param progress asked between messages, and between pieces of their text
     */
    public Searcher(
            Readings readings, SessionView view, long mailboxId, SearchKey key, NumberSet saved, Progress progress) {
        this.readings = readings;
        this.told = view.told();
        this.matching = new Matching(
                view, key, saved, Facts.of(readings, told, mailboxId, key, progress::check), progress::check);
        this.key = key;
        this.progress = progress;
        this.scores = new int[key.has(SearchKey.Fuzzy.class::isInstance) ? told.size() : 0];
    }

    /** How well the messages found match, each from 1 to 100, by their places; after {@link #run}, of a key that has FUZZY. */
    public int[] scores() {
        return scores;
    }

    private void found(boolean[] found, int place, Evidence evidence) {
        found[place] = true;
        if (place < scores.length) {
            scores[place] = matching.score(key, place, evidence);
        }
    }

    /** Whether the search ends within a few milliseconds: few keys, that the index alone decides, for not too many messages. */
    public static boolean isBrief(SessionView view, SearchKey key) {
        boolean reads =
                needsHead(key) || key.has(part -> part instanceof SearchKey.Text || part instanceof SearchKey.Size);
        return !reads && (long) view.told().size() * keys(key) <= BRIEF;
    }

    private static int keys(SearchKey key) {
        return 1 + key.inner().stream().mapToInt(Searcher::keys).sum();
    }

    /**
     * The places of the messages found, ascending.
     *
     * @throws org.jdbmail.core.mail.Refusal UNAVAILABLE
     */
    public int[] run() {
        boolean[] found = new boolean[told.size()];
        int[] open = new int[told.size()];
        int n = 0;
        for (int place = 0; place < told.size(); place++) {
            if (place % 256 == 0) {
                progress.check();
            }
            Verdict verdict = matching.test(key, place, Evidence.NONE);
            if (verdict == Verdict.YES) {
                found(found, place, Evidence.NONE);
            } else if (verdict == Verdict.UNKNOWN) {
                open[n++] = place;
            }
        }
        open = Arrays.copyOf(open, n);
        if (needsSize(open)) {
            open = decide(open, found, SliceReader.summaries(readings, told, open), Searcher::bySize, false);
        }
        if (needsHead(key)) {
            boolean last = !key.has(SearchKey.Text.class::isInstance);
            open = decide(open, found, SliceReader.heads(readings, told, open), Searcher::byHead, last);
        }
        decide(open, found, SliceReader.messages(readings, told, open), Searcher::byMessage, true);
        return placesOf(found);
    }

    private static int[] placesOf(boolean[] found) {
        int[] places = new int[found.length];
        int n = 0;
        for (int place = 0; place < found.length; place++) {
            if (found[place]) {
                places[n++] = place;
            }
        }
        return Arrays.copyOf(places, n);
    }

    private boolean needsSize(int[] open) {
        for (int place : open) {
            if (told.octets(place) < 0) {
                return key.has(part -> part instanceof SearchKey.Size);
            }
        }
        return false;
    }

    private static boolean needsHead(SearchKey key) {
        return key.has(part -> part instanceof SearchKey.Header || part instanceof SearchKey.Date date && date.sent());
    }

    private static @Nullable Evidence bySize(Slice slice, Long physId) {
        Listing summary = slice.summaries().get(physId);
        return summary == null ? null : Evidence.size(summary.size());
    }

    private static @Nullable Evidence byHead(Slice slice, Long physId) {
        MessageBytes head = slice.contents().get(physId);
        return head == null ? null : Evidence.head(head);
    }

    private static @Nullable Evidence byMessage(Slice slice, Long physId) {
        MessageBytes message = slice.contents().get(physId);
        return message == null ? null : Evidence.message(message);
    }

    /** While the database reads, others may compute. */
    private @Nullable Slice next(SliceReader reader) {
        return progress.aside(() -> Optional.ofNullable(reader.next())).orElse(null);
    }

    /**
     * Tries the undecided messages again.
     *
     * @param longest whether this is what takes the time, so that it tells how far the search is
     * @return those that are still undecided; messages that are gone meanwhile don't match
     */
    private int[] decide(
            int[] open,
            boolean[] found,
            SliceReader reader,
            BiFunction<Slice, Long, @Nullable Evidence> evidence,
            boolean longest) {
        int[] rest = new int[open.length];
        int n = 0;
        for (Slice slice = next(reader); slice != null; slice = next(reader)) {
            if (longest) {
                progress.at(slice.from(), open.length);
            }
            for (int i = slice.from(); i < slice.to(); i++) {
                progress.check();
                @Nullable Evidence known = evidence.apply(slice, told.physId(open[i]));
                if (known != null) {
                    Verdict verdict = matching.test(key, open[i], known);
                    if (verdict == Verdict.YES) {
                        found(found, open[i], known);
                    } else if (verdict == Verdict.UNKNOWN) {
                        rest[n++] = open[i];
                    }
                }
            }
        }
        return Arrays.copyOf(rest, n);
    }
}
