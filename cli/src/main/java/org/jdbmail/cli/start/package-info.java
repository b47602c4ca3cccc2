/**
 * How every program begins: settings, log and store. Whatever can go wrong on the way is a
 * {@link org.jdbmail.cli.start.Failure}: one line for the administrator, and an exit status.
 */
@NullMarked
package org.jdbmail.cli.start;

import org.jspecify.annotations.NullMarked;
