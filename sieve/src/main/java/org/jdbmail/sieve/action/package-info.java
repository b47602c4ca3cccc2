/** The commands that do something with the message: a file for each. */
@NullMarked
package org.jdbmail.sieve.action;

import org.jspecify.annotations.NullMarked;
