/**
 * The Sieve language for filtering mail (RFC 5228 and its extensions): scripts are compiled once and run any number of
 * times. Nothing here does anything to the world; what a script wants comes back as a list.
 */
@NullMarked
package org.jdbmail.sieve;

import org.jspecify.annotations.NullMarked;
