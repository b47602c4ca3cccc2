/** Notifications by mail (RFC 5436): what a mailto URI says. */
@NullMarked
package org.jdbmail.sieve.notice;

import org.jspecify.annotations.NullMarked;
