/** What lets others see what is being done: whom a line of the log is about, and how long what took. */
@NullMarked
package org.jdbmail.core.watch;

import org.jspecify.annotations.NullMarked;
