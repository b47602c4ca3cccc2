/** Writes the mail of accounts in forms that other programs read. */
@NullMarked
package org.jdbmail.core.moving.export;

import org.jspecify.annotations.NullMarked;
