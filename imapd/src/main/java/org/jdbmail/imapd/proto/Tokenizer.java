package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tokens of one command (RFC 3501 §9), asking for its literals and further lines as it comes to them. Bytes
 * stand for themselves: strings are handed out as ISO 8859-1 unless a method says otherwise.
 */
public final class Tokenizer {
    /** RFC 7888 §5. */
    private static final int LITERAL_MINUS = 4_096;

    private final CommandReader reader;
    private final GrammarLimits limits;
    private final Set<Extension> enabled;
    private byte[] line;
    private int at;
    private long total;
    private @Nullable LineTooLong cut;

    private Tokenizer(CommandReader reader, GrammarLimits limits, Set<Extension> enabled, byte[] firstLine) {
        this.enabled = enabled;
        this.reader = reader;
        this.limits = limits;
        this.line = firstLine;
        this.total = firstLine.length;
    }

    /** Reads a command from its first line on. */
    static Tokenizer of(CommandReader reader, GrammarLimits limits, Set<Extension> enabled) throws IOException {
        try {
            return new Tokenizer(reader, limits, enabled, reader.line(limits.line()));
        } catch (LineTooLong e) {
            Tokenizer in = new Tokenizer(reader, limits, enabled, e.start());
            in.cut = e;
            return in;
        }
    }

    /**
     * Goes on behind the tag.
     *
     * @throws ImapSyntaxException if the line was too long: then nothing but its tag can be read
     */
    void checkLine() throws ImapSyntaxException {
        LineTooLong tooLong = cut;
        if (tooLong != null) {
            throw refuse(tooLong);
        }
    }

    /**
     * Whether this is an ID whose line was too long to be kept: 30 fields of 1,024 octets are legal (RFC 2971 §3.3), also before the
     * login, where lines are short. What a client says of itself is for the log only (§5), so that nothing is lost.
     */
    boolean passesOverId() {
        LineTooLong tooLong = cut;
        boolean passes = tooLong != null && tooLong.endsWith(')') && lookingAt(" ID (");
        if (passes) {
            cut = null;
        }
        return passes;
    }

    /** What is left of a line that was too long is its end, where a literal may be announced. */
    private ImapSyntaxException refuse(LineTooLong tooLong) {
        line = tooLong.end();
        at = line.length;
        cut = null;
        return new ImapSyntaxException("The line is too long", tooLong.isEndless());
    }

    /** Whether the client has switched that on. */
    boolean isOn(Extension extension) {
        return enabled.contains(extension);
    }

    /** Whether text is UTF-8, and names are not in modified UTF-7 (RFC 6855 §3, RFC 9051 §5.1). */
    boolean speaksUtf8() {
        return isOn(Extension.UTF8) || isOn(Extension.IMAP4REV2);
    }

    GrammarLimits limits() {
        return limits;
    }

    /** The next octet without taking it, or -1 at the end of the line. */
    int peek() {
        return at < line.length ? line[at] & 0xFF : -1;
    }

    boolean atEnd() {
        return at == line.length;
    }

    /** Takes the next octet if it is that one. */
    boolean take(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    /** The next octet must be that one. */
    void expect(char c) throws ImapSyntaxException {
        if (!take(c)) {
            throw new ImapSyntaxException("Expected '" + c + "' at octet " + at + " of the line");
        }
    }

    /** Whether the line goes on with those ASCII letters, in whatever case. */
    boolean lookingAt(String upperCase) {
        int n = upperCase.length();
        return line.length - at >= n
                && new String(line, at, n, StandardCharsets.ISO_8859_1)
                        .toUpperCase(Locale.ROOT)
                        .equals(upperCase);
    }

    /** One space; more than one is forgiven. */
    void space() throws ImapSyntaxException {
        if (!take(' ')) {
            throw new ImapSyntaxException(atEnd() ? "An argument is missing" : "Expected a space at octet " + at);
        }
        skipSpaces();
    }

    void skipSpaces() {
        while (take(' ')) {
            // every one
        }
    }

    /** Nothing may follow. */
    void end() throws ImapSyntaxException {
        skipSpaces();
        if (!atEnd()) {
            throw new ImapSyntaxException("Too many arguments");
        }
    }

    /** A number of at most 63 bits. */
    long number() throws ImapSyntaxException {
        int start = at;
        long value = 0;
        while (at < line.length && line[at] >= '0' && line[at] <= '9') {
            int digit = line[at] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                throw new ImapSyntaxException("A number is too large");
            }
            value = value * 10 + digit;
            at++;
        }
        if (at == start) {
            throw new ImapSyntaxException("Expected a number");
        }
        return value;
    }

