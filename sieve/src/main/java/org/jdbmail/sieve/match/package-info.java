/** How texts are compared: comparators, relations, wildcards, regular expressions. All of it in bounded time. */
@NullMarked
package org.jdbmail.sieve.match;

import org.jspecify.annotations.NullMarked;
