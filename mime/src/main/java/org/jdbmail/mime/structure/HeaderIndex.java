package org.jdbmail.mime.structure;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.mime.MimeLimits;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.bytes.Window;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.KnownField;
import org.jspecify.annotations.Nullable;

/** The known fields of one header block, in their order, found in one pass. */
public final class HeaderIndex {
    public static final HeaderIndex EMPTY = new HeaderIndex(List.of());

    private record Entry(KnownField field, FieldValue value) {}

    private final List<Entry> entries;

    private HeaderIndex(List<Entry> entries) {
        this.entries = entries;
    }

    static HeaderIndex of(MessageBytes message, Window window, int start, int end) {
        List<Entry> entries = new ArrayList<>();
        HeaderCursor cursor =
                new HeaderCursor(window, start, (int) Math.min(end, start + (long) MimeLimits.HEADER_BYTES));
        while (cursor.next() && entries.size() < MimeLimits.KNOWN_FIELDS) {
            int nameLength = cursor.nameEnd() - cursor.start();
            if (nameLength == 0) {
                continue;
            }
            window.ensure(cursor.start(), nameLength);
            KnownField field = KnownField.of(window.array(), window.index(cursor.start()), nameLength);
            if (field != null) {
                entries.add(new Entry(field, FieldValue.of(message, cursor.valueStart(), cursor.end())));
            }
        }
        return entries.isEmpty() ? EMPTY : new HeaderIndex(entries);
    }

    /** The first field of a kind. */
    public @Nullable FieldValue first(KnownField field) {
        for (Entry entry : entries) {
            if (entry.field == field) {
                return entry.value;
            }
        }
        return null;
    }

    /** The last field of a kind. */
    public @Nullable FieldValue last(KnownField field) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i).field == field) {
                return entries.get(i).value;
            }
        }
        return null;
    }

    /** All fields of a kind, in their order. */
    public List<FieldValue> all(KnownField field) {
        List<FieldValue> found = new ArrayList<>(2);
        for (Entry entry : entries) {
            if (entry.field == field) {
                found.add(entry.value);
            }
        }
        return found;
    }
}
