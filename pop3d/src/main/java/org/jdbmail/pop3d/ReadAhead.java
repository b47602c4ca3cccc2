package org.jdbmail.pop3d;

import org.jdbmail.core.reading.Ahead;
import org.jdbmail.core.reading.ContentSlices;
import org.jdbmail.core.reading.ReadingRoom;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages for RETR and TOP, several at once where the client will probably want them: it has asked for one after the
 * other so far. While a client that doesn't wait for answers is sent a slice, the next one is read.
 */
final class ReadAhead {
    private final Maildrop maildrop;
    private final ContentSlices slices;
    private final ReadingRoom room;
    private ContentSlices.@Nullable Slice held;
    private @Nullable Following following;
    private int last;
    private int window = 1;

    /** The slice that is being read. */
    private record Following(int from, Ahead<ContentSlices.Slice> slice) {}

    ReadAhead(Readings readings, Maildrop maildrop) {
        this.maildrop = maildrop;
        this.room = readings.room();
        this.slices = new ContentSlices(readings.store(), maildrop.contents());
    }

    /**
     * The message of that number; null if its content is gone.
     *
     * @param moreAsked whether the client's next command is there already
     * @throws org.jdbmail.core.mail.Refusal UNAVAILABLE, CORRUPT
     */
    @Nullable
    MessageBytes get(int number, boolean moreAsked) {
        boolean isNext = number == last + 1;
        last = number;
        int index = number - 1;
        ContentSlices.Slice slice = held;
        if (slice == null || !slice.covers(index)) {
            slice = read(index, isNext, moreAsked);
        }
        // The last message of a slice may be a large one, which nobody is to hold longer than needed.
        held = index == slice.to() - 1 ? null : slice;
        return slice.contents().get(maildrop.physId(number));
    }

    private ContentSlices.Slice read(int index, boolean isNext, boolean moreAsked) {
        Following awaited = following;
        following = null;
        if (!isNext) {
            window = 1;
        } else if (moreAsked) {
            window = maildrop.count();
        } else {
            window = Math.min(maildrop.count(), window * 2);
        }
        ContentSlices.Slice slice =
                awaited != null && awaited.from == index ? awaited.slice.get() : read(index, window);
        int next = slice.to();
        if (isNext && moreAsked && next < maildrop.count()) {
            following = new Following(next, Ahead.of(() -> read(next, maildrop.count())));
        }
        return slice;
    }

    private ContentSlices.Slice read(int index, int most) {
        return room.reading(() -> slices.read(index, most));
    }
}
