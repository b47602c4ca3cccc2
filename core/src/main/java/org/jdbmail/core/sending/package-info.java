/**
 * The way of mail to other servers: {@link org.jdbmail.core.sending.Routes} says through whom a recipient is reached,
 * {@link org.jdbmail.core.sending.Hosts} which hosts that is, and {@link org.jdbmail.core.sending.ServerTransport} goes there.
 */
@NullMarked
package org.jdbmail.core.sending;

import org.jspecify.annotations.NullMarked;
