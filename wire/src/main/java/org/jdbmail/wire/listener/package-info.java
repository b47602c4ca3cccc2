/** Listening sockets: takes connections and hands them over. */
@NullMarked
package org.jdbmail.wire.listener;

import org.jspecify.annotations.NullMarked;
