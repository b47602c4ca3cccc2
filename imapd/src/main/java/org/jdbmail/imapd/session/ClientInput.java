package org.jdbmail.imapd.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.imapd.proto.CommandReader;
import org.jdbmail.imapd.proto.GrammarLimits;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.LineTooLong;
import org.jdbmail.imapd.proto.MessageLiteral;
import org.jdbmail.imapd.proto.ResponseWriter;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.wire.Inbox;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;

/** Reads a command's lines and literals from the connection, asking for those that wait. */
public final class ClientInput implements CommandReader {
    /** How much of an overlong line is thrown away before the connection is. */
    private static final long OVERLONG = 8 << 20;

    /** RFC 4954 §4 and RFC 5034 §4 have this limit for the same responses. */
    private static final int MAX_RESPONSE = 12_288;

    private final Inbox in;
    private final ResponseWriter out;
    private final Spools spools;
    private final GrammarLimits limits;

    ClientInput(Inbox in, ResponseWriter out, Spools spools, GrammarLimits limits) {
        this.in = in;
        this.out = out;
        this.spools = spools;
        this.limits = limits;
    }

    @Override
    public byte[] line(int most) throws IOException, LineTooLong {
        try {
            return in.readLine(most);
        } catch (WireException.LineTooLong e) {
            throw skipLine();
        }
    }

    /** The line that ends IDLE; what is longer than that is something else. */
    public String done() throws IOException, ImapSyntaxException {
        try {
            return new String(line(LineTooLong.KEPT), StandardCharsets.ISO_8859_1);
        } catch (LineTooLong e) {
            throw new ImapSyntaxException("The line is too long");
        }
    }

    /** Throws a line away, but for its ends. */
    private LineTooLong skipLine() throws IOException {
        byte[] start = {};
        byte[] end = {};
        long skipped = 0;
        while (true) {
            ByteBuffer piece = in.peek();
            int length = indexOfLf(piece);
            boolean whole = length < piece.remaining();
            start = head(start, piece, length);
            end = tail(end, piece, length);
            in.skip(whole ? length + 1 : length);
            skipped += length;
            if (whole) {
                int cr = end.length > 0 && end[end.length - 1] == '\r' ? 1 : 0;
                return new LineTooLong(start, Arrays.copyOf(end, end.length - cr));
            }
            if (skipped > OVERLONG) {
                return LineTooLong.endless(start);
            }
        }
    }

    private static int indexOfLf(ByteBuffer piece) {
        int at = 0;
        while (at < piece.remaining() && piece.get(piece.position() + at) != '\n') {
            at++;
        }
        return at;
    }

    /** The first octets of what was kept and of what comes behind it. */
    private static byte[] head(byte[] kept, ByteBuffer piece, int length) {
        int more = Math.min(length, LineTooLong.KEPT - kept.length);
        byte[] head = Arrays.copyOf(kept, kept.length + more);
        piece.get(piece.position(), head, kept.length, more);
        return head;
    }

    /** The last octets of what was kept and of what comes behind it. */
    private static byte[] tail(byte[] kept, ByteBuffer piece, int length) {
        int fromPiece = Math.min(length, LineTooLong.KEPT);
        int fromKept = Math.min(kept.length, LineTooLong.KEPT - fromPiece);
        byte[] tail = new byte[fromKept + fromPiece];
        System.arraycopy(kept, kept.length - fromKept, tail, 0, fromKept);
        piece.get(piece.position() + length - fromPiece, tail, fromKept, fromPiece);
        return tail;
    }

    /** The line that answers a challenge; null for one that was too long, and was skipped. */
    public byte @Nullable [] response() throws IOException {
        try {
            return in.readLine(MAX_RESPONSE);
        } catch (WireException.LineTooLong e) {
            in.skipLine(OVERLONG);
            return null;
        }
    }

    @Override
    public byte[] literal(int size, boolean waits) throws IOException {
        goAhead(waits);
        return in.readExactly(size);
    }

    @Override
    public MessageLiteral message(long size, boolean waits) throws IOException {
        goAhead(waits);
        Spool spool = spools.open(size, limits.message());
        boolean whole = false;
        try {
            long left = size;
            while (left > 0) {
                ByteBuffer piece = in.peek();
                int count = (int) Math.min(left, piece.remaining());
                spool.take(piece, piece.position(), piece.position() + count);
                in.skip(count);
                left -= count;
            }
            whole = true;
        } finally {
            if (!whole) {
                spool.close();
            }
        }
        return new Spooled(spool);
    }

    @Override
    public void skip(long size) throws IOException {
        in.skip(size);
    }

    // RFC 3501 §7.5: a literal without '+' comes only after this.
    private void goAhead(boolean waits) throws IOException {
        if (waits) {
            out.continuation("OK");
            out.release();
        }
    }

    /** The message of an APPEND in a spool. */
    private record Spooled(Spool spool) implements MessageLiteral {
        @Override
        public long size() {
            return spool.size();
        }

        @Override
        public MessageBytes bytes() {
            return spool.bytes();
        }

        @Override
        public void close() {
            spool.close();
        }
    }
}
