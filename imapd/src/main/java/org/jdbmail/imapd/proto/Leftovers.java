package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is left of a command that was refused before its end: literals that don't wait, and the lines between them. */
final class Leftovers {
    private final CommandReader reader;
    private final GrammarLimits limits;

    Leftovers(CommandReader reader, GrammarLimits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    /**
     * Throws away what the client has sent, or will send, of a command without waiting for us (RFC 7888 §4).
     *
     * @param last the line that was read last
     * @param cut what is left of it instead, if it was too long
     * @throws ImapSyntaxException that is fatal if this is more than one would take
     */
    void skip(byte[] last, @Nullable LineTooLong cut) throws IOException, ImapSyntaxException {
        byte[] line = last;
        if (cut != null) {
            throwIfEndless(cut);
            line = cut.end();
        }
        long skipped = 0;
        long size = unwaitedLiteral(line);
        while (size >= 0) {
            skipped += size + line.length;
            if (skipped > limits.message() + limits.total()) {
                throw new ImapSyntaxException("The literal is too large", true);
            }
            reader.skip(size);
            try {
                line = reader.line(limits.line());
            } catch (LineTooLong e) {
                throwIfEndless(e);
                skipped += limits.line();
                line = e.end();
            }
            size = unwaitedLiteral(line);
        }
    }

    private static void throwIfEndless(LineTooLong tooLong) throws ImapSyntaxException {
        if (tooLong.isEndless()) {
            throw new ImapSyntaxException("The line is too long", true);
        }
    }

    /** The size of the LITERAL+ literal that a line announces at its end, or -1. */
    private static long unwaitedLiteral(byte[] line) throws ImapSyntaxException {
        int n = line.length;
        if (n < 4 || line[n - 1] != '}' || line[n - 2] != '+') {
            return -1;
        }
        int from = n - 3;
        while (from >= 0 && line[from] >= '0' && line[from] <= '9') {
            from--;
        }
        if (from < 0 || line[from] != '{' || from == n - 3) {
            return -1;
        }
        if (n - 3 - from > 15) {
            throw new ImapSyntaxException("The literal is too large", true);
        }
        return Long.parseLong(new String(line, from + 1, n - 3 - from, StandardCharsets.US_ASCII));
    }
}
