/** The tests of the language: a file for each. */
@NullMarked
package org.jdbmail.sieve.test;

import org.jspecify.annotations.NullMarked;
