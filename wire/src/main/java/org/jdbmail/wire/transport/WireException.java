package org.jdbmail.wire.transport;

import java.io.IOException;

/**
 * What can end or disturb the talk with one peer. Each case is a class of its own, so that a protocol can answer it in
 * its own words (a BYE, a 421) before the connection goes. None of them is our bug: a session that lets one through ends
 * quietly.
 */
public abstract sealed class WireException extends IOException {
    private static final long serialVersionUID = 1L;

    private WireException(String message) {
        super(message);
    }

    private WireException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The peer sent nothing, or took nothing, for as long as it may. After a read the output still works. */
    public static final class Timeout extends WireException {
        private static final long serialVersionUID = 1L;

        public Timeout(String message) {
            super(message);
        }
    }

    /** The peer has sent all that it will ever send, and more was asked for. It may still be listening. */
    public static final class EndOfInput extends WireException {
        private static final long serialVersionUID = 1L;

        public EndOfInput() {
            super("the peer closed its side");
        }
    }

    /** The connection is gone: reset by the peer, or closed by us. */
    public static final class Closed extends WireException {
        private static final long serialVersionUID = 1L;

        public Closed() {
            super("the connection is closed");
        }
    }

    /** The server stops, and a read would have had to wait. Output still works: say goodbye and return. */
    public static final class Stopping extends WireException {
        private static final long serialVersionUID = 1L;

        public Stopping() {
            super("the server is stopping");
        }
    }

    /**
     * No line end within the allowed length. Nothing was consumed: {@link Inbox#skipLine(long)} throws the line away,
     * {@link Inbox#peek()} looks at it.
     */
    public static final class LineTooLong extends WireException {
        private static final long serialVersionUID = 1L;

        public LineTooLong(long limit) {
            super("a line is longer than " + limit + " bytes");
        }
    }

    /** The peer had sent more commands in the clear behind its STARTTLS; TLS was not begun (RFC 3207 §5, CVE-2011-0411). */
    public static final class PipelinedPlaintext extends WireException {
        private static final long serialVersionUID = 1L;

        public PipelinedPlaintext() {
            super("plaintext follows the request for TLS");
        }
    }

    /** The TLS handshake or a TLS record failed; the connection is useless. */
    public static final class TlsFailed extends WireException {
        private static final long serialVersionUID = 1L;

        public TlsFailed(String message) {
            super(message);
        }

        public TlsFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** All connections together hold as much as they may, and this one has asked for more than its part; it is useless. */
    public static final class Overloaded extends WireException {
        private static final long serialVersionUID = 1L;

        public Overloaded() {
            super("connections hold more than there is room for");
        }
    }

    /** What the peer sends compressed cannot be unpacked; the connection is useless. */
    public static final class BadCompression extends WireException {
        private static final long serialVersionUID = 1L;

        public BadCompression() {
            super("compressed input is not what it should be");
        }
    }

    /** A trusted proxy did not begin with a correct PROXY protocol header; the connection is useless. */
    public static final class BadProxyHeader extends WireException {
        private static final long serialVersionUID = 1L;

        public BadProxyHeader(String message) {
            super(message);
        }
    }
}
