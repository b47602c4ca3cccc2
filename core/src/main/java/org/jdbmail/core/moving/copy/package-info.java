/** Copies mail from one IMAP server to another. */
@NullMarked
package org.jdbmail.core.moving.copy;

import org.jspecify.annotations.NullMarked;
