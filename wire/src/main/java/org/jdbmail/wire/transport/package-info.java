/** Moves the bytes of single connections, bounded both ways, and lets a session's thread wait for them. */
@NullMarked
package org.jdbmail.wire.transport;

import org.jspecify.annotations.NullMarked;
