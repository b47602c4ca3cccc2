/** From the form of a script to what it means: which extensions it may use, what arguments commands take, what is wrong. */
@NullMarked
package org.jdbmail.sieve.compile;

import org.jspecify.annotations.NullMarked;
