package org.jdbmail.imapd.proto;

import java.io.IOException;

/**
 * Where the grammar gets a command's bytes from, as it comes to need them. A literal that {@code waits} is one whose
 * sender waits for a continuation request (RFC 3501 §7.5), which the reader sends first; the others (RFC 7888) are on
 * their way already.
 */
public interface CommandReader {
    /**
     * The next line without its end.
     *
     * @param most how many octets it may have
     * @throws LineTooLong if it has more; it has then been read to its end
     */
    byte[] line(int most) throws IOException, LineTooLong;

    /** A literal of that size, in memory. The grammar has checked the size. */
    byte[] literal(int size, boolean waits) throws IOException;

    /** The message of an APPEND, which may be large. The grammar has checked the size. */
    MessageLiteral message(long size, boolean waits) throws IOException;

    /** Throws away a literal on its way. */
    void skip(long size) throws IOException;
}
