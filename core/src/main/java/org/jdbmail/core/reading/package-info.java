/** Reading many messages one after the other, with bounded memory, for every front alike. */
@NullMarked
package org.jdbmail.core.reading;

import org.jspecify.annotations.NullMarked;
