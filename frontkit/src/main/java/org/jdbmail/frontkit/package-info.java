/** What the tests of all fronts stand on: a store on a database of its own, listeners on loopback, logins, accounts and their mail. */
@NullMarked
package org.jdbmail.frontkit;

import org.jspecify.annotations.NullMarked;
