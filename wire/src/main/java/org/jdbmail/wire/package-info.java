/**
 * Connections: listeners, TLS, PROXY protocol, bounded input and output, a thread for each session.
 *
 * <p>A {@link org.jdbmail.wire.WireServer} opens listeners; each connection runs a
 * {@link org.jdbmail.wire.SessionHandler} on a thread of its own, in straight-line blocking code over an
 * {@link org.jdbmail.wire.Inbox} and an {@link org.jdbmail.wire.Outbox}. MINA's I/O threads move bytes and do nothing
 * else; TLS and the PROXY header are dealt with on the session's thread. This package knows no mail, and nothing outside
 * it sees MINA.
 */
@NullMarked
package org.jdbmail.wire;

import org.jspecify.annotations.NullMarked;
