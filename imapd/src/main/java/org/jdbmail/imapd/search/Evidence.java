package org.jdbmail.imapd.search;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.HeaderField;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.MimeScanner;
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
    private @Nullable MimePart root;

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

    /** Its bytes, if all are there. */
    @Nullable
    MessageBytes message() {
        return whole ? bytes : null;
    }

    /** The structure of {@link #message()}. */
    MimePart root(MessageBytes message) {
        MimePart known = root;
        if (known == null) {
            known = MimeScanner.scan(message);
            root = known;
        }
        return known;
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
