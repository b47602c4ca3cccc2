/**
 * The only transaction boundaries: work runs on one connection, is tried again after a deadlock, and wakes the watchers of what
 * it touched when it is committed. On SQLite one thread writes, and what waits for it shares a commit.
 */
@NullMarked
package org.jdbmail.sql.transaction;

import org.jspecify.annotations.NullMarked;
