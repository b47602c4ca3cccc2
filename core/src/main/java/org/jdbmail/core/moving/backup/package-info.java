/** Backups in a folder: contents once by their digests, listings of mailboxes, and snapshots that name them. */
@NullMarked
package org.jdbmail.core.moving.backup;

import org.jspecify.annotations.NullMarked;
