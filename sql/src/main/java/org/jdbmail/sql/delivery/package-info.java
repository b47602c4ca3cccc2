/** Puts messages into mailboxes: content once, a row for each destination, and nothing for those that refuse. */
@NullMarked
package org.jdbmail.sql.delivery;

import org.jspecify.annotations.NullMarked;
