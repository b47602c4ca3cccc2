/** What the servers on a message's way say of it, each sealing what those before it said (RFC 8617). */
@NullMarked
package org.jdbmail.authenticity.arc;

import org.jspecify.annotations.NullMarked;
