/** Messages that a script has us write: answers, notifications, and messages around others. */
@NullMarked
package org.jdbmail.sieve.letter;

import org.jspecify.annotations.NullMarked;
