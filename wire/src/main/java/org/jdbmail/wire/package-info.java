/** Connections: listeners, TLS, PROXY protocol, bounded input and output, a virtual thread for each session. */
@NullMarked
package org.jdbmail.wire;

import org.jspecify.annotations.NullMarked;
