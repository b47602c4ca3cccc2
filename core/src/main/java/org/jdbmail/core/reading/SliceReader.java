package org.jdbmail.core.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.mime.listing.Listing;
import org.jspecify.annotations.Nullable;

/**
 * Reads what messages need, slice by slice ({@link ContentSlices} for messages and heads): each slice in short reads of its own,
 * and while one is being used the next is read on another thread. Where a client is written to, slices are as large as it is quick
 * ({@link SliceSize}). Used by one thread.
 */
public final class SliceReader implements AutoCloseable {
    /** How many messages a slice has at most. */
    private static final int MESSAGES = 500;

    private final Readings readings;
    private final MailboxSnapshot told;
    private final int[] places;
    private final IntPredicate needsSummary;
    private final Source source;
    private final ContentSlices slices;
    private final @Nullable SliceSize size;
    private int next;
    private @Nullable Ahead<Slice> ahead;

    private SliceReader(
            Readings readings,
            MailboxSnapshot told,
            int[] places,
            IntPredicate needsSummary,
            Source source,
            @Nullable SliceSize size) {
        this.size = size;
        this.readings = readings;
        this.told = told;
        this.places = places;
        this.needsSummary = needsSummary;
        this.source = source;
        this.slices = new ContentSlices(readings.store(), new ContentSlices.Messages() {
            @Override
            public int count() {
                return places.length;
            }

            @Override
            public long physId(int index) {
                return told.physId(places[index]);
            }

            @Override
            public long octets(int index) {
                return told.octets(places[index]);
            }
        });
    }

    /**
     * Reads what a client is written, which may be slow; to be closed.
     *
     * @param needsSummary of which places
     */
    public static SliceReader forClient(
            Readings readings, MailboxSnapshot told, int[] places, IntPredicate needsSummary, Source source) {
        return new SliceReader(readings, told, places, needsSummary, source, new SliceSize(readings.room()));
    }

    /** Reads whole messages. */
    public static SliceReader messages(Readings readings, MailboxSnapshot told, int[] places) {
        return new SliceReader(readings, told, places, place -> false, Source.ALL, null);
    }

    /** Reads the top header blocks of messages. */
    public static SliceReader heads(Readings readings, MailboxSnapshot told, int[] places) {
        return new SliceReader(readings, told, places, place -> false, Source.HEAD, null);
    }

    /** Reads summaries of messages. */
    public static SliceReader summaries(Readings readings, MailboxSnapshot told, int[] places) {
        return new SliceReader(readings, told, places, place -> true, Source.NOTHING, null);
    }

    /**
     * The next slice; null after the last.
     *
     * @throws org.jdbmail.core.mail.Refusal UNAVAILABLE
     */
    public @Nullable Slice next() {
        Ahead<Slice> following = ahead;
        ahead = null;
        if (following == null && next == places.length) {
            return null;
        }
        Slice slice = following == null ? read(next, octets()) : following.get();
        next = slice.to();
        if (next < places.length) {
            int from = next;
            long octets = octets();
            ahead = Ahead.of(() -> read(from, octets));
        }
        return slice;
    }

    private long octets() {
        return size == null || source == Source.NOTHING ? ReadingRoom.LARGEST : size.next();
    }

    private Slice read(int from, long octets) {
        if (source == Source.NOTHING) {
            int to = Math.min(places.length, from + MESSAGES);
            return new Slice(from, to, summaries(from, to), Map.of());
        }
        ContentSlices.Slice slice =
                size == null ? contents(from, octets) : readings.room().reading(() -> contents(from, octets));
        return new Slice(from, slice.to(), summaries(from, slice.to()), slice.contents());
    }

    private ContentSlices.Slice contents(int from, long octets) {
        return source == Source.HEAD ? slices.readHeads(from, octets) : slices.read(from, MESSAGES, octets);
    }

    private Map<Long, Listing> summaries(int from, int to) {
        List<Long> ids = needingSummary(from, to);
        return ids.isEmpty() ? Map.of() : readings.summaries().of(ids);
    }

    private List<Long> needingSummary(int from, int to) {
        List<Long> ids = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (needsSummary.test(places[i])) {
                ids.add(told.physId(places[i]));
            }
        }
        return ids;
    }

    /** What was given out is not held any more. */
    @Override
    public void close() {
        if (size != null) {
            size.close();
        }
    }
}
