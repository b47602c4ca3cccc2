/** Mail that is elsewhere, as whoever brings it into the store sees it: mailboxes and messages, whatever form they have there. */
@NullMarked
package org.jdbmail.core.moving.source;

import org.jspecify.annotations.NullMarked;
