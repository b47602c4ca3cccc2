/**
 * DBMail's program {@code dbmail-util}: every check and repair of a store, option for option and line for line, but online, in
 * small steps, and with an order in which one run is enough. {@link org.jdbmail.cli.util.UtilProgram} is the door.
 */
@NullMarked
package org.jdbmail.cli.util;

import org.jspecify.annotations.NullMarked;
