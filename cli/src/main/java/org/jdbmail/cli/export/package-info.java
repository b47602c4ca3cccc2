/** The program {@code dbmail-export}: mail out of the store, as mbox files. */
@NullMarked
package org.jdbmail.cli.export;

import org.jspecify.annotations.NullMarked;
