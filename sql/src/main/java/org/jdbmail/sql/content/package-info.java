/**
 * Where the bytes of messages lie: the layouts that write and read them, and the summaries that answer listings.
 */
@NullMarked
package org.jdbmail.sql.content;

import org.jspecify.annotations.NullMarked;
