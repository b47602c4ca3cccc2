package org.jdbmail.imapd.proto;

/** What a message is put together of (RFC 4469 §3). */
public sealed interface MessagePiece extends AutoCloseable {
    /** Octets that the client brings. */
    record Text(MessageLiteral literal) implements MessagePiece {
        @Override
        public void close() {
            literal.close();
        }
    }

    /** Octets that are here already. */
    record Link(String url) implements MessagePiece {
        @Override
        public void close() {}
    }

    @Override
    void close();
}
