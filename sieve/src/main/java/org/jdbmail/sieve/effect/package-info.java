/** What a script wants done with a message: values, for whoever runs it to carry out. */
@NullMarked
package org.jdbmail.sieve.effect;

import org.jspecify.annotations.NullMarked;
