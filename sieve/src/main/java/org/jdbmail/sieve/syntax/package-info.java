/** The form of a Sieve script (RFC 5228 §2, §8): characters to words to commands and tests, and what is wrong with them. */
@NullMarked
package org.jdbmail.sieve.syntax;

import org.jspecify.annotations.NullMarked;
