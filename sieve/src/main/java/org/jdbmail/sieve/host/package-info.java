/** What a script is told of its surroundings, and asks of them: for whoever runs it to implement. */
@NullMarked
package org.jdbmail.sieve.host;

import org.jspecify.annotations.NullMarked;
