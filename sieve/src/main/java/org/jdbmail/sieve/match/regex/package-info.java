/** Regular expressions whose time is linear in the text, whatever the expression. */
@NullMarked
package org.jdbmail.sieve.match.regex;

import org.jspecify.annotations.NullMarked;
