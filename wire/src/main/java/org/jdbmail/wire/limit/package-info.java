/** Who may connect, and how much memory connections may take. */
@NullMarked
package org.jdbmail.wire.limit;

import org.jspecify.annotations.NullMarked;
