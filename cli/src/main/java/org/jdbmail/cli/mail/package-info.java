/** Programs about mail on its way: what waits in the queue, where an address leads, and mail from standard input. */
@NullMarked
package org.jdbmail.cli.mail;

import org.jspecify.annotations.NullMarked;
