/** Expunged messages that their owner wants back. */
@NullMarked
package org.jdbmail.core.undelete;

import org.jspecify.annotations.NullMarked;
