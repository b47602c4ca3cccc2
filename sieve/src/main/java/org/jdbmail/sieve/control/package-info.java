/** The commands that say how a script goes on, and what it remembers while it runs: a file for each. */
@NullMarked
package org.jdbmail.sieve.control;

import org.jspecify.annotations.NullMarked;
