package org.jdbmail.core.search;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.BitSet;
import java.util.List;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.HeaderField;
import org.jdbmail.mime.structure.MimeScanner;
import org.jdbmail.mime.text.MessageSearcher;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one message beside the index, got ready when it is first asked for.
 *
 * <p>There are three: nothing ({@link #NONE}), its size, and its bytes, of which only the head may be there.
 */
final class Evidence {
    static final Evidence NONE = new Evidence(-1, null, false);

    private final long octets;
    private final @Nullable MessageBytes bytes;
    private final boolean whole;
    private @Nullable BitSet inHeader;
    private @Nullable BitSet inMessage;

    private Evidence(long octets, @Nullable MessageBytes bytes, boolean whole) {
        this.octets = octets;
        this.bytes = bytes;
        this.whole = whole;
    }

    static Evidence size(long octets) {
        return new Evidence(octets, null, false);
    }

    static Evidence head(MessageBytes head) {
        return new Evidence(-1, head, false);
    }

    static Evidence message(MessageBytes message) {
        return new Evidence(message.size(), message, true);
    }

    /** Its size; -1 where that is not known. */
    long octets() {
        return octets;
    }

    /** The terms for header fields that were found, if the header is there. */
    @Nullable
    BitSet inHeader(MessageSearcher searcher) {
        if (inHeader == null && bytes != null) {
            inHeader = searcher.header(bytes);
        }
        return inHeader;
    }

    /** The terms for bodies and whole messages that were found, if the whole message is there. */
    @Nullable
    BitSet inMessage(MessageSearcher searcher) {
        if (inMessage == null && bytes != null && whole) {
            inMessage = searcher.message(bytes, MimeScanner.scan(bytes));
        }
        return inMessage;
    }

    /** The fields of its header with that name, if the header is there. */
    @Nullable
    List<HeaderField> fields(String name) {
        return bytes == null ? null : HeaderField.named(bytes, name);
    }

    /** The day that the last readable of these Date fields tells, in its zone; null if none is. */
    static @Nullable LocalDate sentDay(List<HeaderField> dates) {
        LocalDate day = null;
        for (HeaderField field : dates) {
            OffsetDateTime date = field.date();
            day = date == null ? day : date.toLocalDate();
        }
        return day;
    }
}
