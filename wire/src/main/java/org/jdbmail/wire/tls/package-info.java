/** TLS: certificates and keys from files, and the layer that encrypts a connection, on its session's own thread. */
@NullMarked
package org.jdbmail.wire.tls;

import org.jspecify.annotations.NullMarked;
