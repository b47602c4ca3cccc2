package org.jdbmail.mime.field;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads message ids (RFC 5322 §3.6.4). An id is the text between angle brackets, without them and without white space;
 * ids are compared byte by byte, so that nothing else is changed in them.
 */
public final class MessageIds {
    /** Of a long list of references the first one and the last ones are kept: the thread's root and the nearest. */
    private static final int MOST = 200;

    /** RFC 5322 §2.1.1: no line is longer, and an id isn't folded. */
    private static final int LONGEST = 998;

    private MessageIds() {}

    /** The id of a message; also one without brackets. */
    public static @Nullable String one(@Nullable FieldValue value) {
        if (value == null) {
            return null;
        }
        String text = value.unfolded();
        List<String> ids = read(text);
        if (!ids.isEmpty()) {
            return ids.getFirst();
        }
        String bare = compact(text);
        return bare.isEmpty() || bare.length() > LONGEST ? null : compact(HeaderText.decode(bare));
    }

    /** The different ids of a list, in their order. */
    public static List<String> list(List<FieldValue> values) {
        if (values.isEmpty()) {
            return List.of();
        }
        LinkedHashSet<String> all = new LinkedHashSet<>();
        for (FieldValue value : values) {
            all.addAll(read(value.unfolded()));
        }
        List<String> ids = new ArrayList<>(all);
        if (ids.size() > MOST) {
            ids.subList(1, ids.size() - MOST + 1).clear();
        }
        return List.copyOf(ids);
    }

    private static List<String> read(String text) {
        List<String> ids = new ArrayList<>(4);
        int start = text.indexOf('<');
        while (start >= 0) {
            int end = text.indexOf('>', start);
            if (end < 0) {
                break;
            }
            // An opening bracket inside starts the id anew: what is before it was never closed.
            int last = text.lastIndexOf('<', end);
            String id = compact(text.substring(last + 1, end));
            if (!id.isEmpty() && id.length() <= LONGEST) {
                ids.add(compact(HeaderText.decode(id)));
            }
            start = text.indexOf('<', end);
        }
        return ids;
    }

    private static String compact(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ') {
                StringBuilder compact = new StringBuilder(text.length());
                text.chars().filter(c -> c > ' ').forEach(c -> compact.append((char) c));
                return compact.toString();
            }
        }
        return text;
    }
}
