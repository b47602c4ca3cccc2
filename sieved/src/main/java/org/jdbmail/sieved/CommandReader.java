package org.jdbmail.sieved;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sieved.proto.SieveSyntaxException;
import org.jdbmail.sieved.proto.Word;
import org.jdbmail.sieved.proto.WordReader;
import org.jdbmail.wire.Inbox;
import org.jdbmail.wire.transport.WireException;

/** Reads the words of a command, with its literals, within limits. After a refusal the next command can be read. */
final class CommandReader {
    private static final int MAX_LINE = 8_192;
    private static final int MAX_SKIPPED = 1 << 20;

    /** What is read and thrown away of a literal that is too large before we lose patience. */
    private static final long MAX_SKIPPED_LITERAL = 64L << 20;

    private final Inbox in;

    CommandReader(Inbox in) {
        this.in = in;
    }

    /** A literal is so large that it isn't even passed over. */
    static final class Endless extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Reads one command.
     *
     * @param largest octets of a literal
     * @throws Refusal TOO_BIG if one is larger
     */
    List<Word> read(int largest) throws IOException, SieveSyntaxException {
        WordReader words = new WordReader();
        boolean tooBig = false;
        while (true) {
            long octets = words.take(line());
            if (octets < 0) {
                if (tooBig) {
                    throw new Refusal(Reason.TOO_BIG, "This is too large");
                }
                return words.words();
            }
            if (octets > MAX_SKIPPED_LITERAL) {
                throw new Endless();
            }
            if (octets > largest) {
                in.skip(octets);
                tooBig = true;
                words.take(new Word.Text(new byte[0]));
            } else {
                words.take(new Word.Text(in.readExactly((int) octets)));
            }
        }
    }

    private byte[] line() throws IOException {
        try {
            return in.readLine(MAX_LINE);
        } catch (WireException.LineTooLong e) {
            in.skipLine(MAX_SKIPPED);
            throw e;
        }
    }
}
