package org.jdbmail.core.imapclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.mime.bytes.MessageBytes;

/** Reads responses (RFC 9051 §9, response) within limits. Literals go to a spool; they live until the next response is read. */
final class ImapReader {
    /** Octets of a response besides its literals. */
    private static final int LONGEST = 8 << 20;

    private static final long LARGEST_LITERAL = Integer.MAX_VALUE - 1024L;

    private static final int DEPTH = 50;

    private static final Set<String> WITH_TEXT = Set.of("OK", "NO", "BAD", "BYE", "PREAUTH");

    private final InputStream in;
    private final Spools spools;
    private final List<Spool> open = new ArrayList<>();
    private int length;
    private int ahead = -1;

    ImapReader(InputStream in, Spools spools) {
        this.in = in;
        this.spools = spools;
    }

    ImapResponse read() throws IOException {
        release();
        length = 0;
        String tag = word();
        if (tag.equals("+")) {
            return new ImapResponse(tag, List.of(), line());
        }
        expect(' ');
        List<ImapValue> words = new ArrayList<>();
        while (peek() != '\r' && peek() != '\n') {
            ImapValue value = value(0);
            words.add(value);
            if (words.size() == 1
                    && value instanceof ImapValue.Atom
                    && WITH_TEXT.contains(value.text().toUpperCase(Locale.ROOT))) {
                return new ImapResponse(tag, words, line().strip());
            }
            while (peek() == ' ') {
                next();
            }
        }
        line();
        return new ImapResponse(tag, words, "");
    }

    /** Forgets the literals of the last response. */
    void release() {
        open.forEach(Spool::close);
        open.clear();
    }

    private int peek() throws IOException {
        if (ahead < 0) {
            ahead = in.read();
            if (ahead < 0) {
                throw new EOFException("the server closed the connection");
            }
        }
        return ahead;
    }

    private int next() throws IOException {
        int octet = peek();
        ahead = -1;
        if (++length > LONGEST) {
            throw new IOException("the server's response has no end");
        }
        return octet;
    }

    private void expect(char c) throws IOException {
        if (next() != c) {
            throw new IOException("the server's response is no IMAP");
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = next(); octet != '\n'; octet = next()) {
            line.write(octet);
        }
        return line.toString(UTF_8).stripTrailing();
    }

    private String word() throws IOException {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        int brackets = 0;
        while (true) {
            int octet = peek();
            boolean ends =
                    octet == '\r' || octet == '\n' || brackets == 0 && (octet == ' ' || octet == '(' || octet == ')');
            if (ends) {
                return word.toString(UTF_8);
            }
            brackets += octet == '[' ? 1 : octet == ']' ? -1 : 0;
            word.write(next());
        }
    }

    private ImapValue value(int depth) throws IOException {
        if (depth > DEPTH) {
            throw new IOException("the server's response is nested too deeply");
        }
        return switch (peek()) {
            case '(' -> group(depth);
            case '"' -> quoted();
            case '{' -> literal();
            default -> {
                String word = word();
                if (word.isEmpty()) {
                    throw new IOException("the server's response is no IMAP");
                }
                yield word.equalsIgnoreCase("NIL") ? new ImapValue.Nil() : new ImapValue.Atom(word);
            }
        };
    }

    private ImapValue group(int depth) throws IOException {
        expect('(');
        List<ImapValue> values = new ArrayList<>();
        while (peek() != ')') {
            if (peek() == ' ') {
                next();
            } else {
                values.add(value(depth + 1));
            }
        }
        next();
        return new ImapValue.Group(List.copyOf(values));
    }

    private ImapValue quoted() throws IOException {
        expect('"');
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int octet = next(); octet != '"'; octet = next()) {
            text.write(octet == '\\' ? next() : octet);
        }
        return new ImapValue.Text(MessageBytes.of(text.toByteArray()));
    }

    private ImapValue literal() throws IOException {
        expect('{');
        long size = 0;
        for (int octet = next(); octet != '}'; octet = next()) {
            if (octet < '0' || octet > '9' || size > LARGEST_LITERAL) {
                throw new IOException("the server's response has a literal that can't be");
            }
            size = 10 * size + octet - '0';
        }
        if (size > LARGEST_LITERAL) {
            throw new IOException("the server sends more than can be taken");
        }
        line();
        Spool spool = spools.open(size, LARGEST_LITERAL);
        open.add(spool);
        byte[] piece = new byte[1 << 15];
        long left = size;
        while (left > 0) {
            int read = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            spool.write(piece, 0, read);
            left -= read;
        }
        return new ImapValue.Text(spool.bytes());
    }
}
