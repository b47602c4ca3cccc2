/** Programs for Sieve scripts. */
@NullMarked
package org.jdbmail.cli.sieve;

import org.jspecify.annotations.NullMarked;
