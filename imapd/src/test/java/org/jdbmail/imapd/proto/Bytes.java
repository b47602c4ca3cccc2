package org.jdbmail.imapd.proto;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jdbmail.mime.bytes.MessageBytes;

/** A client whose every octet is there already. */
final class Bytes implements CommandReader {
    private final byte[] all;
    private int at;

    Bytes(byte[] all) {
        this.all = all;
    }

    /** Reads one command. */
    static ParsedCommand parse(String command, State state) throws Exception {
        return parse(command.getBytes(StandardCharsets.ISO_8859_1), state, GrammarLimits.USUAL);
    }

    static ParsedCommand parse(byte[] command, State state, GrammarLimits limits) throws Exception {
        return new CommandParser(limits).parse(new Bytes(command), state, Set.of());
    }

    int left() {
        return all.length - at;
    }

    @Override
    public byte[] line(int most) throws EOFException, LineTooLong {
        for (int i = at; i < all.length; i++) {
            if (all[i] == '\n') {
                byte[] line = Arrays.copyOfRange(all, at, i > at && all[i - 1] == '\r' ? i - 1 : i);
                at = i + 1;
                if (line.length > most) {
                    int kept = Math.min(line.length, LineTooLong.KEPT);
                    throw new LineTooLong(
                            Arrays.copyOf(line, kept), Arrays.copyOfRange(line, line.length - kept, line.length));
                }
                return line;
            }
        }
        throw new EOFException();
    }

    @Override
    public byte[] literal(int size, boolean waits) throws EOFException {
        skip(size);
        return Arrays.copyOfRange(all, at - size, at);
    }

    @Override
    public MessageLiteral message(long size, boolean waits) throws EOFException {
        byte[] bytes = literal((int) size, waits);
        return new MessageLiteral() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public MessageBytes bytes() {
                return MessageBytes.of(bytes);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void skip(long size) throws EOFException {
        if (size > all.length - at) {
            throw new EOFException();
        }
        at += (int) size;
    }
}
