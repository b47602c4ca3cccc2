package org.jdbmail.mime.text;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.mime.MimeLimits;
import org.jdbmail.mime.charset.Folding;
import org.jdbmail.mime.field.AddressText;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.structure.HeaderField;

/**
 * Looks for terms in header fields: in the unfolded and decoded value, and where it holds addresses also in these,
 * without comments and quotes.
 */
final class FieldFinder {
    private static final Set<String> ADDRESS_FIELDS = addressFields();

    private final boolean areWords;
    private final TermFinder finder;
    private byte[] plain = new byte[256];

    FieldFinder(HeaderTerms terms) {
        this.areWords = terms.areWords();
        this.finder = new TermFinder(terms.table());
    }

    private static Set<String> addressFields() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(List.of("From", "Sender", "Reply-To", "To", "Cc", "Bcc"));
        names.addAll(List.of("Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc", "Resent-Bcc"));
        return names;
    }

    void clear() {
        finder.clear();
    }

    /** The terms found since then. */
    BitSet found() {
        return finder.found();
    }

    /**
     * Looks at a field, with a text before its value, and at the addresses that it means.
     *
     * @param before ASCII
     */
    void look(String before, HeaderField field) {
        FieldValue value = field.value();
        if (plain.length < value.to() - value.from()) {
            plain = new byte[2 * (value.to() - value.from())];
        }
        int length = value.plain(plain);
        finder.restart();
        if (!before.isEmpty()) {
            finder.take(Folding.foldHeader(before));
        }
        if (length < 0) {
            finder.take(Folding.foldHeader(field.text()));
        } else {
            finder.takeAscii(plain, 0, length);
        }
        if (mayDiffer(length) && ADDRESS_FIELDS.contains(field.name())) {
            finder.restart();
            finder.take(Folding.foldHeader(AddressText.of(field.addresses(), MimeLimits.HEADER_BYTES)));
        }
    }

    /**
     * Whether the addresses of a field may hold a term although the field does not. A word of letters and digits is in
     * both, unless something was taken out of the midst of it: a comment, a quotation mark, a backslash.
     *
     * @param length of the {@link #plain} value of the field; -1 if it is not plain
     */
    private boolean mayDiffer(int length) {
        if (length < 0 || !areWords) {
            return true;
        }
        for (int i = 0; i < length; i++) {
            byte b = plain[i];
            boolean inside = i > 0
                    && i + 1 < length
                    && HeaderTerms.isWordByte(plain[i - 1])
                    && HeaderTerms.isWordByte(plain[i + 1]);
            if (b == '(' || b == '\\' || b == '"' && inside) {
                return true;
            }
        }
        return false;
    }
}
