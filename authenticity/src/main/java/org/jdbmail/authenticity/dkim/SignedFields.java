package org.jdbmail.authenticity.dkim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;

/** What a signature over fields is made of. */
public final class SignedFields {
    private SignedFields() {}

    /**
     * The fields that are named, in that form, and after them that of the signature, without its own octets.
     *
     * @param signed names; each takes the next field of that name from below (RFC 6376 §5.4.2), or nothing
     */
    public static String data(HeaderBlock block, List<String> signed, Canon form, SignatureTags tags) {
        Map<String, Deque<RawField>> left = new HashMap<>();
        for (String name : signed) {
            left.put(name.toLowerCase(Locale.ROOT), new ArrayDeque<>());
        }
        for (RawField field : block.fields()) {
            Deque<RawField> same = left.get(field.name().toLowerCase(Locale.ROOT));
            if (same != null && !field.name().isEmpty()) {
                same.push(field);
            }
        }
        StringBuilder all = new StringBuilder();
        for (String name : signed) {
            Deque<RawField> same = left.get(name.toLowerCase(Locale.ROOT));
            if (same != null && !same.isEmpty()) {
                all.append(form.of(same.pop())).append("\r\n");
            }
        }
        return all.append(unsigned(tags, form)).toString();
    }

    /** The field of a signature without its own octets, in that form and without a line end. */
    public static String unsigned(SignatureTags tags, Canon form) {
        return form.of(tags.field().with(tags.tags().without("b")));
    }
}
