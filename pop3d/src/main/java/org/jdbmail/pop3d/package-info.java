/**
 * The POP3 server (RFC 1939). {@link org.jdbmail.pop3d.PopServer} is what a listener runs for each connection;
 * {@link org.jdbmail.pop3d.proto} is the grammar.
 */
@NullMarked
package org.jdbmail.pop3d;

import org.jspecify.annotations.NullMarked;
