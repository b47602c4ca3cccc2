/** Finds what differs between two stores that should hold the same. */
@NullMarked
package org.jdbmail.core.moving.compare;

import org.jspecify.annotations.NullMarked;
