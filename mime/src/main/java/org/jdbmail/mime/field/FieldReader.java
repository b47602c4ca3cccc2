package org.jdbmail.mime.field;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the words of a structured header field: tokens, atoms, quoted strings, comments (RFC 5322 §3.2, RFC 2045 §5.1).
 * It never fails; whoever uses it looks at what comes next. An unclosed comment or quoted string reaches to the end of
 * the field, which also keeps the whole reading linear. Texts are strings of bytes (ISO-8859-1).
 */
public final class FieldReader {
    /** What {@link #peek} tells at the end. */
    public static final int END = -1;

    private static final boolean[] TOKEN = table("()<>@,;:\\\"/[]?=");
    private static final boolean[] ATOM = table("()<>@,;:\\\"[].");

    private final byte[] array;
    private final int end;
    private int position;
    private @Nullable String comment;

    public FieldReader(FieldValue value) {
        this.array = value.array();
        this.position = value.from();
        this.end = value.to();
    }

    private static boolean[] table(String specials) {
        boolean[] table = new boolean[256];
        for (int c = 33; c < 256; c++) {
            table[c] = c != 127 && specials.indexOf(c) < 0;
        }
        return table;
    }

    int position() {
        return position;
    }

    void position(int back) {
        position = back;
    }

    /** The next byte, 0 to 255, or {@link #END}. */
    public int peek() {
        return position < end ? array[position] & 0xff : END;
    }

    public void skip() {
        position++;
    }

    /** Passes the next byte if it is this one. */
    boolean take(char c) {
        if (peek() != c) {
            return false;
        }
        position++;
        return true;
    }

    /** The text of the last comment passed since this was asked last. */
    @Nullable
    String takeComment() {
        String last = comment;
        comment = null;
        return last;
    }

    /** Passes white space and comments. */
    public FieldReader skipSpace() {
        while (position < end) {
            byte b = array[position];
            if (b == '(') {
                comment = comment();
            } else if (FieldValue.isSpace(b)) {
                position++;
            } else {
                break;
            }
        }
        return this;
    }

    private String comment() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int level = 1;
        for (position++; position < end; position++) {
            byte b = array[position];
            if (b == '\\' && position + 1 < end) {
                position++;
                text.write(array[position]);
                continue;
            }
            if (b == '(') {
                level++;
            } else if (b == ')' && --level == 0) {
                position++;
                break;
            }
            write(text, b);
        }
        return text.toString(StandardCharsets.ISO_8859_1);
    }

    /** Writes the byte at the position unless it is a line end, which unfolding takes away as {@link FieldValue#unfolded} does. */
    private void write(ByteArrayOutputStream text, byte b) {
        if (b != '\r' && b != '\n') {
            text.write(b);
        } else if (position + 1 < end && !FieldValue.isSpace(array[position + 1])) {
            text.write(' ');
        }
    }

    /** A MIME token (RFC 2045 §5.1); empty if none stands here. */
    public String token() {
        return run(TOKEN);
    }

    /** An atom without dots (RFC 5322 §3.2.3); empty if none stands here. */
    String atom() {
        return run(ATOM);
    }

    private String run(boolean[] allowed) {
        int start = position;
        while (position < end && allowed[array[position] & 0xff]) {
            position++;
        }
        return new String(array, start, position - start, StandardCharsets.ISO_8859_1);
    }

    /** Everything up to white space or a semicolon: what mailers write as a parameter's value without quotes. */
    String looseValue() {
        int start = position;
        while (position < end && array[position] != ';' && !FieldValue.isSpace(array[position])) {
            position++;
        }
        return new String(array, start, position - start, StandardCharsets.ISO_8859_1);
    }

    /** Everything up to a semicolon, without white space around it: how mailers write names of files without quotes. */
    String looseName() {
        int start = position;
        while (position < end && array[position] != ';') {
            position++;
        }
        return new FieldValue(array, start, position).unfolded();
    }

    /** The text of the quoted string or domain literal that starts here; the delimiters are not part of it. */
    String quoted(char close) {
        int start = ++position;
        while (position < end && array[position] != close && array[position] != '\\' && array[position] >= ' ') {
            position++;
        }
        if (position < end && array[position] == close) {
            return new String(array, start, position++ - start, StandardCharsets.ISO_8859_1);
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (position = start; position < end; position++) {
            byte b = array[position];
            if (b == close) {
                position++;
                break;
            }
            if (b == '\\' && position + 1 < end) {
                b = array[++position];
            }
            write(text, b);
        }
        return text.toString(StandardCharsets.ISO_8859_1);
    }
}