    /** A number written with that many digits. */
    int digits(int least, int most) throws ImapSyntaxException {
        int start = at;
        long value = number();
        if (at - start < least || at - start > most) {
            throw new ImapSyntaxException("A number has too few or too many digits");
        }
        return (int) value;
    }

    /** A tag: everything up to a space that is not special (RFC 3501 §9, tag). */
    String tag() throws ImapSyntaxException {
        int start = at;
        while (at < line.length && isAstringChar(line[at]) && line[at] != '+') {
            at++;
        }
        if (at == start || at < line.length && line[at] != ' ') {
            throw new ImapSyntaxException("A command begins with a tag");
        }
        return text(start);
    }

    /** An atom (RFC 3501 §9, ATOM-CHAR). */
    String atom() throws ImapSyntaxException {
        int start = at;
        while (at < line.length && isAtomChar(line[at])) {
            at++;
        }
        if (at == start) {
            throw new ImapSyntaxException("Expected a word at octet " + at);
        }
        return text(start);
    }

    /** An atom in upper case, for keywords of the grammar. */
    String word() throws ImapSyntaxException {
        return atom().toUpperCase(Locale.ROOT);
    }

    /** Letters, digits, dots and hyphens in upper case: names of FETCH items and sections, which end at '[' or '<'. */
    String name() {
        int start = at;
        while (at < line.length && (isAlnum(line[at]) || line[at] == '.' || line[at] == '-')) {
            at++;
        }
        return text(start).toUpperCase(Locale.ROOT);
    }

    /** The next letters, at most three, in upper case: a month's name. */
    String name3() {
        int start = at;
        while (at < line.length && at < start + 3 && isAlnum(line[at])) {
            at++;
        }
        return text(start).toUpperCase(Locale.ROOT);
    }

    /** An astring: an atom that may hold ']', or a string. */
    String astring() throws IOException, ImapSyntaxException {
        int c = peek();
        if (c == '"' || c == '{') {
            return string();
        }
        int start = at;
        while (at < line.length && isAstringChar(line[at])) {
            at++;
        }
        if (at == start) {
            throw new ImapSyntaxException(atEnd() ? "An argument is missing" : "Expected a string at octet " + at);
        }
        return text(start);
    }

    /** A list-mailbox: as astring, with wildcards (RFC 3501 §9, list-mailbox). */
    String listMailbox() throws IOException, ImapSyntaxException {
        int c = peek();
        if (c == '"' || c == '{') {
            return string();
        }
        int start = at;
        while (at < line.length && (isAstringChar(line[at]) || line[at] == '*' || line[at] == '%')) {
            at++;
        }
        if (at == start) {
            throw new ImapSyntaxException("Expected a mailbox pattern");
        }
        return text(start);
    }

    /** A string: quoted, or a literal. */
    String string() throws IOException, ImapSyntaxException {
        if (peek() == '{') {
            return literal();
        }
        expect('"');
        @Nullable StringBuilder value = null;
        int start = at;
        while (at < line.length && line[at] != '"') {
            if (line[at] == '\\') {
                // RFC 3501 §9, QUOTED-CHAR: only these two are escaped.
                if (at + 1 == line.length || line[at + 1] != '"' && line[at + 1] != '\\') {
                    throw new ImapSyntaxException("Only \\\" and \\\\ may be escaped in a quoted string");
                }
                value = value == null ? new StringBuilder() : value;
                value.append(text(start));
                start = at + 1;
                at++;
            } else if (line[at] == 0 || line[at] == '\r') {
                throw new ImapSyntaxException("A quoted string can't hold NUL or CR");
            }
            at++;
        }
        if (at == line.length) {
            throw new ImapSyntaxException("A quoted string is not closed");
        }
        String last = text(start);
        at++;
        return value == null ? last : value.append(last).toString();
    }

