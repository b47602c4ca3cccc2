/** The bytes of a message wherever they lie, in memory, a file, segments, or yet to be fetched, and windows over them. */
@NullMarked
package org.jdbmail.mime.bytes;

import org.jspecify.annotations.NullMarked;
