/** Inputs that nobody thought of, made of some that somebody did. */
@NullMarked
package org.jdbmail.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
