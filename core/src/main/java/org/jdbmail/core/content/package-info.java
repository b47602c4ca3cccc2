/**
 * How a message is cut for the store: which of its bytes every copy of an attachment shares, how they are packed, and
 * the one parse of a delivery that finds all of this out. The rules are those of the compact layout; nothing here knows
 * a database.
 */
@NullMarked
package org.jdbmail.core.content;

import org.jspecify.annotations.NullMarked;
