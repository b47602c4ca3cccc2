/** Mail that is in the store, read mailbox by mailbox: what export, comparison and backup have in common. */
@NullMarked
package org.jdbmail.core.moving.stored;

import org.jspecify.annotations.NullMarked;
