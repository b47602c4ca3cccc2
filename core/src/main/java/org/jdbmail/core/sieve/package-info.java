/** Sieve at work: the scripts of users and of the administrator, and what they decide about a delivery. */
@NullMarked
package org.jdbmail.core.sieve;

import org.jspecify.annotations.NullMarked;
