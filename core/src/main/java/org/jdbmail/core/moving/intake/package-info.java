/** Brings mail from elsewhere into the store, many messages at a time, and none of them twice. */
@NullMarked
package org.jdbmail.core.moving.intake;

import org.jspecify.annotations.NullMarked;
