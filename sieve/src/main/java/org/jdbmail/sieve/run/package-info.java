/** A compiled script at work: steps, tests, variables, limits, and what comes out of a run. */
@NullMarked
package org.jdbmail.sieve.run;

import org.jspecify.annotations.NullMarked;