    /** A string or NIL; null for NIL. */
    @Nullable
    String nstring() throws IOException, ImapSyntaxException {
        int c = peek();
        if (c == '"' || c == '{') {
            return string();
        }
        if (!word().equals("NIL")) {
            throw new ImapSyntaxException("Expected a string or NIL");
        }
        return null;
    }

    /** A string, a literal8 (RFC 3516 §4.2), or NIL; null for NIL. */
    byte @Nullable [] nstringOctets() throws IOException, ImapSyntaxException {
        if (peek() == '~') {
            at++;
            return literalOctets();
        }
        String value = nstring();
        return value == null ? null : value.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String literal() throws IOException, ImapSyntaxException {
        byte[] bytes = literalOctets();
        for (byte b : bytes) {
            // RFC 3501 §9, CHAR8: NUL needs literal8, which is not for strings.
            if (b == 0) {
                throw new ImapSyntaxException("A literal can't hold NUL");
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private byte[] literalOctets() throws IOException, ImapSyntaxException {
        Announced announced = announced();
        if (announced.size > limits.literal() || total + announced.size > limits.total()) {
            throw new ImapSyntaxException("A literal is too long here");
        }
        line = new byte[0];
        at = 0;
        total += announced.size;
        byte[] bytes = reader.literal((int) announced.size, announced.waits);
        nextLine();
        return bytes;
    }

    /** The message of an APPEND. */
    MessageLiteral message() throws IOException, ImapSyntaxException {
        // RFC 3516 §4.4: a literal8; an ordinary one may hold NUL here, too.
        take('~');
        Announced announced = announced();
        if (announced.size > limits.message()) {
            throw new ImapSyntaxException("The message is too large", ResponseCode.Plain.TOOBIG);
        }
        line = new byte[0];
        at = 0;
        MessageLiteral message = reader.message(announced.size, announced.waits);
        boolean whole = false;
        try {
            nextLine();
            whole = true;
            return message;
        } finally {
            if (!whole) {
                message.close();
            }
        }
    }

    private record Announced(long size, boolean waits) {}

    /** The {@code {n}} or {@code {n+}} that ends a line. */
    private Announced announced() throws ImapSyntaxException {
        int start = at;
        expect('{');
        long size = number();
        // RFC 7888 §3: LITERAL+ announces literals that do not wait.
        boolean waits = !take('+');
        expect('}');
        if (!atEnd()) {
            throw new ImapSyntaxException("A literal's size ends its line");
        }
        at = start;
        if (!waits && limits.literalMinus() && size > LITERAL_MINUS) {
            throw new ImapSyntaxException(
                    "A literal that does not wait has at most 4096 octets", ResponseCode.Plain.TOOBIG);
        }
        return new Announced(size, waits);
    }

    private void nextLine() throws IOException, ImapSyntaxException {
        try {
            line = reader.line(limits.line());
        } catch (LineTooLong e) {
            throw refuse(e);
        }
        at = 0;
        total += line.length;
        if (total > limits.total()) {
            throw new ImapSyntaxException("The command is too long");
        }
    }

    /**
     * After an error: throws away what the client has sent, or will send, of this command without waiting for us
     * (RFC 7888 §4).
     *
     * @throws ImapSyntaxException that is fatal if this is more than one would take
     */
    void drain() throws IOException, ImapSyntaxException {
        new Leftovers(reader, limits).skip(line, cut);
    }

    private String text(int start) {
        return new String(line, start, at - start, StandardCharsets.ISO_8859_1);
    }

    static boolean isAlnum(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    /** RFC 3501 §9, ATOM-CHAR: no atom-specials. */
    static boolean isAtomChar(int c) {
        return c > ' '
                && c < 0x7F
                && switch (c) {
                    case '(', ')', '{', '%', '*', '"', '\\', ']' -> false;
                    default -> true;
                };
    }

    private static boolean isAstringChar(int c) {
        return c == ']' || isAtomChar(c);
    }
}
