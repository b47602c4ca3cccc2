package org.jdbmail.sieved.proto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts the lines of a command into words. A line may end in the announcement of a literal, whose bytes come next. */
public final class WordReader {
    /** Words that a command has at most, for what it is worth. */
    private static final int MOST_WORDS = 10;

    /** RFC 5804 §4: octets of a quoted string. */
    private static final int LONGEST_QUOTED = 1024;

    private final List<Word> words = new ArrayList<>();
    private byte[] line = new byte[0];
    private int at;

    /**
     * Takes a line without its end.
     *
     * @return the number of octets of the literal that comes next; -1 if the command is complete
     */
    public long take(byte[] next) throws SieveSyntaxException {
        line = next;
        at = 0;
        while (true) {
            while (at < line.length && line[at] == ' ') {
                at++;
            }
            if (at >= line.length) {
                return -1;
            }
            if (words.size() >= MOST_WORDS) {
                throw new SieveSyntaxException("too many arguments");
            }
            byte first = line[at];
            if (first == '{') {
                return literal();
            }
            words.add(first == '"' ? quoted() : first >= '0' && first <= '9' ? number() : atom());
        }
    }

    /** Takes the bytes of the literal. */
    public void take(Word.Text literal) {
        words.add(literal);
    }

    /** The words. */
    public List<Word> words() {
        return List.copyOf(words);
    }

    private long literal() throws SieveSyntaxException {
        String text = new String(line, at, line.length - at, StandardCharsets.ISO_8859_1);
        // RFC 5804 §4: clients say "+"; those who don't mean the same.
        if (!text.matches("\\{\\d{1,10}\\+?\\}")) {
            throw new SieveSyntaxException("a literal begins like {12+}, at the end of a line");
        }
        return Long.parseLong(text.replaceAll("[{}+]", ""));
    }

    private Word quoted() throws SieveSyntaxException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (at++; at < line.length; at++) {
            byte b = line[at];
            if (b == '"') {
                at++;
                return new Word.Text(out.toByteArray());
            }
            if (b == '\\' && at + 1 < line.length) {
                b = line[++at];
            }
            out.write(b);
            if (out.size() > LONGEST_QUOTED) {
                throw new SieveSyntaxException("a quoted string is longer than 1024 octets");
            }
        }
        throw new SieveSyntaxException("a quoted string has no end");
    }

    private Word number() throws SieveSyntaxException {
        int start = at;
        while (at < line.length && line[at] >= '0' && line[at] <= '9') {
            at++;
        }
        if (at - start > 10) {
            throw new SieveSyntaxException("a number is too large");
        }
        return new Word.Amount(Long.parseLong(new String(line, start, at - start, StandardCharsets.US_ASCII)));
    }

    private Word atom() throws SieveSyntaxException {
        int start = at;
        while (at < line.length && line[at] > ' ' && line[at] != '"' && line[at] != '{' && line[at] < 127) {
            at++;
        }
        if (at == start) {
            throw new SieveSyntaxException("a word is expected");
        }
        return new Word.Atom(new String(line, start, at - start, StandardCharsets.US_ASCII));
    }
}
