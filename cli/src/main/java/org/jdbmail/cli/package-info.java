/** The programs, and the wiring of the servers. */
@NullMarked
package org.jdbmail.cli;

import org.jspecify.annotations.NullMarked;
