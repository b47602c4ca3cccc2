/** A message as a script sees it: its fields and parts, and the changes that a script makes to them. */
@NullMarked
package org.jdbmail.sieve.message;

import org.jspecify.annotations.NullMarked;
